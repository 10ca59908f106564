import ndarray, { type NdArray } from "ndarray";
import { ArgumentError } from "./argument-error.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The shape that two shapes broadcast to (NumPy's rule): axes are matched from the last, and an axis of
 * length 1, or a missing one, stretches. `undefined` when they do not fit.
 */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] | undefined {
  const axes = Math.max(a.length, b.length);
  const shape = new Array<number>(axes);
  for (let i = 1; i <= axes; i++) {
    const x = i > a.length ? 1 : a[a.length - i];
    const y = i > b.length ? 1 : b[b.length - i];
    if (x !== y && x !== 1 && y !== 1) return undefined;
    shape[axes - i] = x === 1 ? y : x;
  }
  return shape;
}

/** Throw unless a tensor of shape `has` broadcasts to `shape`. */
export function expectBroadcasts(
  caller: string,
  argument: string,
  has: readonly number[],
  shape: readonly number[],
): void {
  if (broadcastShapes(has, shape)?.join() !== shape.join()) {
    const wanted = `one that broadcasts to [${shape.join(", ")}]`;
    throw new ArgumentError(caller, argument, `shape [${has.join(", ")}]`, wanted);
  }
}

/**
 * A view of `t` with the given shape: stretched axes get stride 0, and nothing is copied.
 *
 * @throws ArgumentError when the shape of `t` does not broadcast to `shape`.
 */
export function broadcastView<D extends Float64Array | Float32Array | Uint8Array>(
  caller: string,
  argument: string,
  t: NdArray<D>,
  shape: readonly number[],
): NdArray<D> {
  expectBroadcasts(caller, argument, t.shape, shape);
  const missing = shape.length - t.shape.length;
  const stride = shape.map((_, axis) =>
    axis < missing || t.shape[axis - missing] === 1 ? 0 : t.stride[axis - missing],
  );
  return ndarray(t.data, shape as number[], stride, t.offset);
}

/** `broadcastView` of a floating-point tensor of either dtype. */
export function broadcastTensor(caller: string, argument: string, t: Tensor, shape: readonly number[]): Tensor {
  return broadcastView(caller, argument, t as NdArray<Float64Array>, shape) as Tensor;
}
