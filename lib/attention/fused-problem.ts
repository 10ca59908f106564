import { placeOf } from "../tensor/place.ts";
import type { Floats, Tensor } from "../tensor/tensor.ts";
import type { MaskRows } from "./mask-rows.ts";

/** The rows of a stack of matrices: dense memory, and which matrix each batch entry has. */
export interface Rows {
  readonly data: Floats;
  readonly matrices: Floats;
}

/** Scaled dot-product attention as numbers and memory: all that a kernel needs. */
export interface FusedProblem {
  readonly lead: readonly number[];
  readonly batches: number;
  readonly n: number;
  readonly m: number;
  readonly d: number;
  readonly dv: number;
  readonly q: Rows;
  readonly k: Rows;
  readonly v: Rows;
  readonly scale: number;
  /** Scores s become c·tanh(s/c); ∞ leaves them as they are. */
  readonly softcap: number;
  readonly mask: MaskRows;
  /** A view of the scores' shape, onto dense memory. */
  readonly bias: Tensor | undefined;
  /** Factors for the weights of each row, 0 or 1/(1 − rate), to be asked for once a row, in order. */
  readonly dropout: (() => () => ArrayLike<number>) | undefined;
}

/** Where row i of batch entry b begins in memory, for rows of the given width. */
export function rowStart({ matrices }: Rows, b: number, rows: number, i: number, width: number): number {
  return (matrices[b] * rows + i) * width;
}

/** Where row i of batch entry b begins in a view of the scores' shape. */
export function scoreStart(view: Tensor, problem: FusedProblem, b: number, i: number): number {
  const place = placeOf(b * problem.n + i, [...problem.lead, problem.n]);
  return place.reduce((at, index, axis) => at + index * view.stride[axis], view.offset);
}

/**
 * The scores of query i of batch entry b with keys from … to − 1, at the beginning of `out`: −∞ where masked, and there
 * the key is not even read. `capped`, if given, gets the scores before the bias.
 */
export function scoreRow(
  problem: FusedProblem,
  b: number,
  i: number,
  allows: (j: number) => boolean,
  range: readonly [from: number, to: number],
  out: Float64Array,
  capped?: Float64Array,
): void {
  const { q, k, n, m, d, scale, softcap, bias } = problem;
  const x = q.data;
  const y = k.data;
  const query = rowStart(q, b, n, i, d);
  const keys = rowStart(k, b, m, 0, d);
  const biasRow = bias === undefined ? 0 : scoreStart(bias, problem, b, i);
  const biasStep = bias === undefined ? 0 : bias.stride[bias.stride.length - 1];
  const [from, to] = range;
  for (let j = from; j < to; j++) {
    if (!allows(j)) {
      out[j - from] = Number.NEGATIVE_INFINITY;
      continue;
    }
    const key = keys + j * d;
    let score = 0;
    for (let c = 0; c < d; c++) score += x[query + c] * y[key + c];
    score *= scale;
    if (softcap !== Number.POSITIVE_INFINITY) score = softcap * Math.tanh(score / softcap);
    if (capped !== undefined) capped[j - from] = score;
    out[j - from] = bias === undefined ? score : score + bias.data[biasRow + j * biasStep];
  }
}
