import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { isChosen, readChoices } from "./arguments.ts";
import { libraries } from "./attention/library.ts";
import type { Benchmark } from "./contender.ts";
import { describeMachine, machineLines } from "./machine.ts";
import { type Experience, measure, type Result, type Settings } from "./measure.ts";
import { attentionBenchmarks } from "./suites/attention.ts";
import { ceilingBenchmarks } from "./suites/ceiling.ts";
import { databaseBenchmarks } from "./suites/databases.ts";
import { flatIndexBenchmarks } from "./suites/flat-index.ts";
import { maskBenchmarks } from "./suites/masks.ts";
import { matrixProductBenchmarks } from "./suites/matrix-product.ts";
import { operationBenchmarks } from "./suites/operations.ts";
import { processBenchmarks } from "./suites/processes.ts";
import { threadBenchmarks } from "./suites/threads.ts";
import { tinyBenchmarks } from "./suites/tiny.ts";
import { trainingBenchmarks } from "./suites/training.ts";
import { tableHead, tablePart } from "./table.ts";

const settings: Settings = { rounds: 7, budget: 6000, patience: 10_000, warmUp: 200, sample: 50, tolerance: 1e-3 };
const quickSettings: Settings = { ...settings, rounds: 3, budget: 300, patience: 1000, warmUp: 50, sample: 20 };

async function main(argv: readonly string[]): Promise<void> {
  const { quick, filters, json = defaultFile() } = readChoices(argv);
  const benchmarks = allBenchmarks(quick);
  const chosen = benchmarks.filter(({ name }) => isChosen(name, filters));
  if (chosen.length === 0) throw new Error(`no benchmark's name contains ${filters.join(" or ")}`);
  const machine = describeMachine(["attention-lab", ...libraries.flatMap(({ packages = [] }) => packages)]);
  console.log(`${machineLines(machine)}\n\n${tableHead()}`);
  mkdirSync(dirname(json), { recursive: true });
  const seen: Experience = new Map();
  const done: { name: string; unit: string; results: readonly Result[] }[] = [];
  for (const benchmark of chosen) {
    const results = await measure(benchmark, quick ? quickSettings : settings, seen);
    console.log(`${tablePart(benchmark, results)}\n`);
    done.push({ name: benchmark.name, unit: benchmark.unit?.name ?? "ms", results });
    // After each, so that a run that is stopped has not been in vain.
    writeFileSync(json, `${JSON.stringify({ machine, quick, benchmarks: done }, undefined, 1)}\n`);
  }
  console.log(`CPU time, medians. All samples are in ${json}`);
}

function allBenchmarks(quick: boolean): Benchmark[] {
  return [
    ...attentionBenchmarks(quick ? [128, 512] : [128, 512, 1024, 2048, 4096]),
    ...threadBenchmarks(quick ? 512 : 1024),
    ...maskBenchmarks(quick ? 512 : 1024, 128),
    ...ceilingBenchmarks(quick ? 512 : 1024),
    ...matrixProductBenchmarks(quick ? [128] : [128, 512]),
    ...operationBenchmarks(quick ? 128 : 512, quick ? 14 : 56),
    ...trainingBenchmarks(),
    ...tinyBenchmarks(),
    ...flatIndexBenchmarks(quick ? 10_000 : 100_000),
    ...databaseBenchmarks(quick ? [1000] : [10_000, 100_000]),
    ...processBenchmarks(quick ? 2048 : 8192, quick ? 5000 : 30_000),
  ];
}

// Beside the compiled files, which git ignores.
function defaultFile(): string {
  const [major] = process.version.slice(1).split(".");
  return fileURLToPath(new URL(`../results/node${major}.json`, import.meta.url));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
// Some contenders leave threads behind.
process.exit();
