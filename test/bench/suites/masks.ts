import type { Mask, Tensor } from "attention-lab";
import { type Problem, problemOf } from "../attention/problem.ts";
import type { Benchmark, Contender, Numbers } from "../contender.ts";
import { plain, relaxed, switchTo } from "../kernels.ts";
import { relativeError } from "../sampling.ts";

/** Time under masks, against the share of the scores that they leave. */
export function maskBenchmarks(length: number, window: number): Benchmark[] {
  const problem = problemOf(length, false);
  const windowArea = (window * length - (window * (window - 1)) / 2) / length ** 2;
  const kinds = [
    ["no mask", 1, () => undefined],
    ["causal", (length + 1) / (2 * length), (masks) => masks.causal()],
    [`sliding window of ${window} keys`, windowArea, (masks) => masks.slidingWindow(window - 1, 0)],
  ] as const satisfies readonly (readonly [string, number, (masks: Masks) => Mask | undefined])[];
  return [
    {
      name: `masks, forward, N=${length}`,
      contenders: kinds.map(([name, area, make]) => masked(problem, name, area, make)),
    },
  ];
}

type Masks = typeof import("attention-lab").masks;

function masked(problem: Problem, name: string, area: number, make: (masks: Masks) => Mask | undefined): Contender {
  return {
    name,
    note: `${(area * 100).toFixed(1)} % of the scores`,
    prepare: async () => {
      const { masks, scaledDotProductAttention, tensor } = await import("attention-lab");
      const { heads, length, width } = problem;
      const [q, k, v] = [problem.q, problem.k, problem.v].map((data) => tensor(data, [heads, length, width])) as [
        Tensor,
        Tensor,
        Tensor,
      ];
      const mask = make(masks);
      const call = (): Tensor => scaledDotProductAttention(q, k, v, mask === undefined ? {} : { mask });
      (await switchTo(plain))();
      const expected = call().data;
      const enter = await switchTo(relaxed);
      enter();
      const error = relativeError([call().data], [expected]);
      if (error > 1e-3) throw new Error(`wrong: differs by ${error.toExponential(1)} from the plain backend`);
      // Each mask has its own numbers, compared above.
      return { enter, call, numbers: (): Numbers => [] };
    },
  };
}
