import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { checkDeclarations } from "../../../tools/runner/typecheck/declarations.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const consumer = (...lines: string[]): string => {
  const file = path.join(temporaryFolder(), "consumer.ts");
  writeFileSync(file, lines.join("\n"));
  return file;
};
const limit = { timeout: 60_000 };

test("checkDeclarations(file) says nothing when the packages' types are used rightly", limit, async () => {
  const file = consumer('import { tensor } from "attention-lab";', "export const size: number = tensor([1, 2]).size;");
  expect(await checkDeclarations(file)).toBe("");
});

test("checkDeclarations(file) says where they are not", limit, async () => {
  const file = consumer('import { tensor } from "attention-lab";', "export const size: string = tensor([1, 2]);");
  expect(await checkDeclarations(file)).toMatch(/consumer\.ts\(2,14\): error TS2322/);
});
