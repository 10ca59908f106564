import { type Library, libraries } from "../attention/library.ts";
import { operationsOf, type Problem, problemOf } from "../attention/problem.ts";
import type { Benchmark, Contender } from "../contender.ts";

/** Forward, and forward with gradients, of causal and full attention, 8 heads of 64. */
export function attentionBenchmarks(lengths: readonly number[]): Benchmark[] {
  return [false, true].flatMap((causal) =>
    lengths.flatMap((length) => {
      const problem = once(() => problemOf(length, causal));
      const kind = `${causal ? "causal, " : ""}N=${length}`;
      const operations = operationsOf({ ...problemOf(0, causal), length });
      const growth = (pass: string) => ({ family: `${pass} ${causal}`, work: length ** 2 });
      return [
        {
          name: `forward, ${kind}`,
          contenders: contendersOf(problem, ({ forward }) => forward),
          operations,
          growth: growth("forward"),
        },
        {
          name: `forward and backward, ${kind}`,
          contenders: contendersOf(problem, ({ gradient }) => gradient),
          // The gradient takes five products of matrices where the output takes two.
          operations: operations * 3.5,
          growth: growth("backward"),
        },
      ];
    }),
  );
}

function contendersOf(problem: () => Problem, task: (library: Library) => Library["gradient"]): Contender[] {
  return libraries.flatMap((library) => {
    const start = task(library);
    return start === undefined ? [] : { name: library.name, prepare: () => start(problem()) };
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
