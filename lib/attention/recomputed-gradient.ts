import { broadcastTensor } from "../tensor/broadcast.ts";
import { type Floats, sizeOf, wrap } from "../tensor/tensor.ts";
import { type FusedProblem, rowStart, scoreRow, scoreStart } from "./fused-problem.ts";

/** The cotangents of the inputs, in memory as the inputs' own rows lie. */
export interface FusedGradient {
  readonly q: Floats;
  readonly k: Floats;
  readonly v: Floats;
  /** In the shape of the bias before it was broadcast. */
  readonly bias: Floats | undefined;
}

/**
 * The vector–Jacobian product of fused attention, recomputing each row of weights instead of having kept it.
 *
 * With p = softmax(s), o = Σⱼ pⱼvⱼ and the cotangent ō: v̄ⱼ += pⱼō, p̄ⱼ = ō·vⱼ, s̄ⱼ = pⱼ(p̄ⱼ − Σ p p̄), and through the
 * softcap c·tanh(x/c) = y, x̄ = s̄(1 − y²/c²).
 *
 * Dao et al. 2022, "FlashAttention", Appendix B.4.
 *
 * @param biasShape the shape of the bias before it was broadcast
 */
export function recomputedGradient(
  problem: FusedProblem,
  cotangent: Floats,
  biasShape: readonly number[] | undefined,
): FusedGradient {
  const { lead, batches, n, m, d, dv, q, k, v, mask, scale, softcap } = problem;
  const gradient = {
    q: new Float64Array(q.data.length),
    k: new Float64Array(k.data.length),
    v: new Float64Array(v.data.length),
    bias: biasShape === undefined ? undefined : new Float64Array(sizeOf(biasShape)),
  };
  const biasView =
    biasShape && broadcastTensor("bias", "bias", wrap(gradient.bias as Floats, biasShape), [...lead, n, m]);
  const [weights, capped, scoreGradient] = [new Float64Array(m), new Float64Array(m), new Float64Array(m)];
  const dropout = problem.dropout?.();
  for (let b = 0; b < batches; b++) {
    const rowOf = mask.of(b);
    const [keys, values] = [rowStart(k, b, m, 0, d), rowStart(v, b, m, 0, dv)];
    for (let i = 0; i < n; i++) {
      const { from, to, allows } = rowOf(i);
      const factors = dropout?.();
      const [out, query] = [(b * n + i) * dv, rowStart(q, b, n, i, d)];
      // Nothing is asked of this row, which passes nothing on, whatever it holds.
      if (cotangent.subarray(out, out + dv).every((arrived) => arrived === 0)) continue;
      scoreRow(problem, b, i, allows, [from, to], weights, capped);
      softmaxInPlace(weights, to - from);

      let along = 0;
      for (let j = from; j < to; j++) {
        const weight = weights[j - from];
        scoreGradient[j - from] = 0;
        if (weight === 0) continue;
        const factor = factors === undefined ? 1 : factors[j];
        const value = values + j * dv;
        let change = 0;
        for (let c = 0; c < dv; c++) {
          const arrived = factor * cotangent[out + c];
          if (arrived === 0) continue; // a cotangent of 0 passes nothing on, whatever the value holds
          change += arrived * v.data[value + c];
          gradient.v[value + c] += weight * arrived;
        }
        scoreGradient[j - from] = change;
        along += weight * change;
      }

      const biasRow = biasView ? scoreStart(biasView, problem, b, i) : 0;
      const biasStep = biasView ? biasView.stride[lead.length + 1] : 0;
      for (let j = from; j < to; j++) {
        const weight = weights[j - from];
        const change = weight === 0 ? 0 : weight * (scoreGradient[j - from] - along);
        if (change === 0) continue;
        if (gradient.bias) gradient.bias[biasRow + j * biasStep] += change;
        const bend = softcap === Number.POSITIVE_INFINITY ? 1 : 1 - (capped[j - from] / softcap) ** 2;
        const passed = change * bend * scale;
        const key = keys + j * d;
        for (let c = 0; c < d; c++) {
          gradient.q[query + c] += passed * k.data[key + c];
          gradient.k[key + c] += passed * q.data[query + c];
        }
      }
    }
  }
  return gradient;
}

function softmaxInPlace(row: Float64Array, length: number): void {
  let max = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < length; j++) max = Math.max(max, row[j]);
  let total = 0;
  for (let j = 0; j < length; j++) total += row[j] = max === Number.NEGATIVE_INFINITY ? 0 : Math.exp(row[j] - max);
  if (total !== 0) for (let j = 0; j < length; j++) row[j] /= total;
}
