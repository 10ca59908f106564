import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import * as lab from "../../lib/index.ts";
import * as library from "../../search/index.ts";

// What the examples in doc comments say is true.

const folder = fileURLToPath(new URL("../../search/", import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !/(^|[\\/])(dist|node_modules)[\\/]/.test(file),
);

const examples = sources.flatMap((file) => {
  const found = readFileSync(join(folder, file), "utf8").matchAll(/^ \* @example\n \* ```ts\n(.*?)^ \* ```$/gms);
  return [...found].map(([, code]) => ({ file, code: code!.replaceAll(/^ \* ?/gm, "") }));
});

// What an example keeps, it keeps here.
const temporary = mkdtempSync(join(tmpdir(), "examples-"));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** The pairs of value and stated value of an example. */
async function statements(code: string): Promise<[unknown, unknown][]> {
  const pairs: [unknown, unknown][] = [];
  const body = code.replaceAll(/^(.*); \/\/ (.*)$/gm, "state(($1), ($2));");
  const names = { ...lab, ...library, folder: temporary, state: (...pair: [unknown, unknown]) => pairs.push(pair) };
  await new Function(...Object.keys(names), `return (async () => {${body}})()`)(...Object.values(names));
  return pairs;
}

describe("the example of", () => {
  test.each(examples)("$file says what is so", async ({ code }) => {
    const pairs = await statements(code);
    expect(pairs.length).toBeGreaterThan(0);
    for (const [value, stated] of pairs) {
      if (typeof stated === "number") expect(value).toBeCloseTo(stated, 12);
      else expect(value).toEqual(stated);
    }
  });

  test("every public function is there", () => {
    const callables = [library, library.metrics, library.indexes, library.encoders].flatMap((names) =>
      Object.entries(names).flatMap(([name, value]) => (typeof value === "function" ? [name] : [])),
    );
    // Those of files, and the classes of errors, have none.
    const without = [
      "CollectionError",
      "DatabaseError",
      "MissingPackageError",
      "loadFlat",
      "readCollection",
      "readRun",
      "textOf",
      "writeRun",
    ];
    const shown = callables.filter((name) => examples.some(({ code }) => code.includes(`${name}(`)));
    expect(callables.filter((name) => !shown.includes(name)).sort()).toEqual(without);
  });
});
