import fc from "fast-check";
import type { NdArray } from "ndarray";
import { afterEach, describe, expect, test } from "vitest";
import {
  backend,
  grad,
  largestDifference,
  type Mask,
  masks,
  ops,
  type ScaledDotProductOptions,
  scaledDotProductAttention,
  setBackend,
  setThreads,
  type Tensor,
  tensor,
  toArray,
  type Variable,
  vjp,
} from "../../../lib/index.ts";
import { useBuild } from "../../../lib/wasm/backend.ts";
import type { BuildName } from "../../../lib/wasm/module.ts";
import { layouts } from "../layouts.ts";
import { sample } from "../samples.ts";

const builds: readonly BuildName[] = ["relaxed6x8", "relaxed4x8", "simd4x8"];
const fastest = backend();
afterEach(() => {
  setBackend(fastest);
  setThreads(1);
});

type Inputs = { q: Tensor; k: Tensor; v: Tensor; bias?: Tensor };
type Options = Omit<ScaledDotProductOptions, "bias">;

/** Value and gradients, for one random cotangent. */
function both({ bias, ...others }: Inputs, options: Options): Inputs & { out: Tensor } {
  const inputs = bias === undefined ? others : { ...others, bias };
  const call = (p: Readonly<Record<string, Variable>>) =>
    scaledDotProductAttention(p.q!, p.k!, p.v!, p.bias ? { ...options, bias: p.bias } : options);
  const { value, pullback } = vjp(call, inputs as Record<string, Tensor>);
  return { out: value, ...(pullback(sample(value.shape, 9, "float32")) as Inputs) };
}

/** The same in plain TypeScript, which computes in double precision and rounds at the end. */
function plainly(inputs: Inputs, options: Options): ReturnType<typeof both> {
  setBackend("plain");
  return both(inputs, options);
}

const sizeOfLargest = (t: Tensor): number => (t.data as Float32Array).reduce((max, x) => Math.max(max, Math.abs(x)), 0);

/** Each build's value and gradients are the plain ones, within `bound` of the largest number of each. */
function expectAgreement(inputs: Inputs, options: Options, bound = 1e-5): void {
  const expected = plainly(inputs, options);
  for (const build of builds) {
    useBuild(build);
    const found = both(inputs, options);
    for (const name of Object.keys(expected) as (keyof typeof expected)[]) {
      const off = largestDifference(found[name]!, expected[name]!) / Math.max(1, sizeOfLargest(expected[name]!));
      // Gradients are sums of hundreds of terms which cancel, and round ten times as much.
      const within = name === "out" ? bound : 10 * bound;
      expect([build, name, off < within ? "agrees" : off]).toEqual([build, name, "agrees"]);
    }
  }
}

const length = fc.integer({ min: 1, max: 210 });
const width = fc.integer({ min: 1, max: 41 });
const seed = fc.nat(1000);

