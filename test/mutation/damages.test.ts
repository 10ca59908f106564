import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

interface Damaged {
  readonly file: string;
  readonly tests: readonly string[];
  readonly damages: readonly { readonly damage: string; readonly find: string; readonly replace: string }[];
}

const pathOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const read = (path: string): string => readFileSync(pathOf(path), "utf8");
const sources = JSON.parse(read("test/mutation/damages.json")) as readonly Damaged[];

test("damages.json holds at least 40 damages, each named once", () => {
  const names = sources.flatMap(({ file, damages }) => damages.map(({ damage }) => `${file}: ${damage}`));
  expect(names.length).toBeGreaterThanOrEqual(40);
  expect(new Set(names).size).toBe(names.length);
});

test.each(sources)("every damage of $file is of a text found there once, and its tests exist", (source) => {
  const text = read(source.file);
  for (const { damage, find, replace } of source.damages) {
    expect({ damage, found: text.split(find).length - 1 }).toEqual({ damage, found: 1 });
    expect(replace).not.toBe(find);
  }
  expect(source.tests.filter((path) => !existsSync(pathOf(path)))).toEqual([]);
  expect(source.tests.length).toBeGreaterThan(0);
});
