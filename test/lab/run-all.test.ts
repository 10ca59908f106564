import path from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasJupyter } from "../../tools/runner/lab/jupyter.ts";
import { notebookNames } from "../../tools/runner/notebook/folder.ts";
import { projectRoot } from "../../tools/runner/project/root.ts";
import { hasBrowser, launchBrowser } from "../browser.ts";
import { allCounted, clearOutputs, openNotebook } from "./lab-page.ts";
import { type LabServer, startLabServer } from "./lab-server.ts";

const all = notebookNames(path.join(projectRoot, "notebooks"));
// Every notebook by `npm run test:lab`; two of them with all other tests.
const names = process.env.npm_lifecycle_event === "test:lab" ? all : all.slice(0, 2);

describe.skipIf(!(hasJupyter() && hasBrowser) && !process.env.CI)("Run All Cells in JupyterLab", () => {
  let server: LabServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startLabServer(), launchBrowser()]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test.each(names)("%s: numbers on all cells, no error, every plot alive", { timeout: 300_000 }, async (name) => {
    const notebook = `notebooks/${name}.ipynb`;
    clearOutputs(path.join(server.root, notebook));
    const { page, choose, saved, foreignRequests } = await openNotebook(browser, server, notebook);
    await choose("Run", "Run All Cells");
    const cells = await saved(allCounted);

    expect(cells.map(({ execution_count }) => execution_count)).toEqual(cells.map((_, index) => index + 1));
    const outputs = cells.flatMap((cell) => cell.outputs);
    expect(outputs.filter((output) => output.output_type === "error")).toEqual([]);
    expect(outputs.filter((output) => output.output_type === "stream" && output.name === "stderr")).toEqual([]);

    const count = (mime: string): number =>
      outputs.filter((output) => output.output_type === "display_data" && mime in output.data).length;
    const plots = count("application/vnd.plotly.v1+json");
    expect(plots).toBeGreaterThan(0);
    await expect.poll(() => page.locator(".nbfig:has(.main-svg)").count(), { timeout: 60_000 }).toBe(plots);
    expect(await page.locator(".nbfig img").count()).toBe(0);
    expect(await page.locator('.nbcheck[data-passed="true"]').count()).toBe(
      count("application/vnd.attention-lab.check+json"),
    );
    expect(foreignRequests).toEqual([]);
    await page.close();
  });
});
