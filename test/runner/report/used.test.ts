import { expect, test } from "vitest";
import { usedIn } from "../../../tools/runner/report/used.ts";
import { code, documentedAs, notebook, text } from "./notebook.ts";

const known = [
  ...["attend", "grad", "scores.dot", "scores.scaledDot", "tensor"].map((name) => documentedAs(name)),
  documentedAs("Tensor", { kind: "type" }),
  documentedAs("metrics.ndcg", { from: "attention-search" }),
];
const names = (...cells: string[]): string[] =>
  usedIn(notebook(text("attend grad"), ...cells.map((source) => code(source))), known).map(({ name }) => name);

test("usedIn(notebook) finds what is imported from the packages and named in a cell, in any later one", () => {
  const imports =
    'import { attend, type Tensor } from "attention-lab";\nimport { metrics } from "attention-search";\n' +
    'import {\n  scores,\n  tensor,\n} from "attention-lab";';
  expect(names(imports, "attend(q)", "const score = scores\n  .dot(); metrics.ndcg(run);")).toEqual([
    "attend",
    "scores.dot",
    "metrics.ndcg",
  ]);
});

test("usedIn(notebook) passes over what is only imported, is of another package, or is a part of another name", () => {
  expect(names('import { attend, tensor } from "attention-lab";', "tensors(1); my.attend(2); $tensor;")).toEqual([]);
  expect(names('import { attend } from "elsewhere";', "attend(1)")).toEqual([]);
  expect(names("attend(1)")).toEqual([]);
  expect(names('import { scores } from "attention-lab";', "scores.scaledDot()")).toEqual(["scores.scaledDot"]);
});
