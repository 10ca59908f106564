import { ArgumentError, expectInteger } from "../../tensor/argument-error.ts";
import { type Shaped, shapes } from "../../tensor/shapes.ts";

/** A number for rows and columns alike, or one for each. */
export type RowsAndColumns = number | readonly [rows: number, columns: number];

/** A window of `size` that moves over images of `image` places in steps of `stride`; each is [rows, columns]. */
export interface Window {
  readonly image: readonly [number, number];
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  /** Rows above and below the image, and columns left and right of it, that the window may cover. */
  readonly padding: readonly [number, number];
  /** How many places the window takes: ⌊(image + 2·padding − size) / stride⌋ + 1. */
  readonly output: readonly [number, number];
}

/** The two numbers that `value` stands for; throws unless they are whole and at least `least`. */
export function rowsAndColumns(caller: string, name: string, value: RowsAndColumns, least: number): [number, number] {
  if (!Array.isArray(value)) {
    expectInteger(caller, name, value, least);
    return [value as number, value as number];
  }
  if (value.length !== 2) throw new ArgumentError(caller, name, `length ${value.length}`, "[rows, columns]");
  expectInteger(caller, `${name}[0]`, value[0], least);
  expectInteger(caller, `${name}[1]`, value[1], least);
  return [value[0], value[1]];
}

/** The window on images x […, C, H, W]; throws when it fits nowhere. */
export function windowOn(
  caller: string,
  x: Shaped,
  size: readonly [number, number],
  stride: readonly [number, number],
  padding: readonly [number, number],
): Window {
  const { H, W } = shapes(caller, { x: [x, "… C H W"] });
  const image = [H, W] as const;
  const output = image.map((length, axis) => Math.floor((length + 2 * padding[axis] - size[axis]) / stride[axis]) + 1);
  if (output[0] < 1 || output[1] < 1) {
    const has = `shape [${x.shape.join(", ")}]`;
    throw new ArgumentError(caller, "x", has, `images of at least [${size.join(", ")}] with their padding`);
  }
  return { image, size, stride, padding, output: [output[0], output[1]] };
}

/**
 * Visit all pairs of a place in the image and a place in the output whose window covers it, in runs along a row: for
 * i < length, image place `from + i·stride[1]` is in the window of output place `to + i`, where it is number `place`
 * of the window.
 */
export function forEachRun(
  {
    image: [H, W],
    size: [rows, columns],
    stride: [down, right],
    padding: [top, left],
    output: [height, width],
  }: Window,
  visit: (place: number, from: number, to: number, length: number) => void,
): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      // The output places whose window has this place inside the image, not on its padding.
      const first = Math.max(0, Math.ceil((left - column) / right));
      const length = Math.min(width - 1, Math.floor((W - 1 + left - column) / right)) - first + 1;
      if (length <= 0) continue;
      for (let y = 0; y < height; y++) {
        const line = y * down + row - top;
        if (line < 0 || line >= H) continue;
        visit(row * columns + column, line * W + first * right + column - left, y * width + first, length);
      }
    }
  }
}
