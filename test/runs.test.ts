import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// The longer experiments behind the notebooks: what is committed is what their scripts print.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const runs = join(root, "notebooks", "runs");

interface Result {
  readonly arm: string;
  readonly seed: number;
  readonly losses: readonly number[];
}
interface Run {
  readonly command: string;
  readonly settings: { readonly epochs: number };
  readonly results: readonly Result[];
}

const committed = JSON.parse(readFileSync(join(runs, "squeeze-excitation.json"), "utf8")) as Run;

test("squeeze-excitation.mjs prints the losses of the committed run, here those of one epoch", () => {
  const options = ["--arms", "none,se", "--seeds", "1,4", "--epochs", "1"];
  const printed = execFileSync(process.execPath, [join(runs, "squeeze-excitation.mjs"), ...options], { cwd: root });
  const { settings, results } = JSON.parse(printed.toString()) as Run;
  expect({ ...settings, epochs: committed.settings.epochs }).toEqual(committed.settings);
  expect(results.length).toBe(4);
  for (const { arm, seed, losses } of results) {
    const same = committed.results.find((result) => result.arm === arm && result.seed === seed);
    expect(Math.abs(losses[0]! - same!.losses[0]!)).toBeLessThan(1e-9);
  }
});

test("squeeze-excitation.json has each arm for each of five seeds, and a command that leads to it", () => {
  const arms = [...new Set(committed.results.map(({ arm }) => arm))];
  const pairs = committed.results.map(({ arm, seed }) => `${arm} ${seed}`);
  expect(pairs).toEqual(arms.flatMap((arm) => [1, 2, 3, 4, 5].map((seed) => `${arm} ${seed}`)));
  expect(arms.slice(0, 2)).toEqual(["none", "se"]);
  expect(committed.results.every(({ losses }) => losses.length === committed.settings.epochs)).toBe(true);
  expect(committed.command).toMatch(/^node notebooks\/runs\/squeeze-excitation\.mjs > .*squeeze-excitation\.json$/);
});
