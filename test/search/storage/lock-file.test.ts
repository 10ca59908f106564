import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockFile } from "../../../search/storage/lock-file.ts";

describe("lockFile(file)", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "lock-"));
    file = join(folder, "lock");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("is had by one at a time, and leaves nothing behind", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => lockFile(file)));
    const [release, ...more] = all.filter((lock) => typeof lock === "function");
    expect([typeof release, more.length]).toEqual(["function", 0]);
    expect(new Set(all.filter((lock) => lock !== release))).toEqual(new Set([process.pid]));
    expect(await readdir(folder)).toEqual(["lock"]);
    await release!();
    expect(await readdir(folder)).toEqual([]);
    expect(typeof (await lockFile(file))).toBe("function");
  });

  test("that a process left behind which is no more is taken over, by one", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    await writeFile(file, JSON.stringify({ pid, began: Date.now() }));
    const all = await Promise.all(Array.from({ length: 20 }, () => lockFile(file)));
    expect(all.filter((lock) => typeof lock === "function").length).toBe(1);
    expect(await readdir(folder)).toEqual(["lock"]);
  });

  test("of an earlier process with the number of this one is taken over; of another that lives it is not", async () => {
    await writeFile(file, JSON.stringify({ pid: process.pid, began: Date.now() - 1000 * process.uptime() - 60_000 }));
    const release = await lockFile(file);
    expect(typeof release).toBe("function");
    await writeFile(file, JSON.stringify({ pid: process.ppid, began: 0 }));
    expect(await lockFile(file)).toBe(process.ppid);
  });
});
