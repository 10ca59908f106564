import type { Numbers } from "../contender.ts";
import type { Library } from "./library.ts";
import type { Problem } from "./problem.ts";

/** Attention as one would first write it: loops over typed arrays, one query at a time. */
export const plainLoops: Library = {
  name: "plain loops over arrays",
  forward: async (problem) => ({
    call: () => attendByLoops(problem),
    numbers: (output: Float32Array): Numbers => [output],
  }),
};

export function attendByLoops({ heads, length, width, causal, q, k, v }: Problem): Float32Array {
  const out = new Float32Array(q.length);
  const weights = new Float64Array(length);
  const scale = 1 / Math.sqrt(width);
  for (let row = 0; row < heads * length; row++) {
    const first = row - (row % length); // of the keys of this head
    const count = causal ? (row % length) + 1 : length;
    let highest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < count; j++) {
      let score = 0;
      for (let d = 0; d < width; d++) score += q[row * width + d]! * k[(first + j) * width + d]!;
      weights[j] = score * scale;
      highest = Math.max(highest, weights[j]!);
    }
    let total = 0;
    for (let j = 0; j < count; j++) {
      weights[j] = Math.exp(weights[j]! - highest);
      total += weights[j]!;
    }
    for (let j = 0; j < count; j++) {
      const weight = weights[j]! / total;
      for (let d = 0; d < width; d++) out[row * width + d]! += weight * v[(first + j) * width + d]!;
    }
  }
  return out;
}
