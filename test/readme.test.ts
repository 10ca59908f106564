import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// Below node_modules the examples find the workspaces, as a user's files would.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "node_modules", ".cache", "readme");
mkdirSync(folder, { recursive: true });
const readme = readFileSync(join(root, "README.md"), "utf8");
const contributing = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
const pages = [
  ["README", readme],
  ["CONTRIBUTING", contributing],
] as const;

test("README: the example of the library prints what its comments say", () => {
  const example = /```js\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const promised = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, said]) => said);
  writeFileSync(join(folder, "example.mjs"), example);
  const printed = execFileSync(process.execPath, [join(folder, "example.mjs")], { encoding: "utf8" });
  expect(promised.length).toBeGreaterThan(1);
  expect(printed.trim().split("\n")).toEqual(promised);
  expect(example.trim().split("\n").length).toBeLessThanOrEqual(10);
});

test("CONTRIBUTING: the example of a score compiles", () => {
  const example = /```ts\n(.*?)```/s.exec(contributing)?.[1] ?? "";
  writeFileSync(join(folder, "score.ts"), `${example}\ndeclare const q: Tensor, k: Tensor, v: Tensor;\n`);
  const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck"];
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, ...options, "--ignoreConfig", join(folder, "score.ts")], {
    encoding: "utf8",
  });
  expect(stdout).toBe("");
});

test.each(pages)("%s: every link to a file of the project leads somewhere", (_, page) => {
  const targets = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target).filter((t) => !/^https?:/.test(t));
  expect(targets.length).toBeGreaterThan(5);
  expect(targets.filter((target) => !existsSync(join(root, target)))).toEqual([]);
});

test.each(pages)("%s: every npm script that it names exists", (_, page) => {
  // Those are of npm itself.
  const own = ["run", "install", "pack"];
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const named = [...page.matchAll(/npm (?:run )?([a-z:]+)/g)]
    .map(([, name]) => name)
    .filter((name) => !own.includes(name!));
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
