// Layouts in which tiles read their factors in sequence. A panel holds a few rows of a matrix, column by column.

/**
 * Rows [count][width] as panels of TILE_ROWS rows: panel p holds [width][TILE_ROWS]. Missing rows of the last panel are
 * zero.
 */
export function packPanels(rows: usize, panels: usize, count: i32, width: i32): void {
  const row = <usize>width << 2;
  for (let first = 0; first < count; first += TILE_ROWS) {
    for (let r = 0; r < TILE_ROWS; r++) {
      const from = rows + <usize>(first + r) * row;
      const to = panels + <usize>first * row + (<usize>r << 2);
      for (let column = 0; column < width; column++) {
        const value = first + r < count ? load<f32>(from + (<usize>column << 2)) : 0;
        store<f32>(to + <usize>(column * TILE_ROWS << 2), value);
      }
    }
  }
}

/** Rows [count][width], times a factor, as panels of 8 rows: panel p holds [width][8]. Missing rows are zero. */
export function packLanes(rows: usize, panels: usize, count: i32, width: i32, factor: f32): void {
  const row = <usize>width << 2;
  for (let r = 0; r < (count + 7 & ~7); r++) {
    const from = rows + <usize>r * row;
    const to = panels + <usize>(r >> 3) * (row << 3) + (<usize>(r & 7) << 2);
    for (let column: usize = 0; column < <usize>width; column++) {
      store<f32>(to + (column << 5), r < count ? factor * load<f32>(from + (column << 2)) : 0);
    }
  }
}

/** One panel [width][8] back as up to 8 rows, each lane times its factor, of which there are 8 at `factors`. */
export function unpackLanes(panel: usize, rows: usize, count: i32, width: i32, factors: usize): void {
  for (let r: usize = 0; r < <usize>min(count, 8); r++) {
    const factor = load<f32>(factors + (r << 2));
    const to = rows + r * (<usize>width << 2);
    for (let column: usize = 0; column < <usize>width; column++) {
      store<f32>(to + (column << 2), factor * load<f32>(panel + (column << 5) + (r << 2)));
    }
  }
}

/** Rows [count][width] as rows of more columns and more rows, filled up with zeros. */
export function padRows(from: usize, to: usize, count: i32, paddedCount: i32, width: i32, paddedWidth: i32): void {
  memory.fill(to, 0, <usize>paddedCount * paddedWidth << 2);
  for (let r: usize = 0; r < <usize>count; r++) {
    memory.copy(to + (r * paddedWidth << 2), from + (r * width << 2), <usize>width << 2);
  }
}

/** Padded rows back as rows [count][width], times a factor. */
export function unpadRows(from: usize, to: usize, count: i32, width: i32, paddedWidth: i32, factor: f32): void {
  for (let r: usize = 0; r < <usize>count; r++) {
    for (let c: usize = 0; c < <usize>width; c++) {
      store<f32>(to + (r * width + c << 2), factor * load<f32>(from + (r * paddedWidth + c << 2)));
    }
  }
}
