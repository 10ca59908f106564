import type { Value } from "../../autodiff/variable.ts";
import { multiply, reshape } from "../../ops/index.ts";
import { ArgumentError, expectInteger } from "../../tensor/argument-error.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/** C channels, and the factor r by which the hidden layer has fewer. */
export interface ReducedChannels {
  readonly channels: number;
  /** r: it divides the channels. */
  readonly reduction: number;
}

/** The images with their channels scaled, and by how much. */
export interface GatedChannels<T extends Value = Tensor> {
  /** […, C, H, W] */
  readonly output: T;
  /** […, C] */
  readonly gates: T;
}

/** The size of the hidden layer; throws unless the reduction divides the channels. */
export function hiddenChannels(caller: string, { channels, reduction }: ReducedChannels): number {
  expectInteger(caller, "channels", channels, 1);
  expectInteger(caller, "reduction", reduction, 1);
  if (channels % reduction !== 0) {
    throw new ArgumentError(caller, "reduction", `value ${reduction}`, `a divisor of channels = ${channels}`);
  }
  return channels / reduction;
}

/** The images x […, C, H, W] with each channel scaled by its gate, […, C]. */
export function gateChannels(x: Value, gates: Value): GatedChannels<Value> {
  return { output: multiply<Value>(x, reshape<Value>(gates, [...gates.shape, 1, 1])), gates };
}
