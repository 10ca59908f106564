import { expectFunction, expectInteger, expectOptions } from "../../tensor/argument-error.ts";
import type { Schedule } from "./schedule.ts";

/**
 * For the first `steps` steps, learning rates that grow in equal steps to the first one of another schedule; from there on
 * that schedule, from its beginning.
 *
 * @example
 * ```ts
 * const rate = schedules.linearWarmup({ steps: 4, schedule: schedules.constant(0.8) });
 * [1, 2, 3, 4, 5].map(rate); // [0.2, 0.4, 0.6, 0.8, 0.8]
 * ```
 *
 * @throws ArgumentError when `steps` is not a whole number above 0, or `schedule` is not a schedule.
 */
export function linearWarmup(options: { readonly steps: number; readonly schedule: Schedule }): Schedule {
  const caller = "schedules.linearWarmup";
  expectOptions(caller, options, ["steps", "schedule"]);
  const { steps, schedule } = options;
  expectInteger(caller, "steps", steps, 1);
  expectFunction(caller, "schedule", schedule);
  return (step) => (step <= steps ? (schedule(1) * step) / steps : schedule(step - steps));
}
