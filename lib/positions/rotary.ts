import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import {
  ArgumentError,
  describe,
  expectArray,
  expectInteger,
  expectOptions,
  expectPositive,
} from "../tensor/argument-error.ts";
import { elements } from "../tensor/elements.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { wrap } from "../tensor/tensor.ts";

/** Which components turn together, and how far. */
export interface RotaryOptions {
  /** The position of each of the n rows; by default 0, 1, 2, … */
  readonly positions?: readonly number[];
  /** θᵢ = base^(−2i/r) for pair i of the r rotated components; by default 10000. */
  readonly base?: number;
  /** Pairs are neighbours (2i, 2i + 1), or the halves (i, i + r/2). By default neighbours, as in the paper. */
  readonly pairs?: "neighbours" | "halves";
  /** How many components r are rotated, from the first on; by default all d. */
  readonly dimension?: number;
}

interface Rotation {
  readonly positions: readonly number[];
  readonly base: number;
  readonly halves: boolean;
  readonly rotated: number;
  readonly direction: 1 | -1;
}

// The transpose of a rotation turns the other way.
const apply = operation<Rotation>({
  forward([x], rotation) {
    const out = elements(x).slice();
    const d = x.shape[x.shape.length - 1];
    const { positions, halves, rotated } = rotation;
    const turns = turnsOf(rotation);
    for (let row = 0; row < out.length / d; row++) {
      let turn = (row % positions.length) * rotated;
      for (let pair = 0; pair < rotated / 2; pair++) {
        const [cos, sin] = [turns[turn++], turns[turn++]];
        const a = row * d + (halves ? pair : 2 * pair);
        const b = a + (halves ? rotated / 2 : 1);
        const [u, v] = [out[a], out[b]];
        out[a] = u * cos - v * sin;
        out[b] = u * sin + v * cos;
      }
    }
    return wrap(out, [...x.shape]);
  },
  backward: (cotangent, _, __, ___, rotation): Value =>
    apply([cotangent], { ...rotation, direction: rotation.direction === 1 ? -1 : 1 }),
});

/** cos and sin side by side for each position and pair: the rows of all heads and batch entries share them. */
function turnsOf({ positions, base, rotated, direction }: Rotation): Float64Array {
  const turns = new Float64Array(positions.length * rotated);
  positions.forEach((position, row) => {
    for (let pair = 0; pair < rotated / 2; pair++) {
      const angle = direction * position * base ** ((-2 * pair) / rotated);
      turns[row * rotated + 2 * pair] = Math.cos(angle);
      turns[row * rotated + 2 * pair + 1] = Math.sin(angle);
    }
  });
  return turns;
}

/**
 * Rotary position embedding: pair i of the components of the row at position p is turned by the angle p·θᵢ. Applied to
 * queries and keys, so that their dot product depends on their positions only through the difference.
 *
 * Su et al. 2021, "RoFormer", §3.2.2, Eq. 15 (neighbours); GPT-NeoX and Llama pair the halves.
 *
 * @example
 * ```ts
 * toArray(positions.rotary(tensor([[Math.SQRT2, 0]]), { positions: [Math.PI / 4] })); // [[1, 1]]
 * ```
 *
 * @param x […, n, d]
 * @returns […, n, d]
 * @throws ArgumentError when d or `dimension` is odd, there is not one position for each row, or `base` is not above 0.
 */
export function rotary(x: Tensor, options?: RotaryOptions): Tensor;
export function rotary<T extends Value>(x: T | Tensor, options?: RotaryOptions): T;
export function rotary(x: Value, options: RotaryOptions = {}): Value {
  const caller = "positions.rotary";
  const { n, d } = shapes(caller, { x: [x, "… n d"] });
  expectOptions(caller, options, rotaryNames);
  expectRotary(caller, "", options, { n, d, from: "x" });
  const { positions = Array.from({ length: n }, (_, i) => i), base = 10000, pairs, dimension = d } = options;
  return apply([x], { positions, base, halves: pairs === "halves", rotated: dimension, direction: 1 });
}

export const rotaryNames: readonly string[] = ["positions", "base", "pairs", "dimension"];

/** Throw unless the options fit n rows of d components, of the argument `from`; their names stand after `prefix`. */
export function expectRotary(
  caller: string,
  prefix: string,
  options: RotaryOptions,
  { n, d, from }: { readonly n: number; readonly d: number; readonly from: string },
): void {
  const { positions, base = 10000, pairs = "neighbours", dimension = d } = options;
  const refuse = (name: string, has: string, expected: string): never => {
    throw new ArgumentError(caller, `${prefix}${name}`, has, expected);
  };
  expectPositive(caller, `${prefix}base`, base);
  if (pairs !== "neighbours" && pairs !== "halves") refuse("pairs", describe(pairs), '"neighbours" or "halves"');
  expectInteger(caller, `${prefix}dimension`, dimension, 0);
  if (dimension % 2 !== 0 || dimension > d) {
    refuse("dimension", `value ${dimension}`, `an even number, at most d = ${d}`);
  }
  if (positions === undefined) return;
  expectArray(caller, `${prefix}positions`, positions);
  if (positions.length !== n) refuse("positions", `length ${positions.length}`, `n = ${n} (from ${from})`);
  positions.forEach((position, i) => {
    if (!Number.isFinite(position)) refuse(`positions[${i}]`, describe(position), "a finite number");
  });
}
