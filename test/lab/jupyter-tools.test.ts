import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasJupyter, jupyterEnvironment, jupyterPython } from "../../tools/runner/lab/jupyter.ts";
import { codeCells } from "../../tools/runner/notebook/code-cells.ts";
import { formatNotebook } from "../../tools/runner/notebook/format.ts";
import type { Output } from "../../tools/runner/notebook/nbformat.ts";
import { parseNotebook } from "../../tools/runner/notebook/read.ts";
import { projectRoot } from "../../tools/runner/project/root.ts";
import { notebookOf } from "../runner/notebook-of.ts";
import { allCounted, clearOutputs } from "./lab-page.ts";
import { copyOfTheRepository } from "./lab-server.ts";

/** How a process ended. */
interface Ended {
  readonly code: number | null;
  readonly said: string;
}

describe.skipIf(!hasJupyter() && !process.env.CI)("Jupyter's own tools", { timeout: 180_000 }, () => {
  let root: string;
  beforeAll(() => {
    root = copyOfTheRepository();
    const failing = notebookOf("console.log('before');", "throw new RangeError('too far');", "console.log('after');");
    writeFileSync(path.join(root, "notebooks", "failing.ipynb"), formatNotebook(failing));
    clearOutputs(path.join(root, "notebooks", "01-query-key-value.ipynb"));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** Runs a Python module in the folder of the notebooks; resolves to its exit code and what it said. */
  const python = (module: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    new Promise((resolve, reject) => {
      const child = spawn(jupyterPython, module, {
        cwd: path.join(root, "notebooks"),
        env: { ...jupyterEnvironment(path.join(root, ".jupyter")), ...env },
      });
      let said = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, said }));
    });
  const jupyter = (...argv: string[]): Promise<Ended> => python(["-m", "jupyter", ...argv]);

  test("jupyter nbconvert --to html --execute writes a page with all outputs", async () => {
    const { code, said } = await jupyter("nbconvert", "--to", "html", "--execute", "01-query-key-value.ipynb");
    expect(said).toContain("Writing");
    expect(code).toBe(0);
    const page = readFileSync(path.join(root, "notebooks", "01-query-key-value.html"), "utf8");
    expect(page).toContain('data-passed="true"');
    expect(page).toContain('<figure class="nbfig"');
  });

  test("jupyter nbconvert --execute fails with the error of a cell that fails", async () => {
    const { code, said } = await jupyter("nbconvert", "--to", "html", "--execute", "failing.ipynb");
    expect(said).toContain("RangeError: too far");
    expect(code).toBe(1);
    expect(existsSync(path.join(root, "notebooks", "failing.html"))).toBe(false);
  });

  test("jupyter execute runs a notebook in place", async () => {
    const { code } = await jupyter("execute", "--inplace", "01-query-key-value.ipynb");
    expect(code).toBe(0);
    const file = path.join(root, "notebooks", "01-query-key-value.ipynb");
    expect(codeCells(parseNotebook(readFileSync(file, "utf8"), file, ["tslab"]))).toSatisfy(allCounted);
  });

  test("jupyter execute fails with the error of a cell that fails", async () => {
    const { code, said } = await jupyter("execute", "failing.ipynb");
    expect(said).toContain("RangeError: too far");
    expect(code).toBe(1);
  });

  test("jupyter kernelspec list finds the project's kernel with nothing installed", async () => {
    const { said } = await jupyter("kernelspec", "list", "--json");
    const { kernelspecs } = JSON.parse(said);
    expect(kernelspecs.tslab.resource_dir).toMatch(/tools[\\/]runner[\\/]kernelspec[\\/]kernels[\\/]tslab$/);
  });

  test("jupyter-kernel-test finds nothing wrong with the kernel", async () => {
    const { code, said } = await python([path.join(import.meta.dirname, "kernel_test.py")], {
      PYTHONDONTWRITEBYTECODE: "1",
    });
    expect(said).toMatch(/\nOK \(skipped=4\)\s*$/);
    expect(code).toBe(0);
  });

  test("a notebook runs on tslab as it comes, without this project's kernel", async () => {
    const folder = path.join(root, "stock");
    const tslab = path.join(projectRoot, "node_modules", "tslab", "bin", "tslab");
    const spec = {
      argv: [process.execPath, tslab, "kernel", "--config-path={connection_file}"],
      display_name: "TypeScript",
      language: "typescript",
    };
    mkdirSync(path.join(folder, "kernels", "tslab"), { recursive: true });
    writeFileSync(path.join(folder, "kernels", "tslab", "kernel.json"), JSON.stringify(spec));
    const { code, said } = await python(
      ["-m", "jupyter", "execute", "--output=stock.ipynb", "01-query-key-value.ipynb"],
      { JUPYTER_PATH: folder },
    );
    expect([code, said]).toEqual([0, expect.any(String)]);
    const outputs = (file: string): readonly Output[] =>
      codeCells(parseNotebook(readFileSync(file, "utf8"), file, ["tslab"])).flatMap((cell) => cell.outputs);
    const shown = outputs(path.join(root, "notebooks", "stock.ipynb"));
    expect(shown).toEqual(outputs(path.join(projectRoot, "notebooks", "01-query-key-value.ipynb")));
  });
});
