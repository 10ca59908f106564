import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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
import { readClaims } from "../tools/runner/report/claims.ts";
import { writeReports } from "../tools/runner/report/write-reports.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const notebooks = join(root, "notebooks");
const names = notebookNames(notebooks);
const folder = mkdtempSync(join(tmpdir(), "notebooks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string): Notebook => parseNotebook(readFileSync(file, "utf8"), file, ["tslab"]);
const committed = (name: string): Notebook => read(join(notebooks, `${name}.ipynb`));
const steady = (notebook: Notebook): string => formatNotebook(withoutVolatile(notebook));

describe("a fresh run of all notebooks, beside the run that was committed", () => {
  const [first, second] = [join(folder, "first"), join(folder, "second")];

  beforeAll(async () => {
    const { failures } = await run({ notebooks, reports: first, fresh: true });
    expect(failures).toEqual([]);
    const executed = names.map((name) => ({ name, notebook: committed(name), failures: [] }));
    writeReports({ executed, failures: [], claims: readClaims(join(notebooks, "claims.json")), reports: second });
  }, 600_000);

  test.each(names)("%s as committed is what a run writes", (name) => {
    expect(steady(read(join(first, `${name}.ipynb`)))).toBe(steady(committed(name)));
  });

  test("both give the same bytes, notebooks and reports", () => {
    const files = readdirSync(first).filter((file) => /\.(html|ipynb)$/.test(file));
    expect(files.length).toBe(2 * names.length + 1);
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

describe("a damaged library fails the notebook that teaches it", () => {
  const damages = [
    ["01-query-key-value", "normalizers/softmax.js", "out[j] /= total", "out[j] /= 1", "B1.steps"],
    ["01-query-key-value", "scores/negative-squared-distance.js", "-0.5", "0.5", "B1.steps"],
    ["01-query-key-value", "scores/negative-squared-distance.js", "divide(x, divisor)", "divide(x, 1)", "B1.steps"],
    ["01-query-key-value", "autodiff/backward.js", "accumulate(before, contribution)", "contribution", "B2.valley"],
    ["02-attention-as-database", "scores/cosine.js", "transpose(l2Normalize(k))", "transpose(k)", "A1.accuracy-at-1"],
    [
      "02-attention-as-database",
      "normalizers/softmax.js",
      "scores : tempered(temperature)",
      "scores : scores",
      "A1.bound",
    ],
    ["02-attention-as-database", "normalizers/sum-normalize.js", "open, { axis: -1", "open, { axis: -2", "A1.boxcar"],
    ["03-gradient-is-covariance", "normalizers/softmax.js", "subtract(cotangent, along)", "cotangent", "A4.autodiff"],
    ["03-gradient-is-covariance", "ops/reduce.js", "exp(subtract(x, output))", "exp(x)", "A6.mean"],
    ["03-gradient-is-covariance", "ops/elementwise.js", "1, square(y)", "1, y", "A6.any-score-differences"],
    [
      "06-squeeze-and-excitation",
      "layers/images/squeeze-excitation.js",
      "score: dot(), normalize",
      "score: dot()",
      "A14.layer",
    ],
    [
      "06-squeeze-and-excitation",
      "layers/images/squeeze-excitation.js",
      "relu(matmul(rows,",
      "(matmul(rows,",
      "A14.layer",
    ],
    ["06-squeeze-and-excitation", "normalizers/sigmoid.js", "return logistic(scores)", "return scores", "A14.formula"],
  ] as const;

  test.each(damages)(
    "%s, with %s: %s → %s",
    async (name, file, line, damaged, key) => {
      const place = mkdtempSync(join(folder, "damaged-"));
      const library = join(place, "node_modules", "attention-lab");
      mkdirSync(join(place, "node_modules"));
      for (const installed of readdirSync(join(root, "node_modules")))
        if (installed !== "attention-lab" && !installed.startsWith("."))
          symlinkSync(join(root, "node_modules", installed), join(place, "node_modules", installed), "junction");
      cpSync(join(root, "lib", "dist"), join(library, "dist"), { recursive: true });
      cpSync(join(root, "lib", "package.json"), join(library, "package.json"));
      for (const beside of ["data", "runs"])
        cpSync(join(notebooks, beside), join(place, "notebooks", beside), { recursive: true });
      for (const needed of [`${name}.ipynb`, "claims.json"])
        cpSync(join(notebooks, needed), join(place, "notebooks", needed));
      const source = readFileSync(join(library, "dist", file), "utf8");
      expect(source).toContain(line);
      writeFileSync(join(library, "dist", file), source.replace(line, damaged));

      const { failures } = await run({ notebooks: join(place, "notebooks"), reports: join(place, "reports") });
      expect(failures.map(({ cause }) => cause).join("\n")).toContain(`check failed: ${key}`);
    },
    300_000,
  );
});
