import { describe, expect, test } from "vitest";
import { largestDifference, layers, ops, random, type Tensor, tensor, toArray } from "../../../../lib/index.ts";
import { noTensor, refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";

const { hyperNetwork, initialiseHyperNetwork, linear, sigmaPi } = layers;

describe("layers.hyperNetwork(params, x, z)", () => {
  const params = { W: sample([2, 20], 1), b: sample([20], 2) };

  test("is the linear layer whose weights another linear layer makes of z", () => {
    const [x, z] = [sample([7, 3], 3), sample([2], 4)];
    const made = toArray(ops.reshape(linear(params, z), [4, 5])) as number[][];
    const own = linear({ W: tensor(made.slice(0, 3)), b: tensor(made[3]!) }, x);
    expect(largestDifference(hyperNetwork(params, x, z), own)).toBeLessThan(1e-14);
  });

  test("makes other weights for each z of a batch", () => {
    const [x, z] = [sample([11, 7, 3], 3), sample([11, 2], 4)];
    const all = hyperNetwork(params, x, z);
    expect(all.shape).toEqual([11, 7, 5]);
    for (const i of [0, 10]) {
      const one = hyperNetwork(params, x.pick(i, null, null) as Tensor, z.pick(i, null) as Tensor);
      expect(largestDifference(all.pick(i, null, null) as Tensor, one)).toBe(0);
    }
  });

  test("without biases is sigma-pi units of all products of an input and a feature of z", () => {
    const [x, z] = [sample([3], 3), sample([2], 4)];
    const W = ops.reshape(ops.slice(ops.reshape(params.W, [2, 4, 5]), { axis: 1, from: 0, to: 3 }), [6, 5]);
    const pairs = [0, 1].flatMap((a) => [2, 3, 4].map((b) => [a, b]));
    const own = sigmaPi({ W }, ops.concatenate([z, x], { axis: 0 }), pairs);
    const noBias = ops.multiply(params.W, tensor([...Array(15).fill(1), ...Array(5).fill(0)]));
    expect(
      largestDifference(hyperNetwork({ W: noBias }, ops.reshape(x, [1, 3]), z), ops.reshape(own, [1, 5])),
    ).toBeLessThan(1e-14);
  });

  const [x, z] = [sample([7, 3]), sample([2])];
  refuses([
    ...noTensor("layers.hyperNetwork: x", (bad) => hyperNetwork(params, bad, z)),
    ...noTensor("layers.hyperNetwork: z", (bad) => hyperNetwork(params, x, bad)),
    ...noTensor("layers.hyperNetwork: W", (bad) => hyperNetwork({ W: bad }, x, z)),
    ["layers.hyperNetwork: params has value null, expected an object", () => hyperNetwork(wrong(null), x, z)],
    ['layers.hyperNetwork: params has key "V", expected only W, b', () => hyperNetwork(wrong({ V: x }), x, z)],
    [
      "layers.hyperNetwork: W has shape [5, 20], expected [d_z, width] with d_z = 2 (from z)",
      () => hyperNetwork({ W: sample([5, 20]) }, x, z),
    ],
    [
      "layers.hyperNetwork: W has shape [2, 15], expected a multiple of d_in + 1 = 4 columns",
      () => hyperNetwork({ W: sample([2, 15]) }, x, z),
    ],
    [
      "layers.hyperNetwork: b has shape [5], expected [width] with width = 20 (from W)",
      () => hyperNetwork({ ...params, b: sample([5]) }, x, z),
    ],
  ]);
});

describe("layers.initialiseHyperNetwork(random, sizes, dtype)", () => {
  test("makes weights of the size that initialiseLinear draws", () => {
    const sizes = { context: 50, input: 30, output: 20 };
    const params = initialiseHyperNetwork(random(1), sizes, "float32");
    expect([params.W.shape, params.W.dtype, params.b!.shape]).toEqual([[50, 620], "float32", [620]]);
    const spread = ({ data, size }: Tensor) => Math.sqrt(Array.from(data).reduce((sum, w) => sum + w * w, 0) / size);
    const made = linear(params, sample([100, 50], 2, "float32"));
    const drawn = layers.initialiseLinear(random(2), { input: 30, output: 20 }).W;
    expect(spread(made) / spread(drawn)).toBeGreaterThan(0.9);
    expect(spread(made) / spread(drawn)).toBeLessThan(1.1);
  });

  refuses([
    ...(["context", "input", "output"] as const).map(
      (name) =>
        [
          `layers.initialiseHyperNetwork: ${name} has value 0, expected a whole number, at least 1`,
          () => initialiseHyperNetwork(random(1), { context: 2, input: 3, output: 5, [name]: 0 }),
        ] as const,
    ),
    [
      'layers.initialiseHyperNetwork: sizes has key "hidden", expected only context, input, output',
      () => initialiseHyperNetwork(random(1), wrong({ hidden: 1 })),
    ],
  ]);
});
