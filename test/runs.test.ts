import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadParameters } from "../lib/index.ts";

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

const committed = (name: string): Run => JSON.parse(readFileSync(join(runs, `${name}.json`), "utf8")) as Run;

function printed(name: string, options: readonly string[]): Run {
  const env = { ...process.env, ATTENTION_LAB_BACKEND: "simd" };
  return JSON.parse(
    execFileSync(process.execPath, [join(runs, `${name}.mjs`), ...options], {
      cwd: root,
      env,
      stdio: "pipe",
    }).toString(),
  ) as Run;
}

test.each(readdirSync(runs).filter((file) => file.endsWith(".json")))(
  "%s says how, when and on what it was made",
  (file) => {
    const { about, command, made, machine } = JSON.parse(readFileSync(join(runs, file), "utf8"));
    const name = file.replace(".json", "");
    expect(about.length).toBeGreaterThan(40);
    expect(command).toMatch(new RegExp(`node notebooks/runs/${name}\\.mjs (.* )?> notebooks/runs/${name}\\.json$`));
    expect(made).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(machine).toMatch(/^.+, Node \d+\.\d+\.\d+$/);
  },
);

describe.each([
  { name: "squeeze-excitation", options: ["--arms", "none,se", "--seeds", "1,4", "--epochs", "1"], first: "none,se" },
  { name: "decomposable-attention", options: ["--seeds", "1", "--epochs", "1"], first: "aligned,even" },
])("$name", ({ name, options, first }) => {
  const { settings, results, command } = committed(name);

  test(`${name}.mjs prints the losses of the committed run, here those of one epoch`, () => {
    const part = printed(name, options);
    expect({ ...part.settings, epochs: settings.epochs }).toEqual(settings);
    expect(part.results.length).toBe(options[0] === "--arms" ? 4 : 2);
    for (const { arm, seed, losses } of part.results) {
      const same = results.find((result) => result.arm === arm && result.seed === seed);
      expect(Math.abs(losses[0]! - same!.losses[0]!)).toBeLessThan(1e-9);
    }
  });

  test(`${name}.json has each arm for each of five seeds, and a command that leads to it`, () => {
    const arms = [...new Set(results.map(({ arm }) => arm))];
    const pairs = results.map(({ arm, seed }) => `${arm} ${seed}`);
    const expected = arms.flatMap((arm) => [1, 2, 3, 4, 5].map((seed) => `${arm} ${seed}`));
    expect(pairs.sort()).toEqual(expected.sort());
    expect(arms.slice(0, 2).join()).toBe(first);
    expect(results.every(({ losses }) => losses.length === settings.epochs)).toBe(true);
    expect(command).toMatch(/node notebooks\/runs\/(.*)\.mjs (.* )?> notebooks\/runs\/\1\.json$/);
    expect(command).toContain(name);
  });
});

interface Agreement {
  readonly file: string;
  readonly test: string;
  readonly comparisons: number;
  readonly largest: number;
}
interface Scoreboard {
  readonly command: string;
  readonly made: string;
  readonly settings: { readonly oracle: string; readonly bound: number };
  readonly results: readonly Agreement[];
}

const scoreboard = JSON.parse(readFileSync(join(runs, "conformance.json"), "utf8")) as Scoreboard;
const compared = ({ results }: Scoreboard, file: string): [string, number][] =>
  results.filter((result) => result.file === file).map(({ test: title, comparisons }) => [title, comparisons]);

test("conformance.mjs prints what the committed scoreboard has, here of scores and rotary positions", () => {
  const options = ["--only", "scores,rotary"];
  const printed = execFileSync(process.execPath, [join(runs, "conformance.mjs"), ...options], { cwd: root });
  const again = JSON.parse(printed.toString()) as Scoreboard;
  expect(again.settings).toEqual(scoreboard.settings);
  for (const file of ["scores", "rotary"]) {
    expect(compared(again, file).length).toBeGreaterThan(0);
    expect(compared(again, file)).toEqual(compared(scoreboard, file));
  }
  expect(again.results.every(({ largest }) => largest > 0 && largest < scoreboard.settings.bound)).toBe(true);
}, 120_000);

test("conformance.json has every file of the oracle's tests, and a command that leads to it", () => {
  const tests = readdirSync(join(root, "test", "oracle")).filter((file) => file.endsWith(".test.ts"));
  const files = new Set(scoreboard.results.map(({ file }) => `${file}.test.ts`));
  expect([...files].sort()).toEqual(tests.sort());
  expect(scoreboard.made).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(scoreboard.command).toMatch(/^node notebooks\/runs\/conformance\.mjs > .*conformance\.json$/);
});

test.each([
  ["associative-recall", "lstm", { attention: 5, lstm: 3 }],
  ["pronunciation", "attention", { fixed: 5, attention: 5 }],
])("%s.mjs prints the losses of the committed run, here those of one epoch of %s", (name, arm, seeds) => {
  const { settings, results, command } = JSON.parse(readFileSync(join(runs, `${name}.json`), "utf8")) as Run;
  const options = ["--arms", arm, "--seeds", "1", "--epochs", "1"];
  const printed = execFileSync(process.execPath, [join(runs, `${name}.mjs`), ...options], { cwd: root });
  const again = JSON.parse(printed.toString()) as Run;
  expect(again.settings).toEqual(settings);
  expect(again.results.length).toBe(1);
  const same = results.find((result) => result.arm === arm && result.seed === 1);
  expect(Math.abs(again.results[0]!.losses[0]! - same!.losses[0]!)).toBeLessThan(1e-6);
  const pairs = Object.entries(seeds).flatMap(([one, count]) =>
    Array.from({ length: count }, (_, i) => `${one} ${i + 1}`),
  );
  expect(results.slice(0, pairs.length).map((result) => `${result.arm} ${result.seed}`)).toEqual(pairs);
  expect(command).toBe(`node notebooks/runs/${name}.mjs > notebooks/runs/${name}.json`);
});

