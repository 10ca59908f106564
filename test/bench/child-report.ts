import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Contender, Reading } from "./contender.ts";

/** What a process of its own found, and some of its numbers. */
export interface ChildReport {
  readonly value: number;
  readonly some: readonly number[];
}

const program = fileURLToPath(new URL("child.js", import.meta.url));

/** A contender in a process of its own, which is stopped when it takes longer than `patience` milliseconds. */
export function childContender(task: "memory" | "start", name: string, length: number, patience: number): Contender {
  return {
    name,
    prepare: () => ({ read: () => readChild([task, name, String(length)], patience) }),
  };
}

async function readChild(argv: readonly string[], patience: number): Promise<Reading> {
  const child = spawn(process.execPath, [program, ...argv], { stdio: ["ignore", "pipe", "pipe"], timeout: patience });
  const [out, complaints] = await Promise.all([textOf(child.stdout), textOf(child.stderr), ended(child)]);
  if (child.signalCode !== null) throw new Error(`left out: takes longer than ${patience / 1000} s`);
  if (child.exitCode !== 0) throw new Error(/^\w*Error.*$/m.exec(complaints)?.[0] ?? `ended with ${child.exitCode}`);
  const { value, some } = JSON.parse(out) as ChildReport;
  return { value, ...(some.length > 0 ? { numbers: [some] } : {}) };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  });
}
