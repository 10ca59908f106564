import type { Benchmark } from "./contender.ts";
import type { Result } from "./measure.ts";

const columns = [44, 11, 9, 8];

/** The head of the table. */
export function tableHead(): string {
  return `${line(["", "median", "GFLOP/s", "× ours"])}\n${"─".repeat(columns.reduce((a, b) => a + b))}`;
}

/** The part of the table for one benchmark; ratios say how many times better than a contender the first one is. */
export function tablePart({ name, unit }: Benchmark, results: readonly Result[]): string {
  const title = `${name}${unit === undefined ? "" : ` (${unit.name})`}`;
  const rows = results.map(({ contender, value, gigaflops, ratio, reason, note }) => {
    const start = `  ${contender}`;
    if (value === undefined) return `${start.padEnd(columns[0]!)}  ${reason}`;
    const cells = line([start, significant(value), significant(gigaflops), ratio?.toFixed(2) ?? ""]);
    return note === undefined ? cells : `${cells}  ${note}`;
  });
  return [title, ...rows].join("\n");
}

/** Three digits that count, or all before the point. */
export function significant(x: number | undefined): string {
  if (x === undefined) return "";
  if (Math.abs(x) >= 100) return Math.round(x).toLocaleString("en").replaceAll(",", " ");
  return x.toPrecision(3);
}

function line([first, ...rest]: readonly string[]): string {
  return first!.padEnd(columns[0]!) + rest.map((cell, i) => cell.padStart(columns[i + 1]!)).join("");
}
