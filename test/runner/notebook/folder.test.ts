import path from "node:path";
import { expect, test } from "vitest";
import { notebookNames, selectNames } from "../../../tools/runner/notebook/folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const names = ["00-start", "01-query", "02-waist"];

test("selectNames(names, filters) takes beginnings of names, and paths", () => {
  expect(selectNames(names, [])).toEqual(names);
  expect(selectNames(names, ["01"])).toEqual(["01-query"]);
  expect(selectNames(names, ["notebooks/02-waist.ipynb", "00"])).toEqual(["00-start", "02-waist"]);
});

test("selectNames(names, filters) lists the notebooks when a filter fits none", () => {
  expect(() => selectNames(names, ["01", "7"])).toThrow(
    'no notebook begins with "7"; there are 00-start, 01-query, 02-waist',
  );
});

test("notebookNames(folder) says when there are none", () => {
  const folder = temporaryFolder();
  expect(() => notebookNames(folder)).toThrow(`${folder}: there are no notebooks here`);
  expect(() => notebookNames(path.join(folder, "nowhere"))).toThrow("there are no notebooks here");
});
