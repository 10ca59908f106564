import type { Figure } from "./figure.ts";

const digits = 5;
const isNumeric = (values: readonly unknown[]): values is number[] => values.every((v) => typeof v === "number");
const exponent = (size: number): number => Math.floor(Math.log10(size));

function isTypedArray(value: object): value is object & ArrayLike<number> {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

// Five digits of the value or of the spread of its neighbours, whichever is finer: 1000.01 and 1000.02 stay apart.
function round(values: readonly number[]): (number | null)[] {
  const finite = values.filter(Number.isFinite);
  const spread = finite.reduce((a, b) => Math.max(a, b), -Infinity) - finite.reduce((a, b) => Math.min(a, b), Infinity);
  return values.map((value) => {
    if (!Number.isFinite(value)) return null;
    if (Number.isInteger(value)) return value;
    const extra = spread > 0 ? Math.max(0, exponent(Math.abs(value)) - exponent(spread)) : 0;
    return Number(value.toPrecision(Math.min(17, digits + extra)));
  });
}

function plainValue(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object" || value === null) return value;
  if (isTypedArray(value)) return round(Array.from(value));
  if (Array.isArray(value)) return isNumeric(value) ? round(value) : value.map(plainValue);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, plainValue(inner)]),
  );
}

/**
 * The figure as JSON can hold it: typed arrays become arrays, NaN and ±∞ become null, and the numbers of an array are
 * rounded to about five digits of it, which no screen can tell from the original.
 */
export function plainFigure(figure: Figure): Figure {
  return plainValue(figure) as Figure;
}
