import ndarray, { type NdArray } from "ndarray";
import { isMask, type Mask } from "../../masks/mask.ts";
import { ArgumentError, describe } from "../../tensor/argument-error.ts";
import { broadcastView } from "../../tensor/broadcast.ts";
import { placeOf } from "../../tensor/place.ts";
import { sizeOf } from "../../tensor/tensor.ts";

/** Which sequences have a real token at one step: all of them, none, or those where the condition [B, 1] is 1. */
export type RealTokens = "all" | "none" | NdArray<Uint8Array>;

/**
 * Step by step, which of the sequences (`lead` axes of them, n tokens each) have a real token there, by a mask that is
 * the same for every query, such as `masks.padding(lengths)`, or a tensor of 0 and 1 that broadcasts to […, n].
 *
 * @throws ArgumentError when the mask depends on the query, or does not fit.
 */
export function realTokens(
  caller: string,
  mask: Mask | NdArray<Uint8Array> | undefined,
  lead: readonly number[],
  n: number,
): RealTokens[] {
  if (mask === undefined) return new Array<RealTokens>(n).fill("all");
  const isReal = isMask(mask) ? byMask(caller, mask, lead, n) : byTensor(caller, mask, [...lead, n]);
  const size = sizeOf(lead);
  return Array.from({ length: n }, (_, t) => {
    const real = Uint8Array.from({ length: size }, (_, batch) => Number(isReal(batch, t)));
    const count = real.reduce((sum, one) => sum + one, 0);
    return count === size ? "all" : count === 0 ? "none" : ndarray(real, [size, 1]);
  });
}

type IsReal = (batch: number, t: number) => boolean;

function byMask(caller: string, mask: Mask, lead: readonly number[], n: number): IsReal {
  return (batch, t) => {
    const place = placeOf(batch, lead);
    const [first, last] = [mask.allows(0, t, place), mask.allows(n - 1, t, place)];
    if (first !== last) {
      throw new ArgumentError(caller, "mask", `rows that differ at token ${t}`, "one that is the same for every query");
    }
    return first;
  };
}

function byTensor(caller: string, mask: NdArray<Uint8Array>, shape: readonly number[]): IsReal {
  if (!((mask as NdArray<Uint8Array> | null)?.data instanceof Uint8Array)) {
    throw new ArgumentError(caller, "mask", describe(mask), "a Mask or an ndarray of Uint8Array");
  }
  const real = broadcastView(caller, "mask", mask, shape);
  const n = shape[shape.length - 1];
  return (batch, t) => real.get(...placeOf(batch * n + t, shape)) !== 0;
}
