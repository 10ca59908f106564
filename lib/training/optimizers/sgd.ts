import { ArgumentError, expectBoolean, expectOptions } from "../../tensor/argument-error.ts";
import type { Floats } from "../../tensor/tensor.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { expectLearningRate, expectShare, type Optimizer, optimizer } from "./optimizer.ts";

/** The choices of `sgd`. */
export interface SgdOptions {
  /** Above 0, or a schedule. */
  readonly learningRate: number | Schedule;
  /** Which share of its velocity a parameter keeps from step to step, in [0, 1); by default 0. */
  readonly momentum?: number;
  /** Move by the velocity of the step to come, not of this one; by default not. */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent with momentum: v ← μ·v + g, x ← x − η·v; with Nesterov's momentum, x ← x − η·(g + μ·v).
 *
 * Polyak 1964, "Some methods of speeding up the convergence of iteration methods" (momentum); Sutskever et al. 2013, "On
 * the importance of initialization and momentum in deep learning", §2 (Nesterov's). The learning rate stays out of the
 * velocity, as is common practice.
 *
 * @example
 * ```ts
 * const descent = optimizers.sgd({ learningRate: 0.1 });
 * const [params, gradient] = [tensor([1, 2]), tensor([10, -10])];
 * toArray(descent.update(params, gradient, descent.initialise(params)).params); // [0, 3]
 * ```
 *
 * @throws ArgumentError when an option is out of its range, or `nesterov` lacks a momentum.
 */
export function sgd(options: SgdOptions): Optimizer {
  const caller = "optimizers.sgd";
  expectOptions(caller, options, ["learningRate", "momentum", "nesterov"]);
  const { learningRate, momentum = 0, nesterov = false } = options;
  expectLearningRate(caller, learningRate);
  expectShare(caller, "momentum", momentum);
  expectBoolean(caller, "nesterov", nesterov);
  if (nesterov && momentum === 0) {
    throw new ArgumentError(caller, "momentum", "value 0", "a number above 0 with nesterov");
  }
  return optimizer(caller, {
    learningRate,
    moments: momentum === 0 ? 0 : 1,
    move(x, gradient, [velocity], rate) {
      if (velocity === undefined) descend(x, gradient, rate);
      else {
        accumulate(velocity, gradient, momentum);
        descend(x, velocity, nesterov ? rate * momentum : rate);
        if (nesterov) descend(x, gradient, rate);
      }
    },
  });
}

function descend(x: Floats, direction: Floats, rate: number): void {
  for (let i = 0; i < x.length; i++) x[i] -= rate * direction[i];
}

function accumulate(velocity: Floats, gradient: Floats, momentum: number): void {
  for (let i = 0; i < velocity.length; i++) velocity[i] = momentum * velocity[i] + gradient[i];
}
