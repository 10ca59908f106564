// Do the tests notice damage? Applies the damages listed beside this file to copies of the library, one at a time, and
// runs the tests that should fail. The checkout itself stays as it is. Arguments choose files by a part of their path:
// `npm run test:mutation -- lib/ops`.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const parts = ["lib", "search", "test", "tools", "package.json", "tsconfig.base.json", "vitest.config.ts"];
const listed = JSON.parse(readFileSync(new URL("damages.json", import.meta.url), "utf8"));
const chosen = process.argv.slice(2);
const sources = listed.filter(({ file }) => chosen.length === 0 || chosen.some((part) => file.includes(part)));
const damages = sources.flatMap(({ file, tests, damages }) => damages.map((one) => ({ file, tests, ...one })));

/** A copy of what the tests need, with the installed packages of the checkout. */
function copyOfProject() {
  const folder = mkdtempSync(join(tmpdir(), "mutation-"));
  const filter = (path) => !["dist", "node_modules", ".venv"].includes(basename(path));
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true, filter });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

/**
 * How many tests of these files pass and fail in a copy, up to the first that fails. The cache would be kept beside the
 * installed packages; the copies run side by side already, and modules hold nothing that one file could spoil for another.
 */
async function run(folder, tests) {
  const vitest = join(folder, "node_modules", "vitest", "vitest.mjs");
  const output = ["--cache=false", "--reporter=json", "--outputFile=results.json"];
  const options = [...output, "--bail=1", "--pool=threads", "--no-isolate", "--no-file-parallelism"];
  const child = spawn(process.execPath, [vitest, "run", ...options, ...tests], { cwd: folder, stdio: "ignore" });
  await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  return JSON.parse(readFileSync(join(folder, "results.json"), "utf8"));
}

/** `noticed`, or why not. */
async function verdictOf(folder, { file, find, replace, tests }) {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  if (text.split(find).length !== 2) return "THE TEXT WAS NOT FOUND ONCE";
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  try {
    const { success, numFailedTests } = await run(folder, tests);
    if (success) return "SURVIVED";
    return numFailedTests > 0 ? "noticed" : "BROKE THE TEST FILES, NOT A TEST";
  } finally {
    writeFileSync(path, text);
  }
}

const copies = [copyOfProject(), copyOfProject()];
try {
  const tests = [...new Set(sources.flatMap((source) => source.tests))];
  const { success, testResults } = await run(copies[0], tests);
  if (!success) {
    const failed = testResults.filter(({ status }) => status !== "passed").map(({ name }) => name);
    throw new Error(`without damage these fail already: ${failed.join(", ")}`);
  }
  const waiting = [...damages];
  let unnoticed = 0;
  const work = async (folder) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const verdict = await verdictOf(folder, next);
      if (verdict !== "noticed") unnoticed++;
      console.log(`${verdict}: ${next.file}: ${next.damage}`);
    }
  };
  await Promise.all(copies.map(work));
  console.log(`${damages.length - unnoticed} of ${damages.length} damages noticed`);
  process.exitCode = unnoticed === 0 ? 0 : 1;
} finally {
  for (const folder of copies) rmSync(folder, { recursive: true, force: true });
}
