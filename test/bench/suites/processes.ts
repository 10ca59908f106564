import { libraries } from "../attention/library.ts";
import { childContender } from "../child-report.ts";
import type { Benchmark } from "../contender.ts";

const names = libraries.map(({ name }) => name);

/** What a process takes: its peak memory for one long forward pass, and its time from import to the first result. */
export function processBenchmarks(length: number, patience: number): Benchmark[] {
  return [
    {
      name: `peak memory of a process, forward, N=${length}`,
      unit: { name: "MB", better: "less" },
      contenders: [...names, "Node, and q, k, v"].map((name) => childContender("memory", name, length, patience)),
    },
    {
      name: "start-up: import and first result, N=16",
      contenders: names.map((name) => childContender("start", name, 16, patience)),
    },
  ];
}
