import { ArgumentError, expectOptions } from "../../tensor/argument-error.ts";
import type { Shaped } from "../../tensor/shapes.ts";
import { type RowsAndColumns, rowsAndColumns, type Window, windowOn } from "./window.ts";

/** The window of a pooling, its steps (by default its size, so that windows do not overlap) and its padding (0). */
export interface Pool2dOptions {
  readonly size: RowsAndColumns;
  readonly stride?: RowsAndColumns;
  /** Below the size, so that every window covers a part of the image. */
  readonly padding?: RowsAndColumns;
}

/** The window of a pooling on images x […, C, H, W]; throws when it does not fit. */
export function poolWindow(caller: string, x: Shaped, options: Pool2dOptions): Window {
  expectOptions(caller, options, ["size", "stride", "padding"]);
  const size = rowsAndColumns(caller, "size", options.size, 1);
  const stride = rowsAndColumns(caller, "stride", options.stride ?? size, 1);
  const padding = rowsAndColumns(caller, "padding", options.padding ?? 0, 0);
  if (padding[0] >= size[0] || padding[1] >= size[1]) {
    throw new ArgumentError(caller, "padding", `value [${padding.join(", ")}]`, `below size = [${size.join(", ")}]`);
  }
  return windowOn(caller, x, size, stride, padding);
}
