// The 97.5 % quantiles of Student's t distribution for 1, 2, … degrees of freedom.
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** The mean of repeated measurements, and its 95 % confidence interval. */
export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean of independent measurements (one for each seed, say) with its 95 % confidence interval, mean ± t·s/√n by
 * Student's t distribution with n − 1 degrees of freedom.
 *
 * Student (W. S. Gosset), "The Probable Error of a Mean", Biometrika 6(1), 1908.
 *
 * @throws when there are fewer than 2 measurements or more than 31, or when one is not finite
 */
export function meanInterval(samples: readonly number[]): MeanInterval {
  const n = samples.length;
  const quantile = quantiles[n - 2];
  if (quantile === undefined) throw new Error(`meanInterval: samples has length ${n}, expected 2 to 31`);
  const strange = samples.findIndex((value) => !Number.isFinite(value));
  if (strange >= 0)
    throw new Error(`meanInterval: samples[${strange}] has value ${samples[strange]}, expected a finite number`);
  const mean = samples.reduce((sum, value) => sum + value, 0) / n;
  const variance = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = quantile * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}
