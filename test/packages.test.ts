import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, launchBrowser } from "./browser.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = ["attention-lab", "attention-search"] as const;
const workspaces = { "attention-lab": "lib", "attention-search": "search" };

/** An empty project: the tarballs are installed in it, and nothing else of this repository can be reached from it. */
const project = mkdtempSync(join(tmpdir(), "packages-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));

const [npm, ...npmArguments] = process.platform === "win32" ? ["cmd", "/c", "npm"] : ["npm"];
const tarball = (name: string): string => join(project, `${name}-0.1.0.tgz`);
const installed = (...path: string[]): string => join(root, "node_modules", ...path);

/** What a command prints, run in the project; it fails when the command does. */
async function output(command: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, npm_config_audit: "false", npm_config_fund: "false", FORCE_COLOR: "0", NO_COLOR: "1" };
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, { cwd: project, env });
    return stdout + stderr;
  } catch (error) {
    const { message, stdout = "" } = error as Error & { stdout?: string };
    throw new Error(`${message}\n${stdout}`);
  }
}

function write(name: string, text: string): string {
  writeFileSync(join(project, name), text);
  return name;
}

const use = `
const { output, weights } = lab.attend(lab.tensor([[1, 0]]), lab.tensor([[1, 0], [1, 0]]), lab.tensor([[2], [4]]));
const found = search.tokenize("Green apples!").join("+");
`;
const expected = "3 0.5 green+apples";
const shown = '[output.get(0, 0), weights.get(0, 1), found].join(" ")';

beforeAll(async () => {
  writeFileSync(join(project, "package.json"), '{ "private": true }');
  for (const name of packages)
    await output(
      npm!,
      ...npmArguments,
      "pack",
      join(root, workspaces[name]),
      "--silent",
      "--pack-destination",
      project,
    );
  await output(npm!, ...npmArguments, "install", "--prefer-offline", ...packages.map(tarball));
});

describe("the packed tarballs, installed in an empty project", () => {
  test("are imported by an ES module", async () => {
    const lines = ['import * as lab from "attention-lab";', 'import * as search from "attention-search";', use];
    const file = write("use.mjs", [...lines, `console.log(${shown});`].join("\n"));
    expect(await output(process.execPath, file)).toBe(`${expected}\n`);
  });

  test("are required by a CommonJS module, without a warning", async () => {
    const lines = packages.map((name) => `const ${name.slice("attention-".length)} = require("${name}");`);
    const file = write("use.cjs", [...lines, use, `console.log(${shown});`].join("\n"));
    expect(await output(process.execPath, file)).toBe(`${expected}\n`);
  });

  test.skipIf(!hasBrowser && !process.env.CI)(
    "attention-lab is bundled into a page, which opens from disk",
    async () => {
      write(
        "page.js",
        `import { attend, tensor } from "attention-lab";
      document.title = String(attend(tensor([[1, 0]]), tensor([[1, 0], [1, 0]]), tensor([[2], [4]])).output.get(0, 0));`,
      );
      const lib = {
        entry: join(project, "page.js"),
        formats: ["iife" as const],
        name: "page",
        fileName: () => "bundle.js",
      };
      const outDir = join(project, "site");
      await build({ root: project, configFile: false, logLevel: "error", build: { outDir, lib } });
      writeFileSync(join(outDir, "index.html"), '<!doctype html><title></title><script src="bundle.js"></script>');
      const browser = await launchBrowser();
      try {
        const page = await browser.newPage();
        await page.goto(`file://${join(outDir, "index.html")}`);
        expect(await page.title()).toBe("3");
      } finally {
        await browser.close();
      }
    },
  );

  const compilers = {
    "5.0": installed("@tslab", "typescript-for-tslab", "bin", "tsc"),
    "7": installed("typescript", "bin", "tsc"),
  };

  test.each([
    ["5.0", "node16"],
    ["7", "nodenext"],
    ["7", "bundler"],
  ] as const)("are read by TypeScript %s with modules as of %s", async (version, resolution) => {
    // @types/node is what a user of attention-search has, whose functions read files.
    if (!readdirSync(join(project, "node_modules", "@types")).includes("node"))
      symlinkSync(installed("@types", "node"), join(project, "node_modules", "@types", "node"), "junction");
    const file = write(
      "use.mts",
      `import { attend, grad, ops, scores, tensor, type Tensor, type Score } from "attention-lab";
      import { bm25, type Hit } from "attention-search";
      const score: Score = scores.cosine({ temperature: 0.1 });
      const { output }: { output: Tensor } = attend(tensor([[1]]), tensor([[1]]), tensor([[2]]), { score });
      const gradient: Tensor = grad((x) => ops.sum(ops.square(x)))(output);
      const hits: readonly Hit[] = bm25([{ id: "a", text: "green apples" }]).search("apples");
      // @ts-expect-error a score is no number
      const wrong: number = score;
      // @ts-expect-error what is found has a score and an id, and nothing else
      hits[0]!.price;
      console.log(gradient.shape, hits, wrong);\n`,
    );
    const module = resolution === "bundler" ? "esnext" : resolution;
    const options = [
      "--noEmit",
      "--strict",
      "--target",
      "es2022",
      "--module",
      module,
      "--moduleResolution",
      resolution,
    ];
    expect(await output(process.execPath, compilers[version], ...options, file)).toBe("");
  });

  test.each(packages)("%s is published as publint and Are the Types Wrong want it", async (name) => {
    const publint = installed("publint", "src", "cli.js");
    expect(await output(process.execPath, publint, tarball(name), "--strict")).toContain("All good!");
    const attw = installed("@arethetypeswrong", "cli", "dist", "index.js");
    await output(process.execPath, attw, tarball(name), "--profile", "esm-only");
  });

  test.each(packages)("%s has its licence, and a README whose example prints what its comments say", async (name) => {
    const folder = join(project, "node_modules", name);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(["LICENSE", "README.md", "dist", "package.json"]));
    const example = /```js\n(.*?)```/s.exec(readFileSync(join(folder, "README.md"), "utf8"))?.[1] ?? "";
    const promised = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, said]) => `${said}\n`);
    expect(promised.length).toBe(2);
    expect(await output(process.execPath, write(`${name}.mjs`, example))).toBe(promised.join(""));
  });

  test("attention-lab weighs less than 300 kB", () => {
    expect(statSync(tarball("attention-lab")).size).toBeLessThan(300_000);
  });
});
