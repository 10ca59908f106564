import { ArgumentError, describe, expectInteger, expectOptions, expectPositive } from "../../tensor/argument-error.ts";
import type { Schedule } from "./schedule.ts";

/** Where a cosine schedule starts, where it ends, and how many steps lie between. */
export interface CosineOptions {
  readonly from: number;
  /** At least 0, and at most `from`; by default 0. */
  readonly to?: number;
  readonly steps: number;
}

/**
 * Half a cosine from one learning rate to a lower one: to + ½·(from − to)·(1 + cos(π·t/steps)) at step t + 1, and `to`
 * after `steps` steps.
 *
 * Loshchilov & Hutter 2017, "SGDR: Stochastic Gradient Descent with Warm Restarts", equation 5.
 *
 * @example
 * ```ts
 * const rate = schedules.cosine({ from: 0.5, to: 0.1, steps: 2 });
 * [1, 2, 3, 4].map(rate); // [0.5, 0.3, 0.1, 0.1]
 * ```
 *
 * @throws ArgumentError when `from` is not above 0, `to` not in [0, from], or `steps` not a whole number above 0.
 */
export function cosine(options: CosineOptions): Schedule {
  const caller = "schedules.cosine";
  expectOptions(caller, options, ["from", "to", "steps"]);
  const { from, to = 0, steps } = options;
  expectPositive(caller, "from", from);
  if (!(typeof to === "number" && to >= 0 && to <= from)) {
    throw new ArgumentError(caller, "to", describe(to), `a number from 0 to from = ${from}`);
  }
  expectInteger(caller, "steps", steps, 1);
  return (step) => to + ((from - to) * (1 + Math.cos((Math.PI * Math.min(step - 1, steps)) / steps))) / 2;
}
