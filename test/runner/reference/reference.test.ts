import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import * as lab from "../../../lib/index.ts";
import * as search from "../../../search/index.ts";
import { projectRoot } from "../../../tools/runner/project/root.ts";
import { readReference } from "../../../tools/runner/reference/reference.ts";
import { renderReference } from "../../../tools/runner/report/reference-page.ts";

const documented = await readReference();
const valuesOf = (module: object): string[] =>
  Object.entries(module).flatMap(([name, value]) =>
    typeof value === "object" ? Object.keys(value).map((inner) => `${name}.${inner}`) : [name],
  );

test("readReference() holds every function and class that the packages export, and says what it does", () => {
  for (const [from, module] of [["attention-lab", lab] as const, ["attention-search", search] as const]) {
    const described = documented.filter((one) => one.from === from && one.text !== "" && one.kind !== "type");
    expect(described.map(({ name }) => name).sort()).toEqual(valuesOf(module).sort());
  }
});

test("readReference() gives overloads, parameters, errors and examples as they are written", () => {
  const attend = documented.find(({ name }) => name === "attend")!;
  expect(attend.signatures[0]).toBe(
    "function attend(q: Tensor, k: Tensor, v: Tensor, options?: AttentionOptions): Attention",
  );
  expect(attend.signatures).toHaveLength(2);
  expect(attend.parameters[1]).toEqual({ name: "k", text: "[…, m, d_k] keys" });
  expect(attend.throws).toBe("ArgumentError when shapes, dtypes or options do not fit.");
  expect(attend.examples[0]).toContain("toArray(output); // [[7]]");
  expect(documented.find(({ name }) => name === "Tensor")).toMatchObject({
    kind: "type",
    signatures: ["type Tensor = NdArray<Float64Array> | NdArray<Float32Array>"],
  });
});

test("readReference() names sources that are there, and hold the name", () => {
  for (const { name, source } of documented) {
    expect([source, existsSync(join(projectRoot, source))]).toEqual([source, true]);
    expect(readFileSync(join(projectRoot, source), "utf8")).toContain(name.split(".").at(-1));
  }
});

test("renderReference(documented) is one page below 1.5 MB, with an entry for every name and no id twice", () => {
  const markup = renderReference(documented);
  expect(markup.length).toBeLessThan(1_500_000);
  const page = new JSDOM(markup).window.document;
  const ids = [...page.querySelectorAll("[id]")].map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  expect(documented.filter(({ name }) => !ids.includes(name))).toEqual([]);
  const broken = [...page.querySelectorAll('a[href^="#"]')].filter(
    (link) => !ids.includes(decodeURIComponent(link.getAttribute("href")!.slice(1))),
  );
  expect(broken.map((link) => link.getAttribute("href"))).toEqual([]);
});
