import { expectPositive } from "../../tensor/argument-error.ts";
import type { Schedule } from "./schedule.ts";

/**
 * The same learning rate at every step.
 *
 * @example
 * ```ts
 * schedules.constant(0.1)(7); // 0.1
 * ```
 *
 * @throws ArgumentError when `rate` is not above 0.
 */
export function constant(rate: number): Schedule {
  expectPositive("schedules.constant", "rate", rate);
  return () => rate;
}
