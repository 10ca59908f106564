import type { Tensor } from "attention-lab";
import type { Benchmark, Contender, Numbers } from "../contender.ts";
import { uniform } from "../seeded.ts";

/** Products of square matrices in Float64, which is plain TypeScript, against the loop by the definition. */
export function matrixProductBenchmarks(sizes: readonly number[]): Benchmark[] {
  return sizes.map((size) => ({
    name: `Float64, matrix product, ${size}³`,
    operations: 2 * size ** 3,
    contenders: [ours(size), tripleLoop(size)],
  }));
}

const factors = (size: number): [Float64Array, Float64Array] => [
  Float64Array.from(uniform(1, size ** 2)),
  Float64Array.from(uniform(2, size ** 2)),
];

const ours = (size: number): Contender => ({
  name: "attention-lab",
  prepare: async () => {
    const { ops, tensor } = await import("attention-lab");
    const [a, b] = factors(size).map((data) => tensor(data, [size, size])) as [Tensor, Tensor];
    return { call: () => ops.matmul(a, b), numbers: ({ data }: Tensor): Numbers => [data] };
  },
});

const tripleLoop = (size: number): Contender => ({
  name: "triple loop",
  prepare: () => {
    const [a, b] = factors(size);
    const call = (): Float64Array => {
      const out = new Float64Array(size ** 2);
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          let sum = 0;
          for (let p = 0; p < size; p++) sum += a[i * size + p]! * b[p * size + j]!;
          out[i * size + j] = sum;
        }
      }
      return out;
    };
    return { call, numbers: (output: Float64Array): Numbers => [output] };
  },
});
