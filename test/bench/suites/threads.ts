import { attentionLab } from "../attention/attention-lab.ts";
import { onnxruntimeNode, onnxruntimeNodeTwice } from "../attention/onnxruntime.ts";
import { operationsOf, problemOf } from "../attention/problem.ts";
import type { Benchmark } from "../contender.ts";
import { relaxed } from "../kernels.ts";

/** Elapsed time with two threads and with one. */
export function threadBenchmarks(length: number): Benchmark[] {
  const libraries = [
    attentionLab({ ...relaxed, threads: 2 }),
    attentionLab(relaxed),
    onnxruntimeNodeTwice,
    onnxruntimeNode,
  ];
  const problem = problemOf(length, false);
  return [
    {
      name: `two threads, elapsed time, forward, N=${length}`,
      clock: "elapsed",
      operations: operationsOf(problem),
      contenders: libraries.map(({ name, forward }) => ({ name, prepare: () => forward(problem) })),
    },
    {
      name: `two threads, elapsed time, forward and backward, N=${length}`,
      clock: "elapsed",
      operations: operationsOf(problem) * 3.5,
      contenders: libraries.flatMap(({ name, gradient }) =>
        gradient === undefined ? [] : { name, prepare: () => gradient(problem) },
      ),
    },
  ];
}