interface Learned {
  readonly arm: string;
  readonly seed: number;
  readonly losses: readonly number[];
}

const ranked = JSON.parse(readFileSync(join(runs, "learning-to-rank.json"), "utf8")) as {
  readonly command: string;
  readonly settings: { readonly epochs: number };
  readonly results: readonly Learned[];
};

test("learning-to-rank.mjs prints the losses of the committed run, here those of one epoch", () => {
  const options = ["--arms", "n-grams alone", "--seeds", "2", "--epochs", "1"];
  const printed = execFileSync(process.execPath, [join(runs, "learning-to-rank.mjs"), ...options], {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { settings, results } = JSON.parse(printed.toString()) as typeof ranked;
  expect({ ...settings, epochs: ranked.settings.epochs }).toEqual(ranked.settings);
  const [one] = results;
  const same = ranked.results.find(({ arm, seed }) => arm === one!.arm && seed === one!.seed);
  // Float32, and an epoch of steps: what rounds otherwise on another machine grows.
  expect(Math.abs(one!.losses[0]! - same!.losses[0]!)).toBeLessThan(1e-3);
});

test("learning-to-rank.json has each arm for each of five seeds, and a command that leads to it", () => {
  const arms = [...new Set(ranked.results.map(({ arm }) => arm))];
  expect(arms.slice(0, 4)).toEqual(["softmax", "BCE", "RankNet", "ListNet"]);
  expect(ranked.results.map(({ arm, seed }) => `${arm} ${seed}`)).toEqual(
    arms.flatMap((arm) => [1, 2, 3, 4, 5].map((seed) => `${arm} ${seed}`)),
  );
  expect(ranked.command).toMatch(/^node notebooks\/runs\/learning-to-rank\.mjs > .*learning-to-rank\.json$/);
});

describe("causal-language-model", () => {
  interface LanguageRun {
    readonly command: string;
    readonly settings: { readonly arms: Record<string, { readonly steps: number }> };
    readonly counted: readonly { readonly characters: number; readonly test: number }[];
    readonly results: readonly { arm: string; seed: number; first: number[]; training: number[]; test: number }[];
  }
  const whole = committed("causal-language-model") as unknown as LanguageRun;

  test("causal-language-model.mjs prints the bits of the committed run, here those of three steps", () => {
    const options = ["--seeds", "1,4", "--stop", "3"];
    const part = printed("causal-language-model", options) as unknown as LanguageRun;
    expect(part.settings).toEqual(whole.settings);
    expect(part.results.map(({ arm, seed }) => `${arm} ${seed}`)).toEqual(["small 1", "small 4", "large 1"]);
    for (const { arm, seed, first } of part.results) {
      const same = whole.results.find((result) => result.arm === arm && result.seed === seed);
      for (const step of [0, 1, 2]) expect(Math.abs(first[step]! - same!.first[step]!)).toBeLessThan(1e-9);
    }
  });

  test("causal-language-model.json has all steps of each seed, and beside it the weights of its last model", () => {
    expect(whole.results.map(({ arm, seed }) => `${arm} ${seed}`).join()).toBe(
      "small 1,small 2,small 3,small 4,small 5,large 1",
    );
    for (const { arm, training } of whole.results) expect(training.length).toBe(whole.settings.arms[arm]!.steps / 100);
    expect(whole.counted.map(({ characters }) => characters)).toEqual([1, 2, 3, 4, 5, 6]);
    const saved = loadParameters(readFileSync(join(runs, "causal-language-model.safetensors"))) as {
      blocks: unknown[];
    };
    expect(saved.blocks.length).toBe(3);
    expect(whole.command).toContain("--save notebooks/runs/causal-language-model.safetensors");
  });
});

describe("approximate-search", () => {
  interface Measured {
    readonly command: string;
    readonly exact: { readonly agreement: number };
    readonly settings: { readonly words: number; readonly queries: number; readonly lists: number };
    readonly results: readonly { readonly index: string; readonly probes?: number; readonly recall: number }[];
  }
  const recalls = ({ results }: Measured, index: string): number[] =>
    results.filter((result) => result.index === index).map(({ recall }) => recall);

  test.each([
    ["committed", () => readFileSync(join(runs, "approximate-search.json"), "utf8")],
    [
      "run again, of a thousand words",
      () => {
        const options = ["--words", "1000", "--queries", "20"];
        const script = join(runs, "approximate-search.mjs");
        return execFileSync(process.execPath, [script, ...options], { cwd: root, stdio: "pipe" }).toString();
      },
    ],
  ])("%s: more effort finds more, and all lists find all", (_, text) => {
    const measured = JSON.parse(text()) as Measured;
    // The database, asked without an approximate index, and the index in memory find the same.
    expect(measured.exact.agreement).toBe(1);
    for (const index of ["HNSW, m = 4", "HNSW, m = 16", "IVFFlat"]) {
      const found = recalls(measured, index);
      expect(found.length).toBeGreaterThan(5);
      expect(found[0]).toBeLessThan(found.at(-1)!);
      for (let i = 1; i < found.length; i++) expect(found[i]!).toBeGreaterThanOrEqual(found[i - 1]! - 0.02);
      expect(found.at(-1)).toBeGreaterThan(0.9);
    }
    const last = measured.results.at(-1)!;
    expect([last.probes, last.recall]).toEqual([measured.settings.lists, 1]);
    expect(measured.command).toMatch(/^node notebooks\/runs\/approximate-search\.mjs > .*approximate-search\.json$/);
  });
});
