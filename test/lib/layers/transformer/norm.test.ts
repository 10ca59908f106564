import { describe, expect, test } from "vitest";
import {
  checkGradient,
  grad,
  layers,
  ops,
  type Tensor,
  tensor,
  toArray,
  type Value,
  type Variable,
} from "../../../../lib/index.ts";
import { meanOf } from "../../naive.ts";
import { noTensor, refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";

const { layerNorm, rmsNorm, initialiseNorm } = layers;
const [gain, bias, x] = [sample([5], 1), sample([5], 2), sample([2, 3, 5], 3)];
const spoilt = tensor([
  [1, 2, Number.NaN, 3, 4],
  [1, 2, 3, 4, 7],
  [1, Number.POSITIVE_INFINITY, 2, 3, 4],
]);

type NormOf = <T extends Value = Tensor>(gain: T | Tensor, x: T | Tensor, options?: layers.NormOptions) => T;

const norms: readonly [name: string, norm: NormOf][] = [
  ["layerNorm", (gain, x, options) => layerNorm({ gain }, x, options)],
  ["rmsNorm", (gain, x, options) => rmsNorm({ gain }, x, options)],
];

describe.each(norms)("layers.%s(params, x)", (name, norm) => {
  test("does not mind the scale of a row, but for epsilon", () => {
    const [small, large] = [norm(gain, x, { epsilon: 1e-12 }), norm(gain, ops.multiply(x, 1000), { epsilon: 1e-6 })];
    expect(Math.max(...small.data.map((z, i) => Math.abs(z - large.data[i]!)))).toBeLessThan(1e-12);
  });

  test("gives zeros, before the bias, for a row of zeros, and a finite gradient", () => {
    const zero = tensor([[0, 0, 0, 0, 0]]);
    expect(norm(gain, zero).data.every((z) => z === 0)).toBe(true);
    const gradient = grad((z: Variable) => ops.sum(ops.square(norm<Variable>(gain, z))))(zero);
    expect(gradient.data.every(Number.isFinite)).toBe(true);
  });

  test("keeps NaN and ∞ to their own row, and their gradient too, if nothing asks for theirs", () => {
    const rows = toArray(norm(gain, spoilt)) as number[][];
    expect(rows[1]).toEqual(toArray(norm(gain, spoilt.pick(1) as Tensor)));
    expect(rows[0]!.every(Number.isNaN)).toBe(true);
    const middle = (y: Variable): Variable => ops.sum(ops.slice(ops.square(y), { axis: 0, from: 1, to: 2 }));
    const gradient = grad(({ gain, x }: { gain: Variable; x: Variable }) => middle(norm(gain, x)));
    const { gain: toGain, x: toX } = gradient({ gain, x: spoilt });
    const alone = gradient({
      gain,
      x: tensor([
        [0, 0, 0, 0, 0],
        [1, 2, 3, 4, 7],
        [0, 0, 0, 0, 0],
      ]),
    });
    expect([toArray(toGain), toArray(toX)]).toEqual([toArray(alone.gain), toArray(alone.x)]);
    expect((toArray(toX) as number[][])[0]).toEqual([0, 0, 0, 0, 0]);
  });

  refuses([
    ...noTensor(`layers.${name}: x`, (z) => norm(gain, z)),
    ...noTensor(`layers.${name}: gain`, (z) => norm(z, x)),
    [`layers.${name}: x has shape [], expected […, d]`, () => norm(gain, tensor(1))],
    [`layers.${name}: gain has shape [1, 5], expected [d]`, () => norm(sample([1, 5]), x)],
    [`layers.${name}: gain has shape [3], expected [d] with d = 5 (from x)`, () => norm(sample([3]), x)],
    [`layers.${name}: gain has dtype float32, expected float64 (from x)`, () => norm(sample([5], 1, "float32"), x)],
    [`layers.${name}: epsilon has value 0, expected a finite number above 0`, () => norm(gain, x, { epsilon: 0 })],
    [`layers.${name}: options has key "eps", expected only epsilon`, () => norm(gain, x, wrong({ eps: 1 }))],
  ]);
});

test("layers.layerNorm(params, x) has rows of mean bias and of variance gain², with a gain and a bias for each feature", () => {
  const normal = layerNorm({ gain: tensor([1, 1, 1, 1, 1]) }, x, { epsilon: 1e-12 });
  for (const row of (toArray(normal) as number[][][]).flat()) {
    expect(meanOf(row)).toBeCloseTo(0, 14);
    expect(meanOf(row.map((z) => z * z))).toBeCloseTo(1, 10);
  }
  const moved = layerNorm({ gain, bias }, x, { epsilon: 1e-12 });
  moved.data.forEach((z, i) => {
    expect(z).toBeCloseTo(normal.data[i]! * gain.get(i % 5) + bias.get(i % 5), 14);
  });
});

test("layers.layerNorm(params, x) does not mind what is added to a row; layers.rmsNorm does", () => {
  const far = ops.add(x, 100);
  const difference = (a: Tensor, b: Tensor) => Math.max(...a.data.map((z, i) => Math.abs(z - b.data[i]!)));
  expect(difference(layerNorm({ gain }, x), layerNorm({ gain }, far))).toBeLessThan(1e-11);
  expect(difference(rmsNorm({ gain }, x), rmsNorm({ gain }, far))).toBeGreaterThan(1);
});

test("layers.rmsNorm(params, x) is layers.layerNorm of rows of mean 0, and has rows of mean square gain²", () => {
  const centred = ops.subtract(x, ops.mean(x, { axis: -1, keepDims: true }));
  const [rms, full] = [rmsNorm({ gain }, centred), layerNorm({ gain }, centred)];
  expect(Math.max(...rms.data.map((z, i) => Math.abs(z - full.data[i]!)))).toBeLessThan(1e-14);
  for (const row of (
    toArray(rmsNorm({ gain: tensor([2, 2, 2, 2, 2]) }, x, { epsilon: 1e-12 })) as number[][][]
  ).flat()) {
    expect(meanOf(row.map((z) => z * z))).toBeCloseTo(4, 9);
  }
});

test("layers.layerNorm(params, x) has the gradient of central differences where a feature stands alone", () => {
  const narrow = (z: Variable) => ops.sum(ops.square(layerNorm({ gain: tensor([2]), bias: tensor([3]) }, z)));
  expect(checkGradient(narrow, sample([3, 1]))).toBeLessThan(1e-8);
});

describe("layers.initialiseNorm(sizes, dtype)", () => {
  test("gives gains of 1, biases of 0 unless none are wanted, and the dtype asked for", () => {
    expect(Object.entries(initialiseNorm({ d: 3 })).map(([name, t]) => [name, toArray(t)])).toEqual([
      ["gain", [1, 1, 1]],
      ["bias", [0, 0, 0]],
    ]);
    const params = initialiseNorm({ d: 3, bias: false }, "float32");
    expect([Object.keys(params), params.gain.dtype]).toEqual([["gain"], "float32"]);
  });

  refuses([
    ["layers.initialiseNorm: d has value 0, expected a whole number, at least 1", () => initialiseNorm({ d: 0 })],
    ["layers.initialiseNorm: bias has value 1, expected true or false", () => initialiseNorm({ d: 2, bias: wrong(1) })],
    [
      'layers.initialiseNorm: sizes has key "features", expected only d, bias',
      () => initialiseNorm(wrong({ features: 2 })),
    ],
    [
      'layers.initialiseNorm: dtype has value "half", expected "float64" or "float32"',
      () => initialiseNorm({ d: 2 }, wrong("half")),
    ],
  ]);
});

refuses([
  [
    'layers.rmsNorm: params has key "bias", expected only gain',
    () => rmsNorm({ gain, bias } as layers.RmsNormParams, x),
  ],
  ['layers.layerNorm: params has key "scale", expected only gain, bias', () => layerNorm(wrong({ scale: gain }), x)],
  [
    "layers.layerNorm: bias has shape [3], expected [d] with d = 5 (from x)",
    () => layerNorm({ gain, bias: sample([3]) }, x),
  ],
]);
