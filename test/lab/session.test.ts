import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hasJupyter, jupyterEnvironment, jupyterPython } from "../../tools/runner/lab/jupyter.ts";
import { formatNotebook } from "../../tools/runner/notebook/format.ts";
import type { CodeCell } from "../../tools/runner/notebook/nbformat.ts";
import { hasBrowser, launchBrowser } from "../browser.ts";
import { notebookOf } from "../runner/notebook-of.ts";
import { allCounted, kernelIsReady, type LabPage, openNotebook } from "./lab-page.ts";
import { type LabServer, startLabServer } from "./lab-server.ts";

const poll = { timeout: 60_000 };

describe.skipIf(!(hasJupyter() && hasBrowser) && !process.env.CI)(
  "a session in JupyterLab",
  { timeout: 180_000 },
  () => {
    let server: LabServer;
    let browser: Browser;
    beforeAll(async () => {
      [server, browser] = await Promise.all([startLabServer(), launchBrowser()]);
    }, 60_000);
    afterEach(async () => {
      for (const context of browser.contexts()) await context.close();
    });
    afterAll(async () => {
      await browser?.close();
      await server?.stop();
    });

    let notebooks = 0;
    /** Opens a new notebook with code cells of the given sources. */
    const open = (...sources: string[]): Promise<LabPage> => {
      const notebook = `notebooks/session-${++notebooks}.ipynb`;
      writeFileSync(path.join(server.root, notebook), formatNotebook(notebookOf(...sources)));
      return openNotebook(browser, server, notebook);
    };
    const counts = (cells: readonly CodeCell[]) => cells.map(({ execution_count }) => execution_count);

    test("an edited copy, which is not trusted, shows the pictures of its plots", async () => {
      const text = readFileSync(path.join(server.root, "notebooks", "01-query-key-value.ipynb"), "utf8");
      const copy = path.join(server.root, "notebooks", "copy.ipynb");
      writeFileSync(copy, text.replace("90 cm", "91 cm"));
      const { page } = await openNotebook(browser, server, "notebooks/copy.ipynb");
      const pictures = page.locator(".nbfig img");
      await expect.poll(() => pictures.count(), poll).toBe(text.match(/application\/vnd\.plotly/g)?.length);
      const widths = await pictures.evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth));
      expect(widths.filter((width) => width < 300)).toEqual([]);
      expect(await page.locator(".nbfig :is(script, .main-svg)").count()).toBe(0);
    });

    test("a notebook that is trusted opens with live plots", async () => {
      const file = path.join(server.root, "notebooks", "00-start-here.ipynb");
      execFileSync(jupyterPython, ["-m", "jupyter", "trust", file], {
        env: jupyterEnvironment(path.join(server.root, ".jupyter")),
        stdio: "ignore",
      });
      const { page } = await openNotebook(browser, server, "notebooks/00-start-here.ipynb");
      const plots = readFileSync(file, "utf8").match(/application\/vnd\.plotly/g)?.length;
      await expect.poll(() => page.locator(".nbfig:has(.main-svg)").count(), poll).toBe(plots);
      expect(await page.locator(".nbfig img").count()).toBe(0);
    });

    test("a cell that fails shows its error below it, and the cells after it do not run", async () => {
      const { cells, choose, saved } = await open(
        "console.log('before');",
        "const deep = () => { throw new RangeError('too far'); };\ndeep();",
        "console.log('after');",
      );
      await choose("Run", "Run All Cells");
      const run = await saved(([, second]) => second?.execution_count === 2);
      expect(counts(run)).toEqual([1, 2, null]);
      const error = cells.nth(1).locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]');
      await expect.poll(() => error.innerText(), poll).toMatch(/RangeError: too far\n\s+at deep \(cell\)/);
      expect(await cells.nth(2).locator(".jp-InputPrompt").innerText()).toBe("[ ]:");
      expect(await cells.nth(2).locator(".jp-OutputArea-output").count()).toBe(0);
    });

    test("a plot typed into a new notebook is alive", async () => {
      const { page, cells, choose } = await open("1");
      await choose("File", "New Launcher");
      await page.locator('.jp-LauncherCard[data-category="Notebook"]', { hasText: "TypeScript" }).click();
      const fresh = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)");
      await kernelIsReady(server, "notebooks/Untitled.ipynb");
      await fresh.locator(".cm-content").click();
      await page.keyboard.insertText(
        'import { lines, plot } from "notebook-display";\nawait plot(lines([{ name: "n²", x: [1, 2, 3], y: [1, 4, 9] }], { title: "Squares", x: "n", y: "n²" }), { alt: "squares" });',
      );
      await page.keyboard.press("Shift+Enter");
      await fresh
        .locator(".nbfig .main-svg")
        .first()
        .waitFor({ state: "visible", ...poll });
      expect(await fresh.getByRole("group", { name: "squares" }).count()).toBe(1);
      expect(await cells.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count()).toBe(0);
    });

    test("a progress bar moves in its place, by whole per cents", async () => {
      const { page, cells, choose, saved } = await open(
        'import { progress } from "notebook-display";',
        'const bar = progress("steps", 5000);\nfor (let i = 1; i <= 5000; i++) {\n  bar.update(i);\n  if (i % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 20));\n}',
      );
      const outputs = cells.nth(1).locator(".jp-OutputArea-output");
      const values: number[] = [];
      await page.exposeFunction("seen", (value: number) => values.push(value));
      await page.evaluate(() => {
        const look = (): void => {
          const bar = document.querySelector("progress");
          if (bar) (globalThis as unknown as { seen(value: number): void }).seen(bar.value);
        };
        new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
      });
      await choose("Run", "Run All Cells");
      await saved(allCounted);
      await expect.poll(() => outputs.locator("progress").getAttribute("value"), poll).toBe("5000");
      expect(await outputs.count()).toBe(1);
      const steps = new Set(values);
      expect(steps.size).toBeGreaterThan(5);
      expect([...steps].filter((value) => value % 50 !== 0)).toEqual([]);
    });

    test("Interrupt Kernel ends a loop, and the kernel goes on", async () => {
      const { page, cells, choose, saved } = await open("while (true) {}", "console.log(6 * 7);");
      await choose("Run", "Run All Cells");
      await expect.poll(() => cells.first().locator(".jp-InputPrompt").innerText(), poll).toBe("[*]:");
      await expect
        .poll(async () => (await server.session(`notebooks/session-${notebooks}.ipynb`))?.kernel, poll)
        .toMatchObject({ execution_state: "busy" });
      await choose("Kernel", "Interrupt Kernel");
      expect(counts(await saved(([first]) => first?.execution_count === 1))).toEqual([1, null]);
      await cells.nth(1).locator(".cm-content").click();
      await page.keyboard.press("Control+Enter");
      expect(counts(await saved(allCounted))).toEqual([1, 2]);
    });

    test("Restart Kernel and Run All Cells counts from 1 again", async () => {
      const { page, choose, saved } = await open("console.log(process.pid);");
      await choose("Run", "Run All Cells");
      const [before] = await saved(allCounted);
      await choose("Run", "Run All Cells");
      await saved(([cell]) => cell?.execution_count === 2);
      await choose("Kernel", "Restart Kernel and Run All Cells…");
      await page.locator(".jp-Dialog button", { hasText: "Restart" }).click();
      const [after] = await saved(([cell]) => cell?.execution_count === 1);
      expect(after?.outputs).not.toEqual(before?.outputs);
    });

    test("Shift+Tab shows what the library's documentation says", async () => {
      const { page, cells, choose, saved } = await open('import { attend } from "attention-lab";', "attend");
      await choose("Run", "Run All Cells");
      await saved(allCounted);
      await cells.nth(1).locator(".cm-content").click();
      await page.keyboard.press("End");
      await page.keyboard.press("Shift+Tab");
      await expect
        .poll(() => page.locator(".jp-Tooltip").innerText(), poll)
        .toMatch(/function attend.*[\s\S]*attention/i);
    });
  },
);
