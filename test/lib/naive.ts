import { type NestedArray, type Tensor, toArray } from "../../lib/index.ts";

/** A matrix as rows of numbers: what the formulas of the tests are written over. */
export type Matrix = readonly (readonly number[])[];

/** What a formula says of one query and one key. */
export type PairScore = (q: readonly number[], k: readonly number[]) => number;

const broadcastPlace = (t: Tensor, lead: readonly number[]): number[] => {
  const own = t.shape.slice(0, -2);
  return own.map((length, axis) => (length === 1 ? 0 : lead[lead.length - own.length + axis]!));
};

/** The matrix of `t` at a place of the broadcast leading axes. */
export function matrixAt(t: Tensor, lead: readonly number[]): Matrix {
  let found: NestedArray = toArray(t);
  for (const at of broadcastPlace(t, lead)) found = (found as readonly NestedArray[])[at]!;
  return found as Matrix;
}

export const sumOf = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0);
export const dotOf = (a: readonly number[], b: readonly number[]): number => sumOf(a.map((x, i) => x * b[i]!));
export const normOf = (a: readonly number[]): number => Math.sqrt(dotOf(a, a));
export const distanceOf = (a: readonly number[], b: readonly number[]): number => normOf(a.map((x, i) => x - b[i]!));
export const meanOf = (xs: readonly number[]): number => sumOf(xs) / xs.length;

/** a·b by the definition. */
export function product(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b[0]!.map((_, j) => sumOf(row.map((x, p) => x * b[p]![j]!))));
}

/** One number for every query and key. */
export function scoresOf(q: Matrix, k: Matrix, score: PairScore): number[][] {
  return q.map((query) => k.map((key) => score(query, key)));
}

/** e^sⱼ / Σ e^sₗ over the allowed keys, and 0 for the others. */
export function softmaxOf(scores: readonly number[], allowed: readonly boolean[] = scores.map(() => true)): number[] {
  const highest = Math.max(...scores.filter((_, j) => allowed[j]));
  const parts = scores.map((s, j) => (allowed[j] ? Math.exp(s - highest) : 0));
  const total = sumOf(parts);
  return parts.map((part) => (total === 0 ? 0 : part / total));
}

/** Attention for one batch entry, as three loops over its definition. */
export function attentionOf(
  q: Matrix,
  k: Matrix,
  v: Matrix,
  score: PairScore,
  allows: (i: number, j: number) => boolean = () => true,
): { weights: number[][]; output: number[][] } {
  const weights = scoresOf(q, k, score).map((row, i) =>
    softmaxOf(
      row,
      row.map((_, j) => allows(i, j)),
    ),
  );
  return { weights, output: product(weights, v) };
}
