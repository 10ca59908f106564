// The scoreboard of notebook 14: runs the tests that hold the library against ONNX Runtime (test/oracle), and prints for
// each what it compared, how often, and the largest difference found; from the root of the project, once everything is
// installed (npm test does it):
//
//   node notebooks/runs/conformance.mjs > notebooks/runs/conformance.json
//
// A part of it: node notebooks/runs/conformance.mjs --only scores,rotary

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { printResult } from "./print-result.mjs";

const seed = 1;
const root = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({ options: { only: { type: "string", default: "" } } });
const files = values.only.split(",").map((name) => (name === "" ? "test/oracle" : `test/oracle/${name}.test.ts`));

// A test of the project may run this: the runner inside must not take itself for its parent.
const outside = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST"));
const ran = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...files, "--reporter=json"], {
  cwd: root,
  env: { ...Object.fromEntries(outside), ORACLE_SEED: String(seed) },
  maxBuffer: 2 ** 26,
});
if (ran.status !== 0) throw new Error(`conformance: the tests did not pass:\n${ran.stderr}`);
const { testResults } = JSON.parse(ran.stdout.toString());
const results = testResults
  .flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ title, meta }) => ({
      file: name.replaceAll("\\", "/").replace(/.*\/(.+)\.test\.ts$/, "$1"),
      test: title,
      comparisons: meta.compared.times,
      largest: meta.compared.largest,
    })),
  )
  .filter(({ comparisons }) => comparisons > 0)
  .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));

const { version } = JSON.parse(readFileSync(`${root}/node_modules/onnxruntime-node/package.json`, "utf8"));
const about = {
  about: "The library beside ONNX Runtime on random cases, both in Float32: the largest difference of any number.",
  command: "node notebooks/runs/conformance.mjs > notebooks/runs/conformance.json",
  settings: { oracle: `onnxruntime-node ${version}`, seed, bound: 1e-5 },
};
printResult(about, { results });
