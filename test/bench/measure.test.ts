import { expect, test } from "vitest";
import type { Benchmark, Contender, Numbers } from "./contender.ts";
import { measure, type Settings } from "./measure.ts";

const settings: Settings = { rounds: 3, budget: 10_000, patience: 10, warmUp: 0, sample: 0, tolerance: 1e-3 };

const giving = (name: string, ...numbers: readonly number[]): Contender => ({
  name,
  prepare: () => ({ call: () => numbers, numbers: (output: number[]): Numbers => [output] }),
});
const reading = (name: string, ...values: readonly number[]): Contender => {
  const left = [...values];
  return { name, prepare: () => ({ read: async () => ({ value: left.shift()! }) }) };
};
const run = (benchmark: Omit<Benchmark, "name">) => measure({ name: "b", ...benchmark }, settings, new Map());

test("measure(benchmark, …) samples each contender, and compares with the first", async () => {
  const contenders = [reading("ours", 2, 9, 4), reading("theirs", 8, 8, 8)];
  expect(await run({ contenders })).toEqual([
    { contender: "ours", samples: [2, 9, 4], value: 4, ratio: 1 },
    { contender: "theirs", samples: [8, 8, 8], value: 8, ratio: 2 },
  ]);
});

test("measure(benchmark, …) turns the ratio where more is better", async () => {
  const contenders = [reading("ours", 8, 8, 8), reading("theirs", 2, 2, 2)];
  const results = await run({ contenders, unit: { name: "calls", better: "more" } });
  expect(results.map(({ ratio }) => ratio)).toEqual([1, 4]);
});

test("measure(benchmark, …) does not time who gives other numbers than the first", async () => {
  const [ours, same, other] = await run({
    contenders: [giving("ours", 1, 2), giving("same", 1, 2.001), giving("other", 1, 2.1)],
  });
  expect([ours!.samples.length, same!.samples.length]).toEqual([3, 3]);
  expect(other).toEqual({ contender: "other", samples: [], reason: "wrong: differs by 5.0e-2 of the largest number" });
});

test("measure(benchmark, …) says why someone does not take part", async () => {
  const missing = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
  const failing = (name: string, error: Error): Contender => ({
    name,
    prepare: () => {
      throw error;
    },
  });
  const results = await run({
    contenders: [giving("ours", 1), failing("a", missing), failing("b", new Error("out of memory\nat line 3"))],
  });
  expect(results.map(({ reason }) => reason)).toEqual([undefined, "not installed", "out of memory"]);
});

test("measure(benchmark, …) leaves out who would take too long, by what the family's last benchmark took", async () => {
  const seen = new Map([["f/slow", 2]]);
  const growth = { family: "f", work: 6 };
  const [slow, fast] = await measure(
    { name: "b", contenders: [giving("slow", 1), giving("fast", 1)], growth },
    settings,
    seen,
  );
  expect(slow).toEqual({ contender: "slow", samples: [], reason: "left out: a call would take about 12 ms" });
  expect(fast!.samples.length).toBe(3);
});

test("measure(benchmark, …) calls enter before each sample, and close at the end", async () => {
  const events: string[] = [];
  const contender: Contender = {
    name: "a",
    prepare: () => ({
      enter: () => events.push("enter") < 0,
      call: () => events.push("call"),
      numbers: () => [],
      close: () => void events.push("close"),
    }),
  };
  await run({ contenders: [contender] });
  expect(events.filter((event) => event !== "call")).toEqual(["enter", "enter", "enter", "close"]);
  expect(events.slice(-2)).toEqual(["call", "close"]);
});
