import type { Numbers } from "../contender.ts";
import type { Library } from "./library.ts";

type Rows = number[][];

interface MathJs {
  multiply<T extends Rows | number>(a: Rows, b: T): Rows;
  transpose(a: Rows): Rows;
  map(a: Rows, f: (x: number) => number): Rows;
}

/** Products of arrays of rows by mathjs. */
export const mathjs: Library = {
  name: "mathjs",
  packages: ["mathjs"],
  forward: async ({ heads, length, width, causal, q, k, v }) => {
    const { multiply, transpose } = (await import("mathjs")) as unknown as MathJs;
    const rowsOf = (data: Float32Array, h: number): Rows =>
      Array.from({ length }, (_, i) => [...data.subarray((h * length + i) * width, (h * length + i + 1) * width)]);
    const perHead = Array.from(
      { length: heads },
      (_, h) => [q, k, v].map((data) => rowsOf(data, h)) as [Rows, Rows, Rows],
    );
    return {
      call: () =>
        perHead.map(([qs, ks, vs]) => {
          const scores = multiply(multiply(qs, transpose(ks)), 1 / Math.sqrt(width));
          return multiply(
            scores.map((row, i) => softmax(causal ? row.map((s, j) => (j > i ? Number.NEGATIVE_INFINITY : s)) : row)),
            vs,
          );
        }),
      numbers: (output: Rows[]): Numbers => [output.flat(2)],
    };
  },
};

function softmax(row: readonly number[]): number[] {
  const highest = row.reduce((a, b) => Math.max(a, b));
  const parts = row.map((score) => Math.exp(score - highest));
  const total = parts.reduce((a, b) => a + b);
  return parts.map((part) => part / total);
}
