import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { codeCells, mapCodeCells } from "../../tools/runner/notebook/code-cells.ts";
import { formatNotebook } from "../../tools/runner/notebook/format.ts";
import type { CodeCell, Notebook } from "../../tools/runner/notebook/nbformat.ts";
import { parseNotebook } from "../../tools/runner/notebook/read.ts";
import type { LabServer } from "./lab-server.ts";

const patience = { timeout: 120_000, interval: 250 };

/** A notebook open in JupyterLab. */
export interface LabPage {
  readonly page: Page;
  /** The code cells as JupyterLab shows them. */
  readonly cells: Locator;
  /** What the page asked of other machines. */
  readonly foreignRequests: readonly string[];
  /** Chooses from a menu of the menu bar. */
  readonly choose: (menu: string, item: string) => Promise<void>;
  /** Saves until the code cells in the file are as they should be, and returns them. */
  readonly saved: (areGood: (cells: readonly CodeCell[]) => boolean) => Promise<readonly CodeCell[]>;
}

/** Whether cells have run: each has a number. */
export const allCounted = (cells: readonly CodeCell[]): boolean => cells.every((cell) => cell.execution_count !== null);

const read = (file: string): Notebook => parseNotebook(readFileSync(file, "utf8"), file, ["tslab"]);

/** Takes the outputs and numbers from a notebook's file. */
export function clearOutputs(file: string): void {
  const cleared = mapCodeCells(read(file), (cell) => ({ ...cell, execution_count: null, outputs: [] }));
  writeFileSync(file, formatNotebook(cleared));
}

/** Waits until a notebook's kernel is ready and listened to: JupyterLab forgets a cell that is run before. */
export async function kernelIsReady(server: LabServer, notebook: string): Promise<void> {
  await expect
    .poll(async () => (await server.session(notebook))?.kernel, patience)
    .toMatchObject({ execution_state: "idle", connections: 1 });
}

/** Opens a notebook, by its path below the server's folder, and waits until its kernel is ready and listened to. */
export async function openNotebook(browser: Browser, server: LabServer, notebook: string): Promise<LabPage> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  const foreignRequests: string[] = [];
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(http|ws)s?:$/.test(protocol) && hostname !== "127.0.0.1") foreignRequests.push(request.url());
  });
  await page.goto(server.address(`/lab/workspaces/${randomUUID()}/tree/${notebook}`));
  await page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: patience.timeout });
  await kernelIsReady(server, notebook);
  return {
    page,
    cells: page.locator(".jp-CodeCell"),
    foreignRequests,
    choose: async (menu, item) => {
      await page.locator(".lm-MenuBar-itemLabel", { hasText: new RegExp(`^${menu}$`) }).click();
      await page.locator(".lm-Menu-itemLabel", { hasText: new RegExp(`^${item}$`) }).click();
    },
    saved: async (areGood) => {
      let cells: readonly CodeCell[] = [];
      await expect
        .poll(async () => {
          await page.keyboard.press("ControlOrMeta+s");
          cells = codeCells(read(path.join(server.root, notebook)));
          return areGood(cells);
        }, patience)
        .toBe(true);
      return cells;
    },
  };
}
