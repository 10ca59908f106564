/** A type error in a notebook's cell. */
export interface CellTypeError {
  /** The code cell, counted from 1 among code cells. */
  readonly cell: number;
  /** Line in the cell, counted from 1. */
  readonly line: number;
  readonly column: number;
  /** `TS2322` */
  readonly code: string;
  /** The compiler's message; may have several lines. */
  readonly message: string;
}
