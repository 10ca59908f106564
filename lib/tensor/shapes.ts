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
  const bound: Bound[] = [];
  let lead: Lead | undefined;
  let first: { dtype: string; by: string } | undefined;
  for (const name in args) {
    const [value, text] = args[name];
    expectShaped(caller, name, value);
    first ??= { dtype: value.dtype, by: name };
    expectSameDType(caller, name, value, first.dtype, first.by);
    const pattern = parse(text);
    const argument = { caller, name, shape: value.shape };
    const leading = value.shape.length - pattern.axes.length;
    if (pattern.batched ? leading < 0 : leading !== 0) refuse(argument, pattern.expected);
    bind(bound, argument, pattern);
    if (leading > 0) lead = joinLead(lead, argument, pattern, value.shape.slice(0, leading));
  }
  const lengths: Record<string, unknown> = { lead: lead ? [...lead.shape] : [] };
  for (const { axis, length } of bound) lengths[axis] = length;
  return lengths as Lengths<P>;
}

/** An axis, its length, and the argument that fixed it. */
interface Bound {
  readonly axis: string;
  readonly length: number;
  readonly by: string;
}

/** Leading axes, and the last argument that changed them. */
interface Lead {
  readonly shape: readonly number[];
  readonly by: string;
}

interface Argument {
  readonly caller: string;
  readonly name: string;
  readonly shape: readonly number[];
}

function refuse({ caller, name, shape }: Argument, expected: string): never {
  throw new ArgumentError(caller, name, `shape [${shape.join(", ")}]`, expected);
}

interface Pattern {
  readonly axes: readonly string[];
  readonly batched: boolean;
  /** As messages write it. */
  readonly expected: string;
}

// Patterns are literals of the sources: there are few, and each is read once.
const patterns = new Map<string, Pattern>();

function parse(text: string): Pattern {
  const known = patterns.get(text);
  if (known !== undefined) return known;
  const axes = text.split(" ");
  const expected = `[${axes.join(", ")}]`;
  const batched = axes[0] === "…";
  const pattern = { axes: batched ? axes.slice(1) : axes, batched, expected };
  patterns.set(text, pattern);
  return pattern;
}

function bind(bound: Bound[], argument: Argument, { axes, expected }: Pattern): void {
  const { name: by, shape } = argument;
  const leading = shape.length - axes.length;
  for (let i = 0; i < axes.length; i++) {
    const axis = axes[i];
    const length = shape[leading + i];
    if (axis === "1") {
      if (length !== 1) refuse(argument, expected);
      continue;
    }
    if (length === 0) refuse(argument, `${expected} with ${axis} above 0`);
    const first = bound.find((other) => other.axis === axis);
    if (first === undefined) bound.push({ axis, length, by });
    else if (first.length !== length) refuse(argument, `${expected} with ${axis} = ${first.length} (from ${first.by})`);
  }
}

function joinLead(lead: Lead | undefined, argument: Argument, { expected }: Pattern, own: readonly number[]): Lead {
  if (own.includes(0)) refuse(argument, `${expected} with no empty axis`);
  if (lead === undefined) return { shape: own, by: argument.name };
  const shape = broadcastShapes(lead.shape, own);
  if (shape === undefined)
    return refuse(argument, `leading axes that broadcast with [${lead.shape.join(", ")}] (from ${lead.by})`);
  return shape.join() === lead.shape.join() ? lead : { shape, by: argument.name };
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
