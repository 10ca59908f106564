import { ArgumentError, describe, expectOptions, expectPositive } from "../../tensor/argument-error.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { expectLearningRate, expectShare, type Optimizer, optimizer } from "./optimizer.ts";

/** The choices of `adamW`. */
export interface AdamWOptions {
  /** η, above 0, or a schedule. */
  readonly learningRate: number | Schedule;
  /** β₁, the memory of the mean gradient, in [0, 1); by default 0.9. */
  readonly beta1?: number;
  /** β₂, the memory of the mean square, in [0, 1); by default 0.999. */
  readonly beta2?: number;
  /** ε, which keeps the division finite; above 0, by default 1e-8. */
  readonly epsilon?: number;
  /** λ, at least 0; by default 0.01. With 0 this is Adam. */
  readonly weightDecay?: number;
}

/**
 * Adam with decoupled weight decay: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g²,
 * x ← x − η·(m̂/(√v̂ + ε) + λ·x), where m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ) at step t = 1, 2, ….
 *
 * Kingma & Ba 2015, "Adam", Algorithm 1; Loshchilov & Hutter 2019, "Decoupled Weight Decay Regularization", Algorithm 2,
 * with the learning rate for both η and α.
 *
 * @example
 * ```ts
 * const adam = optimizers.adamW({ learningRate: 0.1, weightDecay: 0, epsilon: 1e-30 });
 * const [params, gradient] = [tensor([1, 2]), tensor([10, -0.1])];
 * toArray(adam.update(params, gradient, adam.initialise(params)).params); // [0.9, 2.1]
 * ```
 *
 * @throws ArgumentError when an option is out of its range.
 */
export function adamW(options: AdamWOptions): Optimizer {
  const caller = "optimizers.adamW";
  expectOptions(caller, options, ["learningRate", "beta1", "beta2", "epsilon", "weightDecay"]);
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01 } = options;
  expectLearningRate(caller, learningRate);
  expectShare(caller, "beta1", beta1);
  expectShare(caller, "beta2", beta2);
  expectPositive(caller, "epsilon", epsilon);
  if (!(typeof weightDecay === "number" && weightDecay >= 0 && weightDecay < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError(caller, "weightDecay", describe(weightDecay), "a finite number, at least 0");
  }
  return optimizer(caller, {
    learningRate,
    moments: 2,
    move(x, gradient, [mean, square], rate, step) {
      const [new1, new2] = [1 - beta1, 1 - beta2];
      const [unbias1, unbias2] = [1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)];
      for (let i = 0; i < x.length; i++) {
        const g = gradient[i];
        const m = beta1 * mean[i] + new1 * g;
        const v = beta2 * square[i] + new2 * g * g;
        mean[i] = m;
        square[i] = v;
        x[i] -= rate * ((m * unbias1) / (Math.sqrt(v * unbias2) + epsilon) + weightDecay * x[i]);
      }
    },
  });
}
