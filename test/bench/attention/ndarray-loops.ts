import type { Numbers } from "../contender.ts";
import type { Library } from "./library.ts";

interface NdArray {
  get(...index: number[]): number;
  set(...indexAndValue: number[]): number;
  readonly data: Float32Array;
}

/** Loops over npm ndarrays by their `get` and `set`. */
export const ndarrayLoops: Library = {
  name: "loops over ndarrays",
  packages: ["ndarray"],
  forward: async ({ heads, length, width, causal, q, k, v }) => {
    const { default: ndarray } = (await import("ndarray")) as unknown as {
      default: (data: Float32Array, shape: number[]) => NdArray;
    };
    const [qs, ks, vs] = [q, k, v].map((data) => ndarray(data, [heads, length, width])) as [NdArray, NdArray, NdArray];
    const attendOne = (h: number, i: number, out: NdArray): void => {
      const weights: number[] = [];
      for (let j = 0; j < (causal ? i + 1 : length); j++) {
        let score = 0;
        for (let d = 0; d < width; d++) score += qs.get(h, i, d) * ks.get(h, j, d);
        weights.push(score / Math.sqrt(width));
      }
      const highest = weights.reduce((a, b) => Math.max(a, b));
      const parts = weights.map((score) => Math.exp(score - highest));
      const total = parts.reduce((a, b) => a + b);
      for (let d = 0; d < width; d++) {
        let sum = 0;
        for (let j = 0; j < parts.length; j++) sum += parts[j]! * vs.get(h, j, d);
        out.set(h, i, d, sum / total);
      }
    };
    return {
      call: () => {
        const out = ndarray(new Float32Array(q.length), [heads, length, width]);
        for (let h = 0; h < heads; h++) for (let i = 0; i < length; i++) attendOne(h, i, out);
        return out;
      },
      numbers: ({ data }: NdArray): Numbers => [data],
    };
  },
};
