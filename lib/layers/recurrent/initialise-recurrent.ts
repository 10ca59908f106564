import { expectInteger } from "../../tensor/argument-error.ts";
import { zeros } from "../../tensor/create.ts";
import type { Random } from "../../tensor/random.ts";
import { type DType, expectDType } from "../../tensor/tensor.ts";
import { fanInUniform } from "../fan-in-uniform.ts";
import type { RecurrentParams } from "./recurrent.ts";

/** The sizes of a recurrent layer: d_in and h. */
export interface RecurrentSizes {
  readonly input: number;
  readonly hidden: number;
}

/** Random weights of a recurrent layer with `gates` gates, uniform in ±1/√h as is common practice, and biases of 0. */
export function initialiseRecurrent(
  caller: string,
  random: Random,
  { input, hidden }: RecurrentSizes,
  gates: number,
  dtype: DType,
): RecurrentParams {
  expectInteger(caller, "input", input, 1);
  expectInteger(caller, "hidden", hidden, 1);
  expectDType(caller, dtype);
  return {
    W: fanInUniform(random, [input, gates * hidden], hidden, dtype),
    U: fanInUniform(random, [hidden, gates * hidden], hidden, dtype),
    b: zeros([gates * hidden], dtype),
  };
}
