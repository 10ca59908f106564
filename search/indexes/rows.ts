/** How an index keeps its numbers: as Float32, or as whole numbers from −127 to 127 with a scale for each row. */
export type Precision = "float32" | "int8";

/** Rows of numbers, kept in one of two precisions. */
export interface Rows {
  /** Write numbers into row `row`, which is at most the number of rows. */
  set(row: number, values: Float32Array): void;
  /** Copy row `from` onto row `to`. */
  move(from: number, to: number): void;
  /** Rows `from` to `to`, each to be multiplied by its scale: a view, until the next change. */
  block(from: number, to: number): Float32Array | Int8Array;
  /** What to multiply the numbers of a row with. */
  scaleOf(row: number): number;
  /** The first `count` rows as bytes: numbers, then scales. */
  bytes(count: number): Uint8Array[];
  /** Take rows from bytes. */
  load(count: number, parts: readonly Uint8Array[]): void;
  /** Give up all memory. */
  clear(): void;
}

const largest = 127;
const bytesOf = (numbers: Float32Array | Int8Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

/** No rows, of `dimension` numbers each. */
export function rows(dimension: number, precision: Precision): Rows {
  const create = (size: number): Float32Array | Int8Array =>
    precision === "int8" ? new Int8Array(size) : new Float32Array(size);
  let numbers = create(0);
  let scales = new Float32Array(0);
  const reserve = (count: number): void => {
    if (count <= scales.length) return;
    const capacity = Math.max(count, 2 * scales.length);
    const [more, moreScales] = [create(capacity * dimension), new Float32Array(capacity)];
    more.set(numbers);
    moreScales.set(scales);
    [numbers, scales] = [more, moreScales];
  };
  return {
    set(row, values) {
      reserve(row + 1);
      const scale = precision === "int8" ? scaleFor(values) : 1;
      scales[row] = scale;
      const at = row * dimension;
      for (let i = 0; i < dimension; i++)
        numbers[at + i] = precision === "int8" ? Math.round(values[i]! / scale) : values[i]!;
    },
    move(from, to) {
      numbers.copyWithin(to * dimension, from * dimension, (from + 1) * dimension);
      scales[to] = scales[from]!;
    },
    block: (from, to) => numbers.subarray(from * dimension, to * dimension),
    scaleOf: (row) => scales[row]!,
    bytes: (count) => [bytesOf(numbers.subarray(0, count * dimension)), bytesOf(scales.subarray(0, count))],
    load(count, parts) {
      reserve(count);
      bytesOf(numbers).set(parts[0]!);
      bytesOf(scales).set(parts[1]!);
    },
    clear() {
      [numbers, scales] = [create(0), new Float32Array(0)];
    },
  };
}

// That of a row of zeros, or of numbers too small for a scale in Float32, is the least that keeps all its digits.
function scaleFor(values: Float32Array): number {
  const most = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return Math.max(Math.fround(most / largest), 2 ** -126);
}
