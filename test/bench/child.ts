// One call of one library in a process of its own: node child.js (memory | start) LIBRARY LENGTH
import { existsSync, readFileSync } from "node:fs";
import { argv, resourceUsage, stdout } from "node:process";
import { libraries } from "./attention/library.ts";
import { problemOf } from "./attention/problem.ts";
import type { ChildReport } from "./child-report.ts";
import { cpuTime } from "./clock.ts";

const [task, name, length] = argv.slice(2);
const problem = problemOf(Number(length), false);
const start = cpuTime();
const library = libraries.find((library) => library.name === name);
const run = await library?.forward(problem);
const output = await run?.call();
const value = task === "memory" ? peakMemory() : cpuTime() - start;
const numbers = run?.numbers(output as never)[0];
const some =
  numbers === undefined ? [] : Array.from({ length: 100 }, (_, i) => numbers[Math.floor((numbers.length / 100) * i)]!);
stdout.write(JSON.stringify({ value, some } satisfies ChildReport), () => process.exit());

/** Megabytes. Linux counts into `maxRSS` what the parent had when it made this process, and tells elsewhere. */
function peakMemory(): number {
  const status = "/proc/self/status";
  const kilobytes = existsSync(status) && /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(status, "utf8"))?.[1];
  return (kilobytes ? Number(kilobytes) : resourceUsage().maxRSS) / 1024;
}
