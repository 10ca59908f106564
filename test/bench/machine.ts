import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, totalmem } from "node:os";

/** What the numbers were measured on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memory: string;
  readonly system: string;
  readonly node: string;
  readonly packages: Readonly<Record<string, string>>;
}

export function describeMachine(packages: readonly string[]): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    cores: availableParallelism(),
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    packages: Object.fromEntries([...new Set(packages)].map((name) => [name, versionOf(name)])),
  };
}

export function machineLines({ processor, cores, memory, system, node, packages }: Machine): string {
  const versions = Object.entries(packages).map((pair) => pair.join(" "));
  return `${processor}, ${cores} cores, ${memory}; ${system}; Node ${node}\n${versions.join(", ")}`;
}

function versionOf(name: string): string {
  // Not every package lets its package.json be asked for by name.
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    try {
      return JSON.parse(readFileSync(`${folder}/${name}/package.json`, "utf8")).version;
    } catch {}
  }
  return "not installed";
}
