import { type FusedProblem, rowStart, scoreRow } from "./fused-problem.ts";

const block = 64;

/**
 * softmax(scores)·v without ever holding a row of all scores: keys come in blocks, and what was summed so far is
 * rescaled when a block has a higher maximum.
 *
 * Milakov & Gimelshein 2018, "Online normalizer calculation for softmax", Algorithm 3; Dao et al. 2022,
 * "FlashAttention", §3.1.
 *
 * @returns the output's rows […, n, dv], dense
 */
export function onlineSoftmax(problem: FusedProblem): Float64Array {
  const { batches, n, m, dv, v, mask } = problem;
  const out = new Float64Array(batches * n * dv);
  const scores = new Float64Array(Math.min(block, problem.m));
  const dropout = problem.dropout?.();
  for (let b = 0; b < batches; b++) {
    const rowOf = mask.of(b);
    const values = rowStart(v, b, m, 0, dv);
    for (let i = 0; i < n; i++) {
      const { from, to, allows } = rowOf(i);
      const factors = dropout?.();
      const row = (b * n + i) * dv;
      let max = Number.NEGATIVE_INFINITY;
      let total = 0;
      for (let start = from; start < to; start += block) {
        const end = Math.min(start + block, to);
        scoreRow(problem, b, i, allows, [start, end], scores);
        const before = max;
        for (let j = 0; j < end - start; j++) max = Math.max(max, scores[j]);
        if (max === Number.NEGATIVE_INFINITY) continue; // all masked so far
        const rescale = before === Number.NEGATIVE_INFINITY ? 0 : Math.exp(before - max);
        total *= rescale;
        for (let c = 0; c < dv; c++) out[row + c] *= rescale;
        for (let j = start; j < end; j++) {
          const weight = Math.exp(scores[j - start] - max);
          if (weight === 0) continue; // what has weight 0 has no influence, even if its value is NaN
          total += weight;
          const factor = factors === undefined ? weight : weight * factors[j];
          if (factor === 0) continue;
          for (let c = 0; c < dv; c++) out[row + c] += factor * v.data[values + j * dv + c];
        }
      }
      if (total !== 0) for (let c = 0; c < dv; c++) out[row + c] /= total;
    }
  }
  return out;
}
