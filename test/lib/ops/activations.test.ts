import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grad, ops, tensor, toArray } from "../../../lib/index.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

/** Φ(x) by the Taylor series of erf for small x, and by the continued fraction of erfc for large x. */
function normalDistribution(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  if (z < 2.5) {
    // erf z = 2/√π · e^(−z²) Σ 2ⁿz²ⁿ⁺¹/(2n+1)!!: all terms have one sign.
    let [term, sum] = [z, 0];
    for (let n = 0; n < 100; n++) {
      sum += term;
      term *= (2 * z * z) / (2 * n + 3);
    }
    const half = (Math.exp(-z * z) * sum) / Math.sqrt(Math.PI);
    return x > 0 ? 0.5 + half : 0.5 - half;
  }
  let fraction = z;
  for (let n = 200; n > 0; n--) fraction = z + n / 2 / fraction;
  const tail = Math.exp(-z * z) / fraction / Math.sqrt(Math.PI) / 2;
  return x > 0 ? 1 - tail : tail;
}

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const inner = (x: number): number => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
const innerSlope = (x: number): number => Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x ** 2);

const activations = [
  [
    "gelu(x)",
    ops.gelu,
    (x: number) => x * normalDistribution(x),
    (x: number) => normalDistribution(x) + x * density(x),
  ],
  [
    'gelu(x, { approximate: "tanh" })',
    (x: never) => ops.gelu(x, { approximate: "tanh" }),
    (x: number) => (x / 2) * (1 + Math.tanh(inner(x))),
    (x: number) => (1 + Math.tanh(inner(x))) / 2 + ((x / 2) * innerSlope(x)) / Math.cosh(inner(x)) ** 2,
  ],
  ["silu(x)", ops.silu, (x: number) => x * logistic(x), (x: number) => logistic(x) * (1 + x * logistic(-x))],
] as const;

describe.each(activations)("ops.%s", (_, activation, value, slope) => {
  const f = activation as typeof ops.silu;

  test("is the function, with its derivative, at every number", () => {
    fc.assert(
      fc.property(fc.double({ min: -12, max: 12, noNaN: true }), (x) => {
        const bound = 1e-15 * Math.max(1, Math.abs(x));
        expect(Math.abs((toArray(f(tensor(x))) as number) - value(x))).toBeLessThanOrEqual(bound);
        expect(Math.abs((toArray(grad((y) => f(y))(tensor(x))) as number) - slope(x))).toBeLessThanOrEqual(2 * bound);
      }),
      { numRuns: 1000 },
    );
  });

  test("is 0 far below 0 and x far above, with slopes 0 and 1", () => {
    const far = tensor([-infinity, -1e308, -1000, 1000, 1e308, infinity]);
    expect((toArray(f(far)) as number[]).map((x) => x + 0)).toEqual([0, 0, 0, 1000, 1e308, infinity]);
    expect(toArray(grad((x) => ops.sum(f(ops.add(x, far))))(tensor([0, 0, 0, 0, 0, 0])))).toEqual([0, 0, 0, 1, 1, 1]);
  });

  test("turns NaN into NaN", () => {
    expect(toArray(f(tensor([nan, 0])))).toEqual([nan, 0]);
    expect(toArray(grad((x) => ops.sum(f(x)))(tensor([nan, 0])))).toEqual([nan, 0.5]);
  });
});

test("ops.gelu(x) keeps its digits where Φ is tiny", () => {
  for (const x of [-5, -9, -20, -37]) {
    const exact = x * normalDistribution(x);
    // Rounding x by a share ε changes e^(−x²/2) by a share of x²ε.
    const bound = Number.EPSILON * (10 + x * x) * Math.abs(exact);
    expect(Math.abs((toArray(ops.gelu(tensor(x))) as number) - exact)).toBeLessThan(bound);
  }
});
