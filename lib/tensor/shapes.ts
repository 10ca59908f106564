import { ArgumentError, describe } from "./argument-error.ts";
import { broadcastShapes } from "./broadcast.ts";
import { isTensor, type Tensor } from "./tensor.ts";

/** Anything with a shape and a dtype: a tensor, or a variable that traces one. */
export interface Shaped {
  readonly shape: readonly number[];
  readonly dtype: string;
}

type AxisNames<P extends string> = P extends `${infer Axis} ${infer Rest}` ? Axis | AxisNames<Rest> : P;

/** The lengths of a pattern's named axes, and the common leading axes that `…` stands for. */
export type Lengths<P extends string> = { [Axis in Exclude<AxisNames<P>, "…" | "1">]: number } & { lead: number[] };

/**
 * Bind the axes of each pattern to lengths, and check that all arguments agree.
 *
 * `shapes("attend", { q: [q, "… n d"], k: [k, "… m d"] })` returns `{ n, m, d, lead }`. A leading `…` stands for
 * any number of batch axes; those of all arguments broadcast to `lead`. An axis `1` has that length. Arguments must share
 * one dtype, and no axis may be empty.
 *
 * @throws ArgumentError that names the function, the argument, what it has, and the argument that fixed the axis first.
 */
export function shapes<const P extends string>(
  caller: string,
  args: Readonly<Record<string, readonly [value: Shaped, pattern: P]>>,
): Lengths<P> {
  const bound = new Map<string, { length: number; by: string }>();
  let lead: { shape: number[]; by: string } | undefined;
  let dtype: { is: string; by: string } | undefined;
  for (const name in args) {
    const [value, pattern] = args[name];
    expectShaped(caller, name, value);
    dtype ??= { is: value.dtype, by: name };
    expectSameDType(caller, name, value, dtype.is, dtype.by);
    const axes = pattern.split(" ");
    const batched = axes[0] === "…";
    if (batched) axes.shift();
    const has = `shape [${value.shape.join(", ")}]`;
    const expected = `[${[...(batched ? ["…"] : []), ...axes].join(", ")}]`;
    const leading = value.shape.length - axes.length;
    if (batched ? leading < 0 : leading !== 0) throw new ArgumentError(caller, name, has, expected);
    axes.forEach((axis, i) => {
      const length = value.shape[leading + i];
      if (axis === "1") {
        if (length !== 1) throw new ArgumentError(caller, name, has, expected);
        return;
      }
      const first = bound.get(axis);
      if (length === 0) throw new ArgumentError(caller, name, has, `${expected} with ${axis} above 0`);
      if (first === undefined) bound.set(axis, { length, by: name });
      else if (first.length !== length) {
        throw new ArgumentError(caller, name, has, `${expected} with ${axis} = ${first.length} (from ${first.by})`);
      }
    });
    if (batched) {
      const own = value.shape.slice(0, leading);
      if (own.includes(0)) throw new ArgumentError(caller, name, has, `${expected} with no empty axis`);
      const common = lead ? broadcastShapes(lead.shape, own) : own;
      if (common === undefined) {
        const wanted = `leading axes that broadcast with [${lead?.shape.join(", ")}] (from ${lead?.by})`;
        throw new ArgumentError(caller, name, has, wanted);
      }
      if (common.join() !== lead?.shape.join()) lead = { shape: common, by: name };
    }
  }
  const lengths: Record<string, unknown> = { lead: lead?.shape ?? [] };
  for (const [axis, { length }] of bound) lengths[axis] = length;
  return lengths as Lengths<P>;
}

/** Throw unless `value` is a tensor or a variable. */
export function expectShaped(caller: string, argument: string, value: unknown): asserts value is Shaped {
  const shaped = value as Shaped | null | undefined;
  if (!Array.isArray(shaped?.shape) || typeof shaped.dtype !== "string") {
    throw new ArgumentError(caller, argument, describe(value), "a tensor");
  }
  if (shaped.dtype !== "float64" && shaped.dtype !== "float32") {
    throw new ArgumentError(caller, argument, `dtype ${shaped.dtype}`, "float64 or float32");
  }
  // A variable holds what it stands for; tensors of other libraries have a shape and a dtype too.
  let bottom: unknown = value;
  while (!isTensor(bottom)) {
    const inner = (bottom as { readonly value?: unknown }).value;
    if (typeof inner !== "object" || inner === null)
      throw new ArgumentError(caller, argument, describe(value), "a tensor");
    bottom = inner;
  }
}

/** Throw unless `value` has the dtype `is`, which the argument `by` fixed. */
export function expectSameDType(caller: string, argument: string, value: Shaped, is: string, by: string): void {
  if (value.dtype !== is) throw new ArgumentError(caller, argument, `dtype ${value.dtype}`, `${is} (from ${by})`);
}

/** Throw unless `value` is a tensor itself: one may look into it, and not into a variable that traces one. */
export function expectTensor(caller: string, argument: string, value: unknown): asserts value is Tensor {
  expectShaped(caller, argument, value);
  if (!isTensor(value)) throw new ArgumentError(caller, argument, "a variable", "a tensor");
}
