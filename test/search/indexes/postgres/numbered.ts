import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { type Tensor, tensor } from "../../../../lib/index.ts";
import type { VectorIndex } from "../../../../search/index.ts";

/** Documents whose vectors tell which they are. */
export const numbered = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `d${i}`, text: String(i) }));
export const encode = (texts: readonly string[]): Tensor => tensor(texts.map((text) => [Number(text), 1, -1]));

/** Expect each of the documents once, with its own vector. */
export async function expectNumbered(index: VectorIndex, count: number): Promise<void> {
  expect(await index.size()).toBe(count);
  const hits = await index.search(tensor([1, 0, 0]), { k: count + 1 });
  expect(hits).toEqual(
    numbered(count)
      .map(({ id, text }) => ({ id, score: Number(text) }))
      .reverse(),
  );
}

/** Load in another process, and kill it (SIGKILL) once it has said that so many are written. */
export async function killedLoader(database: string, count: number, after: number): Promise<number> {
  const script = fileURLToPath(new URL("loader.mjs", import.meta.url));
  const loader: ChildProcess = spawn(process.execPath, [script, database, String(count)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(loader, "exit");
  let written = 0;
  for await (const line of createInterface({ input: loader.stdout! })) {
    written = Number(line);
    if (written >= after) loader.kill("SIGKILL");
  }
  const [, signal] = await ended;
  expect(signal).toBe("SIGKILL");
  return written;
}
