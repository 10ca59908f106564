import { type Html, html } from "./html.ts";

const digits = 3;

function rounded(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  return size < 1e-3 || size >= 1e6 ? value.toExponential(digits - 1) : String(Number(value.toPrecision(digits)));
}

/** A number as it is printed: three digits, more when three would put it on the other side of a limit, or on it. */
function written(value: number, limits: readonly unknown[]): string {
  const short = rounded(value);
  const misleads = (limit: unknown): boolean =>
    typeof limit === "number" && Math.sign(Number(short) - limit) !== Math.sign(value - limit);
  return limits.some(misleads) ? String(value) : short;
}

/** A value in figures as people write them: 2.22 × 10⁻¹⁶. */
export function quantity(value: number | string | boolean, limits: readonly unknown[] = []): Html {
  if (typeof value !== "number") return html`${String(value)}`;
  const [mantissa = "", exponent] = written(value, limits).replace("-", "−").split("e");
  if (exponent === undefined) return html`${mantissa}`;
  const power = html`10<sup>${exponent.replace("+", "").replace("-", "−")}</sup>`;
  const factor = mantissa.replace(/\.?0+$/, "");
  return factor === "1" ? power : html`${factor} × ${power}`;
}
