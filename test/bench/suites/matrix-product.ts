import type { Tensor } from "attention-lab";
import type { Benchmark, Contender, Numbers } from "../contender.ts";
import { plain, relaxed, simd, switchTo, type Way } from "../kernels.ts";
import { uniform } from "../seeded.ts";

/** Products of square matrices: Float64 in plain TypeScript against the loop by the definition, and Float32 by kernels. */
export function matrixProductBenchmarks(sizes: readonly number[]): Benchmark[] {
  return sizes.flatMap((size) => {
    const operations = 2 * size ** 3;
    return [
      {
        name: `matrix product, Float64, ${size}³`,
        operations,
        contenders: [ours(size, "float64", plain), tripleLoop(size, Float64Array)],
      },
      {
        name: `matrix product, Float32, ${size}³`,
        operations,
        contenders: [
          ...[relaxed, simd, plain].map((way) => ours(size, "float32", way)),
          tripleLoop(size, Float32Array),
        ],
      },
    ];
  });
}

const factors = (size: number) => [uniform(1, size ** 2), uniform(2, size ** 2)] as const;

const ours = (size: number, dtype: "float64" | "float32", way: Way): Contender => ({
  name: dtype === "float64" ? "attention-lab" : `attention-lab, ${way.backend}`,
  prepare: async () => {
    const { ops, tensor } = await import("attention-lab");
    const [a, b] = factors(size).map((data) => tensor(data, [size, size], dtype)) as [Tensor, Tensor];
    const enter = await switchTo(way);
    enter();
    return { enter, call: () => ops.matmul(a, b), numbers: ({ data }: Tensor): Numbers => [data] };
  },
});

const tripleLoop = (size: number, memory: typeof Float64Array | typeof Float32Array): Contender => ({
  name: "triple loop",
  prepare: () => {
    const [a, b] = factors(size).map((data) => memory.from(data)) as [Float64Array, Float64Array];
    const call = (): Float64Array => {
      const out = new memory(size ** 2) as Float64Array;
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
