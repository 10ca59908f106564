import { ArgumentError, describe, expectInteger } from "../../tensor/argument-error.ts";
import { zeros } from "../../tensor/create.ts";
import { elements } from "../../tensor/elements.ts";
import { dtypeOf, type Floats, type Tensor, wrap } from "../../tensor/tensor.ts";
import { type Parameter, parametersOf, tensorsBeside, withTensors } from "../parameters.ts";
import type { Schedule } from "../schedules/schedule.ts";

/** What an optimiser remembers from step to step: plain data, that can be kept and taken up again. */
export interface OptimizerState<P> {
  /** How many steps were made. */
  readonly step: number;
  /** Running means, each in the form of the parameters. */
  readonly moments: readonly P[];
}

/** A rule that moves parameters against their gradient. It changes nothing in place, and remembers nothing itself. */
export interface Optimizer {
  /** The state before the first step. */
  initialise<P>(params: P): OptimizerState<P>;
  /** The parameters after a step, and the state for the next. The gradient has the form of the parameters. */
  update<P>(
    params: P,
    gradient: P,
    state: OptimizerState<P>,
  ): { readonly params: P; readonly state: OptimizerState<P> };
}

/** One step for the numbers of one tensor: reads them and the gradient, changes `x` and `moments`, which are copies. */
export type Step = (x: Floats, gradient: Floats, moments: readonly Floats[], rate: number, step: number) => void;

/** An optimiser with so many moments, from its step for one tensor. */
export function optimizer(
  caller: string,
  { learningRate, moments, move }: { learningRate: number | Schedule; moments: number; move: Step },
): Optimizer {
  return {
    initialise(params) {
      const all = parametersOf(caller, "params", params);
      const none = () =>
        withTensors(
          params,
          all.map(({ tensor }) => zeros(tensor.shape, dtypeOf(tensor))),
        );
      return { step: 0, moments: Array.from({ length: moments }, none) };
    },
    update(params, gradient, state) {
      const all = parametersOf(caller, "params", params);
      const gradients = tensorsBeside(caller, "gradient", gradient, all);
      const before = momentsOf(caller, state, moments, all);
      const step = state.step + 1;
      const rate = rateAt(caller, learningRate, step);
      const after = all.map(({ tensor }, i) => {
        const [x, ...kept] = [tensor, ...before.map((moment) => moment[i])].map((t) => elements(t).slice());
        move(x, elements(gradients[i]), kept, rate, step);
        return [x, ...kept].map((data) => wrap(data, [...tensor.shape]));
      });
      const [moved, ...kept] = Array.from({ length: moments + 1 }, (_, k) =>
        withTensors(
          params,
          after.map((tensors) => tensors[k]),
        ),
      );
      return { params: moved, state: { step, moments: kept } };
    },
  };
}

function momentsOf(caller: string, state: OptimizerState<unknown>, count: number, params: Parameter[]): Tensor[][] {
  if (!Array.isArray((state as typeof state | null | undefined)?.moments)) {
    throw new ArgumentError(caller, "state", describe(state), "what initialise or update gave");
  }
  expectInteger(caller, "state.step", state.step, 0);
  if (state.moments.length !== count) {
    throw new ArgumentError(caller, "state.moments", `length ${state.moments.length}`, `length ${count}`);
  }
  return state.moments.map((moment, i) => tensorsBeside(caller, `state.moments[${i}]`, moment, params));
}

function rateAt(caller: string, learningRate: number | Schedule, step: number): number {
  if (typeof learningRate === "number") return learningRate;
  const rate = learningRate(step);
  if (typeof rate === "number" && rate >= 0 && rate < Number.POSITIVE_INFINITY) return rate;
  throw new ArgumentError(caller, `learningRate(${step})`, describe(rate), "a finite number, at least 0");
}

/** Throw unless `value` is a finite number above 0, or a schedule. */
export function expectLearningRate(caller: string, value: unknown): void {
  if (typeof value === "function") return;
  if (typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new ArgumentError(caller, "learningRate", describe(value), "a finite number above 0, or a schedule");
}

/** Throw unless `value` is a number in [0, 1). */
export function expectShare(caller: string, argument: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && value < 1) return;
  throw new ArgumentError(caller, argument, describe(value), "a number in [0, 1)");
}
