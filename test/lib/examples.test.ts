import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as library from "../../lib/index.ts";
import { fileOf, isMethod, lib, publicFunctions } from "./public-functions.ts";

// Every public function shows an example in its doc comment, and what the examples say is true.

/** The code of the example in a doc comment, or `undefined`. */
function exampleIn(comment: string): string | undefined {
  const code = /^ *\* @example\n *\* ```ts\n(.*?)^ *\* ```$/ms.exec(comment)?.[1];
  return code?.replaceAll(/^ *\* ?/gm, "").trimEnd();
}

/** The example in the doc comment of something public. */
function exampleOf(callable: string): string | undefined {
  const name = callable.split(".").at(-1)!;
  const declaration = isMethod(callable) ? `  ${name}\\(` : `export (?:function|const|class) ${name}\\b`;
  const before = readFileSync(fileOf(callable), "utf8").split(new RegExp(`^${declaration}`, "m"), 1)[0]!;
  return before.endsWith("*/\n") || before.endsWith("*/\n  ")
    ? exampleIn(before.slice(before.lastIndexOf("/**")))
    : undefined;
}

/** Typed arrays as arrays; everything else as it is. */
const plain = (value: unknown): unknown => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value);

/** Is `value` what was stated, with numbers to 1e-12 of their size? */
function agrees(value: unknown, stated: unknown): boolean {
  if (typeof value === "number" && typeof stated === "number") {
    return value === stated || Math.abs(value - stated) <= 1e-12 * Math.abs(stated);
  }
  const [array, wanted] = [plain(value), plain(stated)];
  if (!Array.isArray(array) || !Array.isArray(wanted)) return Object.is(value, stated);
  return array.length === wanted.length && array.every((entry, i) => agrees(entry, wanted[i]));
}

/** Run an example, and return what it states of its lines that is not so; throws when it states nothing. */
function run(code: string): string[] {
  const wrong: string[] = [];
  let statements = 0;
  const state = (line: string, value: unknown, stated: unknown): void => {
    statements++;
    if (!agrees(value, stated)) wrong.push(`${line} but it is ${JSON.stringify(plain(value))}`);
  };
  const lines = code.split("\n").map((line) => {
    const [, expression, stated] = /^(.*); \/\/ (.*)$/.exec(line) ?? [];
    return expression === undefined ? line : `state(${JSON.stringify(line)}, (${expression}), (${stated}));`;
  });
  const names = Object.keys(library);
  new Function("state", ...names, `"use strict";\n${lines.join("\n")}`)(state, ...Object.values(library));
  if (statements === 0) throw new Error("the example states nothing");
  return wrong;
}

/** What the compiler says of examples, each in a block of its own. */
function complaints(examples: readonly string[]): string {
  const folder = join(lib, "..", "node_modules", ".cache", "examples");
  const file = join(folder, "examples.ts");
  mkdirSync(folder, { recursive: true });
  const imports = `import { ${Object.keys(library).join(", ")} } from "../../../lib/index.ts";`;
  writeFileSync(file, [imports, ...examples.map((code) => `{\n${code}\n}`)].join("\n"));
  const compiler = join(lib, "..", "node_modules", "typescript", "bin", "tsc");
  const strict = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "--ignoreConfig"];
  const modules = ["--target", "es2022", "--module", "nodenext", "--allowImportingTsExtensions"];
  return spawnSync(process.execPath, [compiler, ...strict, ...modules, file], { encoding: "utf8" }).stdout;
}

describe("the example of", () => {
  test.each([...publicFunctions.keys()])("%s is there, short, and says what is so", (callable) => {
    const code = exampleOf(callable);
    expect(code, `${callable} has no @example`).toBeDefined();
    expect(code!.split("\n").length).toBeLessThanOrEqual(4);
    expect(code).toMatch(new RegExp(`\\b${callable.split(".").at(-1)}\\b`));
    expect(run(code!)).toEqual([]);
  });
});

describe("as TypeScript", () => {
  test("all examples compile under --strict", () => {
    expect(complaints([...publicFunctions.keys()].map((callable) => exampleOf(callable)!))).toBe("");
  }, 60_000);

  test("an example with a wrong type does not", () => {
    expect(complaints(['ones("3").shape; // [3]'])).toContain("error TS2345");
  }, 60_000);
});

test("no example in the sources is left out", () => {
  const sources = readdirSync(lib, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".ts") && !/(^|[\\/])(dist|node_modules)[\\/]/.test(path),
  );
  const examples = sources.flatMap((path) => readFileSync(join(lib, path), "utf8").match(/@example/g) ?? []);
  expect(examples.length).toBe(publicFunctions.size);
});

describe("an example is refused", () => {
  test.each([
    ["a number", "toArray(ops.add(tensor(1), 1)); // 3", "3 but it is 2"],
    ["a number in a row", "toArray(tensor([[1, 2]])); // [[1, 2.00001]]", "[[1, 2.00001]] but it is [[1,2]]"],
    ["a shape", "toArray(ones([2])); // [[1, 1]]", "[[1, 1]] but it is [1,1]"],
    ["a length", "toArray(ones([2])); // [1, 1, 1]", "[1, 1, 1] but it is [1,1]"],
    ["a mask", "masks.toTensor(masks.causal(), 1, 2).data; // [1, 1]", "[1, 1] but it is [1,0]"],
    ["a truth", "isTensor(1); // true", "true but it is false"],
    ["a text", 'ones([1]).dtype; // "float32"', '"float32" but it is "float64"'],
    ["a type", "toArray(tensor(1)); // true", "true but it is 1"],
    ["a tensor for its numbers", "ones([1]); // [1]", "[1] but it is"],
  ])("when %s is wrong: %s", (_, code, told) => {
    expect(run(code)).toEqual([expect.stringContaining(told)]);
  });

  test("when it states nothing", () => {
    expect(() => run("ones([2]);")).toThrow("the example states nothing");
  });

  test("when it throws", () => {
    expect(() => run("ones([-1]).shape; // [1]")).toThrow("ones: shape has");
  });

  test("when it is not there", () => {
    expect(exampleIn("/**\n * Zeros.\n *\n * @param shape of the tensor\n */")).toBeUndefined();
  });
});

test("a number may differ from what is stated by its rounding, and no more", () => {
  expect(run("0.1 + 0.2; // 0.3")).toEqual([]);
  expect(run("0.3 + 1e-11; // 0.3")).toHaveLength(1);
});
