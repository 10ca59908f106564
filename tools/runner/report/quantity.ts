import { type Html, html } from "./html.ts";

const digits = 3;

function rounded(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  return size < 1e-3 || size >= 1e6 ? value.toExponential(digits - 1) : String(Number(value.toPrecision(digits)));
}

/** A number as it is printed: three digits, all when three would put it on the other side of what it is compared with, or on it. */
function written(value: number, others: readonly unknown[]): string {
  const short = rounded(value);
  const misleads = (other: unknown): boolean =>
    typeof other === "number" && Math.sign(Number(short) - other) !== Math.sign(value - other);
  return others.some(misleads) ? String(value) : short;
}

/** A value in figures as people write them, 2.22 × 10⁻¹⁶, beside the values it is compared with. */
export function quantity(value: number | string | boolean, others: readonly unknown[] = []): Html {
  if (typeof value !== "number") return html`${String(value)}`;
  const [mantissa = "", exponent] = written(value, others).replace("-", "−").split("e");
  if (exponent === undefined) return html`${mantissa}`;
  const power = html`10<sup>${exponent.replace("+", "").replace("-", "−")}</sup>`;
  const factor = mantissa.replace(/\.?0+$/, "");
  if (factor === "1") return power;
  return factor === "−1" ? html`−${power}` : html`${factor} × ${power}`;
}