describe("scaledDotProductAttention(q, k, v) in float32 is the same by every build and in plain TypeScript", () => {
  const problem = fc.record({ n: length, m: length, d: width, dv: width, seed });
  const leads = fc.constantFrom<[number[], number[], number[]]>([[], [], []], [[3], [3], [3]], [[2, 3], [2, 1], [3]]);

  test("for any lengths and widths, with heads that share keys", () => {
    fc.assert(
      fc.property(problem, leads, ({ n, m, d, dv, seed }, [a, b, c]) => {
        const q = sample([...a, n, d], seed, "float32");
        const [k, v] = [sample([...b, m, d], seed + 1, "float32"), sample([...c, m, dv], seed + 2, "float32")];
        expectAgreement({ q, k, v }, {});
      }),
      { numRuns: 30 },
    );
  });

  const maskOf: Readonly<Record<string, (n: number, m: number, by: number) => Mask | NdArray<Uint8Array>>> = {
    causal: (_n, _m, by) => masks.causal({ offset: by - 40 }),
    window: (_n, _m, by) => masks.slidingWindow(by, 60),
    "causal window": (n, m, by) => masks.and(masks.causal({ offset: m - n }), masks.slidingWindow(by, 3)),
    "prefix or causal": (_n, _m, by) => masks.or(masks.prefix(by), masks.causal()),
    padding: (_n, _m, by) => masks.padding([by, 0]),
    documents: (n, m) =>
      masks.and(masks.causal(), masks.documents(Array.from({ length: Math.max(n, m) }, (_, i) => (i % 7) >> 1))),
    "not causal": () => masks.not(masks.causal()),
    "a tensor": (n, m, by) => masks.toTensor({ allows: (i, j) => (i * 7 + j * 3 + by) % 5 !== 0 }, n, m, [2, 1]),
    "a tensor of padding": (_n, m, by) => masks.toTensor(masks.padding([by, 1]), 1, m, [2, 1]),
  };

  test.each(Object.keys(maskOf))("with the mask %s", (kind) => {
    fc.assert(
      fc.property(problem, fc.integer({ min: 1, max: 120 }), ({ n, m, d, dv, seed }, by) => {
        const q = sample([2, 2, n, d], seed, "float32");
        const [k, v] = [sample([2, 1, m, d], seed + 1, "float32"), sample([2, 1, m, dv], seed + 2, "float32")];
        expectAgreement({ q, k, v }, { mask: maskOf[kind]!(n, m, by) });
      }),
      { numRuns: 6 },
    );
  });

  test("with bias, softcap, scale and mask together", () => {
    const biases = fc.constantFrom<((n: number, m: number) => number[])[]>(
      [(n, m) => [2, 3, n, m]],
      [(n, m) => [3, n, m]],
      [(_, m) => [2, 1, 1, m]],
      [(n) => [n, 1]],
      [() => []],
    );
    const options = fc.record(
      {
        softcap: fc.constantFrom(0.7, 5, 100),
        scale: fc.constantFrom(0.05, 0.9),
        mask: fc.constantFrom(masks.causal({ offset: 5 }), masks.slidingWindow(11, 30), masks.not(masks.causal())),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(problem, biases, options, ({ n, m, d, dv, seed }, [shape], chosen) => {
        const q = sample([2, 3, n, d], seed, "float32");
        const [k, v] = [sample([3, m, d], seed + 1, "float32"), sample([2, 1, m, dv], seed + 2, "float32")];
        expectAgreement({ q, k, v, bias: sample(shape!(n, m), seed + 3, "float32") }, chosen);
      }),
      { numRuns: 30 },
    );
  });

  test("for any view of the same numbers", () => {
    const [q, k, v] = [
      sample([2, 67, 11], 1, "float32"),
      sample([2, 101, 11], 2, "float32"),
      sample([2, 101, 5], 3, "float32"),
    ];
    for (const build of builds) {
      useBuild(build);
      const dense = scaledDotProductAttention(q, k, v);
      for (const [, view] of layouts(q))
        expect(largestDifference(scaledDotProductAttention(view, k, v), dense)).toBe(0);
      for (const [, view] of layouts(k))
        expect(largestDifference(scaledDotProductAttention(q, view, v), dense)).toBe(0);
    }
  });

  test("with scores so far apart that weights vanish, and of which none is denormal", () => {
    const [q, k, v] = [sample([40, 7], 1, "float32"), sample([150, 7], 2, "float32"), sample([150, 3], 3, "float32")];
    expectAgreement({ q, k, v }, { scale: 30 }, 3e-5);
  });

  test("with dropout, which stays in plain TypeScript", () => {
    const [q, k, v] = [sample([40, 7], 1, "float32"), sample([150, 7], 2, "float32"), sample([150, 3], 3, "float32")];
    const options = { dropout: { rate: 0.3, seed: 5 } };
    const expected = plainly({ q, k, v }, options);
    useBuild("simd4x8");
    expect(both({ q, k, v }, options)).toEqual(expected);
  });

  test("also beyond the range of float32, where plain TypeScript steps in", () => {
    const large = (t: Tensor): Tensor =>
      tensor(
        Float32Array.from(t.data, (x) => x * 1e25),
        t.shape,
      );
    const [q, k] = [large(sample([40, 7], 1, "float32")), large(sample([150, 7], 2, "float32"))];
    expectAgreement({ q, k, v: sample([150, 3], 3, "float32") }, {}, 1e-6);
  });
});

describe("scaledDotProductAttention of NaN and ∞", () => {
  const [q, k, v] = [sample([20, 5], 1, "float32"), sample([110, 5], 2, "float32"), sample([110, 3], 3, "float32")];
  const dirty = (t: Tensor, row: number, with_: number): Tensor => {
    const data = Float32Array.from(t.data);
    data[row * t.shape[1]!] = with_;
    return tensor(data, t.shape);
  };
  const mask = masks.causal({ offset: 50 });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("a masked %d has no influence on value or gradient", (stranger) => {
    for (const build of builds) {
      const clean = plainly({ q, k, v }, { mask });
      useBuild(build);
      const found = both({ q, k: dirty(k, 90, stranger), v: dirty(v, 80, stranger) }, { mask });
      expect(largestDifference(found.out, clean.out)).toBeLessThan(1e-6);
      for (const name of ["q", "k", "v"] as const)
        expect([name, largestDifference(found[name], clean[name]) < 1e-5]).toEqual([name, true]);
    }
  });

  test("a NaN of q makes its own row NaN, and no other", () => {
    for (const build of builds) {
      useBuild(build);
      const rows = toArray(scaledDotProductAttention(dirty(q, 7, Number.NaN), k, v)) as number[][];
      expect(rows.map((row, i) => row.every(Number.isNaN) === (i === 7))).not.toContain(false);
    }
  });

  test("also a NaN whose lower bits, taken for an exponent, would make it a number", () => {
    const strange = dirty(q, 7, 0);
    new Uint32Array((strange.data as Float32Array).buffer)[7 * 5] = 0x7fc00181;
    for (const build of builds) {
      useBuild(build);
      const rows = toArray(scaledDotProductAttention(strange, k, v)) as number[][];
      expect(rows.map((row, i) => row.every(Number.isNaN) === (i === 7))).not.toContain(false);
    }
  });

  test("a fully masked row is zero, with gradient zero", () => {
    for (const build of builds) {
      useBuild(build);
      const { out, q: gradient } = both({ q, k, v }, { mask: masks.causal({ offset: -3 }) });
      for (const found of [out, gradient])
        expect(
          (toArray(found) as number[][])
            .slice(0, 3)
            .flat()
            .map(Math.abs)
            .every((x) => x === 0),
        ).toBe(true);
    }
  });
});

test("the second derivative is that of the composition", () => {
  const [q, k, v] = [sample([20, 5], 1, "float32"), sample([110, 5], 2, "float32"), sample([110, 3], 3, "float32")];
  const norm = (x: Variable): Variable =>
    ops.sum(ops.square(grad((y: Variable) => ops.sum(ops.square(scaledDotProductAttention(y, k, v))))(x)));
  setBackend("plain");
  const expected = grad(norm)(q);
  for (const build of builds) {
    useBuild(build);
    expect(largestDifference(grad(norm)(q), expected)).toBeLessThan(1e-5);
  }
});

describe("threads", () => {
  test("give the same numbers, bit for bit", async () => {
    const q = sample([3, 2, 130, 11], 1, "float32");
    const [k, v] = [sample([2, 300, 11], 2, "float32"), sample([2, 300, 7], 3, "float32")];
    const options = { mask: masks.causal({ offset: 100 }) };
    useBuild("simd4x8");
    const alone = both({ q, k, v }, options);
    setThreads(3);
    for (let i = 0; i < 20; i++) {
      expect(both({ q, k, v }, options)).toEqual(alone);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
});
