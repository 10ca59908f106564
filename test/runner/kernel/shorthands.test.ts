import { afterAll, beforeAll, expect, test } from "vitest";
import { Kernel } from "../../../tools/runner/client/kernel.ts";
import { readKernelSpec } from "../../../tools/runner/client/kernelspec.ts";
import { spellOutShorthands } from "../../../tools/runner/kernel/shorthands.ts";

test("spellOutShorthands(code) writes properties and renamed bindings in full, line by line", () => {
  expect(spellOutShorthands("f({ x, ...rest,\n  y });")).toBe("f({ x: x, ...rest,\n  y: y });");
  expect(spellOutShorthands("({ a, b = 1 } = c);")).toBe("({ a: a, b: b = 1 } = c);");
  expect(spellOutShorthands("const { a: b, c: { d }, e = 1 } = f;")).toBe('const { "a": b, "c": { d }, e = 1 } = f;');
  expect(spellOutShorthands("const g = ({ a: b }) => ({ b });")).toBe('const g = ({ "a": b }) => ({ b: b });');
});

test("spellOutShorthands(code) changes nothing else", () => {
  const lines = ["// { x }", 'import { a as b } from "c";', "const t = `{ x }`;", "a: for (;;) break a;", "if ("];
  expect(spellOutShorthands(lines.join("\n"))).toBe(lines.join("\n"));
});

let kernel: Kernel;
beforeAll(async () => {
  kernel = await Kernel.start(readKernelSpec("tslab"), import.meta.dirname);
  await kernel.execute("const x = 5; let train = 1, test = 2; const split = { train: [1], test: [2] };", {
    timeLimit: 30_000,
  });
}, 60_000);
afterAll(() => kernel.shutdown());

// What an earlier cell declared, in each place where its name alone would not be enough.
test.each([
  ["console.log({ x });", "{ x: 5 }\n"],
  ["console.log([1].map((train) => ({ train, x })));", "[ { train: 1, x: 5 } ]\n"],
  ["const { test: renamed } = split; console.log(renamed);", "[ 2 ]\n"],
  ["const { train: { length }, ...others } = split; console.log(length, others);", "1 { test: [ 2 ] }\n"],
  ["for (const { test: each } of [split]) console.log(each);", "[ 2 ]\n"],
  ["const first = ({ test: [one] }: typeof split) => one; console.log(first(split));", "2\n"],
  ["({ train, test } = { train: 7, test: 8 }); console.log(train, test);", "7 8\n"],
])("a cell may say %s", async (code, printed) => {
  let text = "";
  const listener = ({ content }: { content: Readonly<Record<string, unknown>> }) => {
    text += content.text ?? "";
  };
  const reply = await kernel.execute(code, { timeLimit: 30_000, listener });
  expect([reply.status, reply.evalue, text]).toEqual(["ok", undefined, printed]);
});

test("a fault is where it was written, though shorthands stand before it", async () => {
  const reply = await kernel.execute("console.log({ x, train }, nothing);", { timeLimit: 30_000 });
  expect(reply.evalue).toBe("line 1, column 27: TS2304: Cannot find name 'nothing'.");
});
