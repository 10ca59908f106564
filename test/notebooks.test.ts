import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  formatNotebook,
  type Notebook,
  notebookNames,
  parseNotebook,
  run,
  withoutVolatile,
} from "../tools/runner/index.ts";
import { readReference } from "../tools/runner/reference/reference.ts";
import { readClaims } from "../tools/runner/report/claims.ts";
import { readGlossary } from "../tools/runner/report/glossary.ts";
import { writeReports } from "../tools/runner/report/write-reports.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const notebooks = join(root, "notebooks");
const names = notebookNames(notebooks);
const folder = mkdtempSync(join(tmpdir(), "notebooks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string): Notebook => parseNotebook(readFileSync(file, "utf8"), file, ["tslab"]);
const committed = (name: string): Notebook => read(join(notebooks, `${name}.ipynb`));
const steady = (notebook: Notebook): string => formatNotebook(withoutVolatile(notebook));

describe("a run of all notebooks, beside the run that was committed", () => {
  // The folder of `npm start`: what did not change since a run of the same library on this machine is not run again.
  const [first, second] = [join(root, "reports"), join(folder, "second")];

  beforeAll(async () => {
    const { failures } = await run({ notebooks, reports: first });
    expect(failures).toEqual([]);
    const executed = names.map((name) => ({ name, notebook: committed(name), failures: [] }));
    const claims = readClaims(join(notebooks, "claims.json"));
    const documented = await readReference();
    const glossary = readGlossary(join(notebooks, "glossary.json"));
    writeReports({ executed, failures: [], claims, documented, glossary, inline: false, reports: second });
  }, 600_000);

  test.each(names)("%s as committed is what a run writes", (name) => {
    expect(steady(read(join(first, `${name}.ipynb`)))).toBe(steady(committed(name)));
  });

  test("both give the same bytes, notebooks and reports", () => {
    const files = readdirSync(first).filter((file) => /\.(html|ipynb)$/.test(file));
    expect(files.length).toBe(2 * names.length + 3);
    // A cell tagged volatile may differ; so may the report that shows it.
    const repeatable = files.filter((file) => !names.some((name) => file.startsWith(name) && hasVolatile(name)));
    const differing = repeatable.filter(
      (file) => !readFileSync(join(first, file)).equals(readFileSync(join(second, file))),
    );
    expect(differing).toEqual([]);
  });
});

const hasVolatile = (name: string): boolean =>
  committed(name).cells.some(({ metadata }) => metadata.tags?.includes("volatile"));

describe.each(names)("notebook %s", (name) => {
  const { cells } = committed(name);
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  const prose = cells.filter(({ cell_type }) => cell_type === "markdown").map(({ source }) => source);

  test("begins with a question, its answer, claims, prerequisites and time", () => {
    expect(prose[0]).toMatch(
      /^# .+\?\n\n\*\*.+\*\*\n\n- \*\*Claims\*\*: .+\n- \*\*Prerequisites\*\*: .+\n- \*\*Time\*\*: .+$/,
    );
  });

  test("imports packages and node: modules only, so that other kernels run it", () => {
    const modules = code.flatMap(({ source }) => [...source.matchAll(/\bfrom "([^"]+)"/g)].map(([, module]) => module));
    const allowed = /^(node:[a-z/]+|attention-lab|attention-search|notebook-display|fast-check|mathjs|ndarray)$/;
    expect(modules.filter((module) => !allowed.test(module ?? ""))).toEqual([]);
  });

  test("has no cell of more than 12 lines or 86 columns", () => {
    const lines = code.map(({ source }) => source.split("\n"));
    expect(lines.filter((cell) => cell.length > 12)).toEqual([]);
    expect(lines.flat().filter((line) => line.length > 86)).toEqual([]);
  });

  test("lets the reader guess, and says what to take away or where it breaks", () => {
    const text = prose.join("\n");
    expect(text).toMatch(/\*\*Guess first\.\*\*/);
    if (name !== "00-start-here")
      expect(text).toMatch(/\*\*Takeaway\.\*\*[\s\S]*## Where it breaks[\s\S]*## Takeaways/);
  });

  test("stands in the map of notebook 00", () => {
    if (name === "00-start-here") return;
    const map = committed("00-start-here").cells.find(({ id }) => id === "map")?.source ?? "";
    const [question] = /(?<=^# ).+/.exec(prose[0] ?? "") ?? [];
    expect(map).toContain(`(${name}.ipynb) | ${question} |`);
  });
});
