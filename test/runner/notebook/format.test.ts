import { expect, test } from "vitest";
import { formatNotebook } from "../../../tools/runner/notebook/format.ts";
import { parseNotebook } from "../../../tools/runner/notebook/read.ts";
import { skeleton } from "../../../tools/runner/notebook/skeleton.ts";
import { notebookOf } from "../notebook-of.ts";

test("formatNotebook writes as Jupyter does: one space, sorted keys, lists of lines, a line break at the end", () => {
  const text = formatNotebook(notebookOf("const a = 1;\na"));
  expect(text).toContain(
    [
      "  {",
      '   "cell_type": "code",',
      '   "execution_count": null,',
      '   "id": "cell-1",',
      '   "metadata": {},',
      '   "outputs": [],',
      '   "source": [',
      '    "const a = 1;\\n",',
      '    "a"',
      "   ]",
      "  }",
    ].join("\n"),
  );
  expect(Object.keys(JSON.parse(text))).toEqual(["cells", "metadata", "nbformat", "nbformat_minor"]);
  expect(text.endsWith("}\n")).toBe(true);
});

test("parseNotebook(formatNotebook(notebook)) is the notebook", () => {
  const notebook = skeleton("Does it come back?");
  expect(parseNotebook(formatNotebook(notebook), "x", ["tslab"])).toEqual(notebook);
});
