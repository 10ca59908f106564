import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Progress } from "../../../tools/runner/commands/progress.ts";
import { run } from "../../../tools/runner/commands/run.ts";
import { update } from "../../../tools/runner/commands/update.ts";
import { formatNotebook } from "../../../tools/runner/notebook/format.ts";
import { parseNotebook } from "../../../tools/runner/notebook/read.ts";
import { withoutVolatile } from "../../../tools/runner/notebook/volatile.ts";
import { fixtures, temporaryFolder } from "../temporary-folder.ts";

const limit = { timeout: 120_000 };
const notebooks = fixtures("passing");
const textOf = (folder: string, name: string): string => readFileSync(path.join(folder, `${name}.ipynb`), "utf8");
const stable = (text: string): string => formatNotebook(withoutVolatile(parseNotebook(text, "", ["tslab"])));

/** Notes what is told, in order. */
const noteProgress = (): { told: string[]; progress: Progress } => {
  const told: string[] = [];
  const progress: Progress = {
    cell: (name, cell, cells) => void told.push(`${name} ${cell}/${cells}`),
    finished: (name, outcome) => void told.push(`${name} ${outcome}`),
  };
  return { told, progress };
};

test(
  "run executes notebooks; twice afresh gives the same bytes, volatile cells aside; unchanged ones are not run again",
  limit,
  async () => {
    const reports = temporaryFolder();
    const first = noteProgress();
    expect((await run({ notebooks, reports, progress: first.progress })).failures).toEqual([]);
    expect(first.told).toContain("01-outputs 1/5");
    expect(first.told).toContain("01-outputs passed");
    const before = [textOf(reports, "01-outputs"), textOf(reports, "02-late")] as const;

    const page = readFileSync(path.join(reports, "01-outputs.html"), "utf8");

    const second = noteProgress();
    expect((await run({ notebooks, reports, progress: second.progress })).failures).toEqual([]);
    expect(second.told.sort()).toEqual(["01-outputs unchanged", "02-late unchanged"]);
    expect(textOf(reports, "02-late")).toBe(before[1]);

    const fresh = noteProgress();
    expect((await run({ notebooks, reports, fresh: true, progress: fresh.progress })).failures).toEqual([]);
    expect(fresh.told).toContain("01-outputs passed");
    expect(textOf(reports, "01-outputs")).toBe(before[0]);
    expect(readFileSync(path.join(reports, "01-outputs.html"), "utf8")).toBe(page);
    expect(stable(textOf(reports, "02-late"))).toBe(stable(before[1]));
    expect(textOf(reports, "02-late")).not.toBe(before[1]);
  },
);

test("run collects what cells print, each output in the cell that caused it", limit, async () => {
  const reports = temporaryFolder();
  const { executed } = await run({ notebooks, reports, filters: ["02"] });
  expect(executed.map(({ name }) => name)).toEqual(["02-late"]);
  const [first, second] = executed[0]!.notebook.cells.slice(1);
  expect(first).toMatchObject({ outputs: [{ name: "stdout", text: "now\nlater, but mine\n" }] });
  expect(second).toMatchObject({ outputs: [{ name: "stdout", text: "the next cell\n" }] });
});

test("run tells of a broken notebook in a line, and runs the others", limit, async () => {
  const reports = temporaryFolder();
  const { executed, failures } = await run({ notebooks: fixtures("broken"), reports });
  expect(executed.map(({ name, failures: own }) => [name, own])).toEqual([["sound", []]]);
  expect(failures).toEqual([
    { notebook: "broken/not-json.ipynb", cause: expect.stringMatching(/^is not JSON: [^\n]+$/) },
    { notebook: "broken/old-format.ipynb", cause: expect.stringMatching(/^is nbformat 3, expected 4/) },
    { notebook: "broken/unknown-kernel.ipynb", cause: 'asks for the kernel "python3", expected tslab' },
  ]);
});

test(
  "run of one notebook keeps the others in the index as they came out, and a full run removes what is no more",
  limit,
  async () => {
    const reports = temporaryFolder();
    await run({ notebooks, reports });
    writeFileSync(path.join(reports, "99-gone.html"), "");
    const one = await run({ notebooks, reports, filters: ["02"] });
    expect(one.executed.map(({ name }) => name)).toEqual(["01-outputs", "02-late"]);
    expect(readFileSync(one.index, "utf8")).toContain("01-outputs.html");
    expect(existsSync(path.join(reports, "99-gone.html"))).toBe(true);
    await run({ notebooks, reports });
    expect(existsSync(path.join(reports, "99-gone.html"))).toBe(false);
    expect(existsSync(path.join(reports, "01-outputs.html"))).toBe(true);
  },
);

test("run lists the notebooks when a filter fits none", async () => {
  const running = run({ notebooks, reports: temporaryFolder(), filters: ["9"] });
  await expect(running).rejects.toThrow('no notebook begins with "9"; there are 01-outputs, 02-late');
});

test("update writes outputs back in canonical form, and nothing when only measured times differ", limit, async () => {
  const folder = temporaryFolder();
  const reports = path.join(folder, "reports");
  const copies = path.join(folder, "notebooks");
  mkdirSync(copies);
  copyFileSync(path.join(notebooks, "02-late.ipynb"), path.join(copies, "02-late.ipynb"));
  expect(await update({ notebooks: copies, reports })).toEqual({ written: ["02-late"], failures: [] });
  const written = textOf(copies, "02-late");
  expect(written).toContain("later, but mine");
  expect(written).toBe(formatNotebook(parseNotebook(written, "", ["tslab"])));
  expect(await update({ notebooks: copies, reports })).toEqual({ written: [], failures: [] });
  expect(textOf(copies, "02-late")).toBe(written);
  expect(readdirSync(copies)).toEqual(["02-late.ipynb"]);
});

test("update leaves a notebook that fails as it is", limit, async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, "floating-rejection.ipynb");
  copyFileSync(path.join(fixtures("failing"), "floating-rejection.ipynb"), file);
  const before = readFileSync(file, "utf8");
  const { written, failures } = await update({ notebooks: folder, reports: path.join(folder, "reports") });
  expect(written).toEqual([]);
  expect(failures).toHaveLength(1);
  expect(readFileSync(file, "utf8")).toBe(before);
  expect(existsSync(path.join(folder, "reports", ".cache"))).toBe(false);
});
