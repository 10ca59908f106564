import type { Tensor } from "attention-lab";
import { jax } from "../attention/jax.ts";
import { mathjs } from "../attention/mathjs.ts";
import { ndarrayLoops } from "../attention/ndarray-loops.ts";
import type { Benchmark, Contender, Numbers } from "../contender.ts";
import { uniform } from "../seeded.ts";

type Rows = number[][];

const [length, width] = [3, 2];
const numbers = [1, 2, 3].map((seed) => uniform(seed, length * width)) as [Float32Array, Float32Array, Float32Array];
const [q, k, v] = numbers;

/** Calls a second where the work is next to nothing. */
export function tinyBenchmarks(): Benchmark[] {
  const problem = { heads: 1, length, width, causal: false, q, k, v, cotangent: () => new Float32Array() };
  const others = [ndarrayLoops, mathjs, jax].map(
    ({ name, forward }): Contender => ({ name, prepare: () => forward(problem) }),
  );
  return [
    {
      name: `tiny calls, n=${length}, d=${width}`,
      unit: { name: "calls a second", better: "more", from: (milliseconds) => 1000 / milliseconds },
      contenders: [ours("float64"), ours("float32"), loops, ...others],
    },
  ];
}

const ours = (dtype: "float64" | "float32"): Contender => ({
  name: `attention-lab, ${dtype}`,
  prepare: async () => {
    const lab = await import("attention-lab");
    const [qs, ks, vs] = numbers.map((data) => lab.tensor(data, [length, width], dtype)) as [Tensor, Tensor, Tensor];
    return {
      call: () => lab.scaledDotProductAttention(qs, ks, vs),
      numbers: ({ data }: Tensor): Numbers => [data],
    };
  },
});

const loops: Contender = {
  name: "plain loops over arrays of rows",
  prepare: () => {
    const [qs, ks, vs] = numbers.map((data) =>
      Array.from({ length }, (_, i) => [...data.subarray(i * width, (i + 1) * width)]),
    ) as [Rows, Rows, Rows];
    return { call: () => attendRows(qs, ks, vs), numbers: (output: number[][]): Numbers => [output.flat()] };
  },
};

/** What one would write by hand, with the checks of shapes that the library makes. */
function attendRows(q: Rows, k: Rows, v: Rows): number[][] {
  const d = widthOf("q", q);
  const dv = widthOf("v", v);
  if (widthOf("k", k) !== d) throw new Error(`keys of ${k[0]!.length} numbers, queries of ${d}`);
  if (k.length !== v.length) throw new Error(`${k.length} keys, ${v.length} values`);
  return q.map((query) => {
    const scores = k.map((key) => {
      let sum = 0;
      for (let i = 0; i < d; i++) sum += query[i]! * key[i]!;
      return sum / Math.sqrt(d);
    });
    const highest = Math.max(...scores);
    const parts = scores.map((score) => Math.exp(score - highest));
    let total = 0;
    for (const part of parts) total += part;
    const out = new Array<number>(dv).fill(0);
    for (let j = 0; j < parts.length; j++) {
      for (let i = 0; i < dv; i++) out[i]! += (parts[j]! / total) * v[j]![i]!;
    }
    return out;
  });
}

function widthOf(name: string, rows: Rows): number {
  if (!Array.isArray(rows) || rows.length === 0) throw new Error(`${name} has no rows`);
  const width = rows[0]!.length;
  if (width === 0) throw new Error(`the rows of ${name} are empty`);
  for (const row of rows) if (row.length !== width) throw new Error(`${name} has rows of ${row.length} and ${width}`);
  return width;
}
