import { type Matrix, toMatrix, toVector, type Vector } from "./numbers.ts";
import type { Series } from "./series.ts";

/** A distribution in the plane, as far as its mean and its covariance tell it. */
export interface EllipseOptions {
  readonly name: string;
  /** Where the centre is: two numbers. */
  readonly mean: Vector;
  /** 2 × 2, symmetric, without negative eigenvalues. */
  readonly covariance: Matrix;
}

const steps = 72;

/**
 * The ellipse one standard deviation around a mean, a curve for `scatter` and `lines`: the points μ + L·u with u on the unit
 * circle and L·Lᵀ the covariance. Where nothing varies it shrinks to a line or a point.
 *
 * @throws when the mean has not two numbers, or the covariance is not 2 × 2 and of a distribution
 */
export function ellipse({ name, mean, covariance }: EllipseOptions): Series {
  const centre = toVector("ellipse: mean", mean);
  if (centre.length !== 2) throw new Error(`ellipse: mean has length ${centre.length}, expected 2`);
  const matrix = toMatrix("ellipse: covariance", covariance);
  if (matrix.length !== 2 || matrix[0]!.length !== 2)
    throw new Error(`ellipse: covariance has shape [${matrix.length}, ${matrix[0]!.length}], expected [2, 2]`);
  const [[a, b], [c, d]] = matrix as [[number, number], [number, number]];
  // Rounding may make zero a little less.
  const slack = 1e-12 * (Math.abs(a) + Math.abs(d));
  if (
    !(a >= -slack && d >= -slack && a * d - b * c >= -slack * (Math.abs(a) + Math.abs(d)) && Math.abs(b - c) <= slack)
  )
    throw new Error(`ellipse: covariance is [[${a}, ${b}], [${c}, ${d}]], expected that of a distribution`);
  // Cholesky.
  const across = Math.sqrt(Math.max(0, a));
  const along = across > 0 ? b / across : 0;
  const up = Math.sqrt(Math.max(0, d - along * along));
  const angles = Array.from({ length: steps + 1 }, (_, step) => (2 * Math.PI * step) / steps);
  return {
    name,
    x: angles.map((angle) => centre[0]! + across * Math.cos(angle)),
    y: angles.map((angle) => centre[1]! + along * Math.cos(angle) + up * Math.sin(angle)),
  };
}
