import { expect, test } from "vitest";
import { parseNotebook } from "../../../tools/runner/notebook/read.ts";

const file = "notebooks/01-x.ipynb";
const parse = (json: unknown): ReturnType<typeof parseNotebook> => parseNotebook(JSON.stringify(json), file, ["tslab"]);
const notebook = (...cells: object[]): object => ({
  nbformat: 4,
  nbformat_minor: 4,
  metadata: { kernelspec: { name: "tslab" }, toc: { base: 1 } },
  cells,
});

test("parseNotebook says in one line what is not JSON", () => {
  const parsing = (): unknown => parseNotebook('{ "cells": [\n', file, ["tslab"]);
  expect(parsing).toThrow(/^notebooks\/01-x\.ipynb: is not JSON: [^\n]+$/);
});

test("parseNotebook says in one line what is no notebook it can run", () => {
  expect(() => parse([])).toThrow(`${file}: is not a notebook: it has no nbformat`);
  expect(() => parse({ nbformat: 3 })).toThrow(
    `${file}: is nbformat 3, expected 4; open it in JupyterLab and save it again`,
  );
  expect(() => parse({ nbformat: 4 })).toThrow(`${file}: is not a notebook: cells is no list of cells`);
  expect(() => parse(notebook({ cell_type: "code" }, { cell_type: "heading" }))).toThrow(
    `${file}: is not a notebook: entry 2 of cells is no code, markdown or raw cell`,
  );
  expect(() => parse({ nbformat: 4, cells: [], metadata: {} })).toThrow(`${file}: names no kernel, expected tslab`);
  expect(() => parse({ nbformat: 4, cells: [], metadata: { kernelspec: { name: "python3" } } })).toThrow(
    `${file}: asks for the kernel "python3", expected tslab`,
  );
});

test("parseNotebook joins lines, of sources, of streams, of texts in bundles", () => {
  const { cells } = parse(
    notebook({
      cell_type: "code",
      id: "a",
      execution_count: 2,
      source: ["const a = 1;\n", "a"],
      outputs: [
        { output_type: "stream", name: "stdout", text: ["1\n", "2\n"] },
        {
          output_type: "display_data",
          data: { "text/html": ["<b>\n", "</b>"], "application/json": ["kept", "so"] },
        },
      ],
    }),
  );
  expect(cells).toEqual([
    {
      id: "a",
      cell_type: "code",
      metadata: {},
      execution_count: 2,
      source: "const a = 1;\na",
      outputs: [
        { output_type: "stream", name: "stdout", text: "1\n2\n" },
        {
          output_type: "display_data",
          data: { "text/html": "<b>\n</b>", "application/json": ["kept", "so"] },
          metadata: {},
        },
      ],
    },
  ]);
});

test("parseNotebook gives cells without a valid id of their own the same id at each reading", () => {
  const cells = [{ id: "a" }, {}, { id: "a" }, { id: "not valid" }, { id: "cell-2" }];
  const json = notebook(...cells.map((cell) => ({ ...cell, cell_type: "markdown", source: "" })));
  const ids = parse(json).cells.map(({ id }) => id);
  expect(ids).toEqual(["a", "cell-2", "a-again", "cell-4", "cell-2-again"]);
});

test("parseNotebook keeps of metadata what matters, and drops what editors leave", () => {
  const metadata = { tags: ["volatile"], jupyter: { source_hidden: true }, collapsed: true, execution: { t: 1 } };
  const read = parse(notebook({ cell_type: "markdown", metadata, source: "" }));
  expect(read.cells[0]?.metadata).toEqual({ tags: ["volatile"], jupyter: { source_hidden: true } });
  expect(Object.keys(read.metadata)).toEqual(["kernelspec", "language_info"]);
});
