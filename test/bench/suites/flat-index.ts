import { cpuTime } from "../clock.ts";
import type { Benchmark, Contender, Numbers } from "../contender.ts";
import { uniform } from "../seeded.ts";

const width = 256;
const k = 10;

/** The nearest of many vectors, exactly: the index in memory, against loops that do as little as can be done. */
export function flatIndexBenchmarks(rows: number): Benchmark[] {
  const name = `flat index, top ${k} of ${rows.toLocaleString("en")} × ${width}`;
  return [{ name, contenders: [ours(rows), products(rows), scan(rows)] }];
}

const vectors = (rows: number): Float32Array => uniform(1, rows * width);
const query = (): Float32Array => uniform(2, width);
const best = (scores: Float32Array): Float32Array => scores.slice().sort().reverse().subarray(0, k);

const ours = (rows: number): Contender => ({
  name: "attention-search",
  prepare: async () => {
    const [{ tensor }, { indexes }] = await Promise.all([import("attention-lab"), import("attention-search")]);
    const index = indexes.flat({ dimension: width });
    const ids = Array.from({ length: rows }, (_, i) => `d${i}`);
    await index.add(ids, tensor(vectors(rows), [rows, width]));
    const q = tensor(query(), [width]);
    return {
      call: () => index.search(q, { k }),
      numbers: (hits: readonly { score: number }[]): Numbers => [hits.map(({ score }) => score)],
      close: () => index.close(),
    };
  },
});

const products = (rows: number): Contender => ({
  name: "inner products in a plain loop, then sorted",
  prepare: () => {
    const [data, q] = [vectors(rows), query()];
    const call = (): Float32Array => {
      const scores = new Float32Array(rows);
      for (let i = 0; i < rows; i++) {
        let sum = 0;
        for (let j = 0; j < width; j++) sum += data[i * width + j]! * q[j]!;
        scores[i] = sum;
      }
      return best(scores);
    };
    return { call, numbers: (scores: Float32Array): Numbers => [scores] };
  },
});

/** It finds nothing: its time is that of reading the memory once, in a plain loop. */
const scan = (rows: number): Contender => ({
  name: "one pass over the memory, summing",
  prepare: () => {
    const data = vectors(rows);
    const pass = (): number => {
      let sum = 0;
      for (let i = 0; i < data.length; i++) sum += data[i]!;
      return sum;
    };
    for (let i = 0; i < 5; i++) pass();
    const read = async () => {
      const start = cpuTime();
      const sum = pass();
      return { value: sum === 0 ? Number.NaN : cpuTime() - start };
    };
    return { read };
  },
});
