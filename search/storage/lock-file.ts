import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";

interface Holder {
  readonly pid: number;
  /** When it began, in milliseconds: numbers of processes are given again, the first one in every container. */
  readonly began: number;
}

/**
 * Take a lock that one opener can have at a time, in any process of this machine: a file that names the process.
 *
 * A lock whose process is no more, because it was killed, is taken over.
 *
 * @returns what gives the lock back; or the number of the process that has it
 */
export async function lockFile(file: string): Promise<(() => Promise<void>) | number> {
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, JSON.stringify({ pid: process.pid, began: beganHere() }));
  try {
    for (;;) {
      try {
        // A link is made whole or not at all, unlike a file that is first made and then written.
        await link(own, file);
        return () => rm(file, { force: true });
      } catch (error) {
        if ((error as { code?: string }).code !== "EEXIST") throw error;
      }
      const holder = await holderOf(file);
      if (holder === undefined) continue;
      if (isAlive(holder)) return holder.pid;
      await removeStale(file, `${own}.stale`);
    }
  } finally {
    await rm(own, { force: true });
  }
}

async function removeStale(file: string, aside: string): Promise<void> {
  await rename(file, aside).catch(() => {});
  const moved = await holderOf(aside);
  // Between the look and the move another process may have taken it over: then it is put back.
  if (moved !== undefined && isAlive(moved)) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}

const beganHere = (): number => Date.now() - 1000 * process.uptime();

function isAlive({ pid, began }: Holder): boolean {
  if (pid === process.pid) return Math.abs(began - beganHere()) < 5000;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    return (error as { code?: string }).code === "EPERM";
  }
}
