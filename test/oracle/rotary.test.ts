import fc from "fast-check";
import ndarray from "ndarray";
import { test } from "vitest";
import { positions, random, type Tensor, tensor } from "../../lib/index.ts";
import { dense, expectAgreement, forAll, length, normal, seed } from "./agreement.ts";
import { onnx } from "./onnx.ts";

const highest = 40;

const cases = fc
  .record({
    batch: fc.constantFrom(1, 2, 3),
    heads: fc.constantFrom(1, 2, 3),
    n: length,
    half: length,
    rotatedHalf: length,
    partial: fc.boolean(),
    packed: fc.boolean(),
    pairs: fc.constantFrom("neighbours" as const, "halves" as const),
    base: fc.constantFrom(10000, 500, 1.5),
    explicit: fc.boolean(),
    seed,
  })
  // The operator takes a part of 0 components to mean all of them; here a part is at least one pair and never all.
  .map((c) => ({ ...c, d: 2 * c.half, part: c.partial && c.rotatedHalf < c.half ? 2 * c.rotatedHalf : undefined }));
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** cos or sin of p·base^(−2i/r) for position p and pair i of r rotated components, in Float32. */
function table(of: (angle: number) => number, { base, d, part = d }: Case): Tensor {
  const angles = Array.from({ length: highest }, (_, p) =>
    Array.from({ length: part / 2 }, (_, i) => of(p / base ** ((2 * i) / part))),
  );
  return tensor(angles, undefined, "float32");
}

async function onnxRotary(x: Tensor, places: readonly number[], c: Case): Promise<Tensor> {
  const { batch, heads, n, d, part, packed, pairs } = c;
  const ids = Array.from({ length: batch }, () => places).flat();
  const { out } = await onnx("RotaryEmbedding", {
    opset: 23,
    attributes: {
      interleaved: { i: Number(pairs === "neighbours") },
      ...(part === undefined ? {} : { rotary_embedding_dim: { i: part } }),
      ...(packed || part !== undefined ? { num_heads: { i: heads } } : {}),
    },
    inputs: [
      packed ? dense(x.transpose(0, 2, 1, 3) as Tensor, [batch, n, heads * d]) : x,
      table(Math.cos, c),
      table(Math.sin, c),
      ndarray(BigInt64Array.from(ids, BigInt), [batch, n]),
    ],
  });
  return packed ? (ndarray(out!.data, [batch, n, heads, d]).transpose(0, 2, 1, 3) as Tensor) : out!;
}

test("positions.rotary(x, { pairs, dimension, base, positions }) is ONNX RotaryEmbedding", async () => {
  const claim = async (c: Case) => {
    const x = normal([c.batch, c.heads, c.n, c.d], c.seed);
    const stream = random(c.seed + 1);
    const places = Array.from({ length: c.n }, (_, i) => (c.explicit ? stream.integer(highest) : i));
    const ours = positions.rotary(x, {
      ...{ pairs: c.pairs, base: c.base },
      ...(c.part === undefined ? {} : { dimension: c.part }),
      ...(c.explicit ? { positions: places } : {}),
    });
    expectAgreement(ours, await onnxRotary(x, places, c));
  };
  await forAll(cases, claim, 800);
});
