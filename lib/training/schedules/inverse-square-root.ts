import { expectInteger, expectOptions, expectPositive } from "../../tensor/argument-error.ts";
import type { Schedule } from "./schedule.ts";

/**
 * A linear rise to the learning rate `peak` in `warmup` steps, then a decay with the inverse square root of the step:
 * peak·min(t/warmup, √(warmup/t)) at step t.
 *
 * Vaswani et al. 2017, "Attention Is All You Need", §5.3, equation 3, where peak = 1/√(d_model·warmup).
 *
 * @example
 * ```ts
 * const rate = schedules.inverseSquareRoot({ peak: 0.4, warmup: 4 });
 * [1, 4, 16].map(rate); // [0.1, 0.4, 0.2]
 * ```
 *
 * @throws ArgumentError when `peak` is not above 0, or `warmup` is not a whole number above 0.
 */
export function inverseSquareRoot(options: { readonly peak: number; readonly warmup: number }): Schedule {
  const caller = "schedules.inverseSquareRoot";
  expectOptions(caller, options, ["peak", "warmup"]);
  const { peak, warmup } = options;
  expectPositive(caller, "peak", peak);
  expectInteger(caller, "warmup", warmup, 1);
  return (step) => peak * Math.min(step / warmup, Math.sqrt(warmup / step));
}
