function short(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  if (size < 1e-3 || size >= 1e6) return value.toExponential(1).replace(".0e", "e");
  return size >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/**
 * A value as text: numbers with two or three significant digits, unless that would hide on which side of a limit they lie.
 */
export function formatValue(value: number | string | boolean, limits: readonly unknown[] = []): string {
  if (typeof value !== "number" || !Number.isFinite(value)) return String(value);
  const text = short(value);
  const hidden = limits.some(
    (limit) => typeof limit === "number" && Math.sign(Number(text) - limit) !== Math.sign(value - limit),
  );
  return hidden ? String(value) : text;
}
