import { ArgumentError, describe, expectInteger } from "../tensor/argument-error.ts";
import { canHaveCrew } from "./crew.ts";
import { type Backend, backends, buildOf, runs } from "./engine.ts";
import { Kernels } from "./kernels.ts";
import type { BuildName } from "./module.ts";
import { platform } from "./platform.ts";

let chosen: Backend | undefined;
let build: BuildName | undefined;
let threadCount = 1;
let live: Kernels | undefined;

/**
 * How Float32 kernels compute: "relaxed-simd" (WebAssembly with fused multiply–add), "simd" (without), or "plain"
 * (TypeScript). Float64 is always computed in plain TypeScript.
 *
 * The fastest that the engine runs, unless the environment variable ATTENTION_LAB_BACKEND or `setBackend` names one.
 * Results repeat bit for bit on one backend, save that fused multiply–adds may round differently on another machine.
 *
 * @example
 * ```ts
 * setBackend("plain");
 * backend(); // "plain"
 * ```
 *
 * @throws ArgumentError when ATTENTION_LAB_BACKEND names no backend that the engine runs.
 */
export function backend(): Backend {
  if (chosen === undefined) choose(fromEnvironment() ?? (backends.find(runs) as Backend));
  return chosen as Backend;
}

/**
 * Compute with this backend from now on.
 *
 * @example
 * ```ts
 * setBackend("simd");
 * backend(); // "simd"
 * ```
 *
 * @throws ArgumentError when there is no such backend, or the engine does not run it.
 */
export function setBackend(name: Backend): void {
  expectBackend("setBackend", "name", name);
  choose(name);
}

/**
 * How many threads work on one call, the calling one included; by default 1.
 *
 * @example
 * ```ts
 * setThreads(1);
 * threads(); // 1
 * ```
 */
export function threads(): number {
  return threadCount;
}

/**
 * Work on calls that are worth it with this many threads. Calls stay synchronous, and give the same numbers for any
 * number of threads; the threads do not keep the process alive.
 *
 * Where threads cannot share memory (in browsers), there is one, whatever is asked for.
 *
 * @example
 * ```ts
 * setThreads(1); // 1
 * ```
 *
 * @param count at least 1; more than there are processors make nothing faster
 * @returns how many there are from now on
 * @throws ArgumentError when `count` is not a whole number, at least 1.
 */
export function setThreads(count: number): number {
  expectInteger("setThreads", "count", count, 1);
  const possible = canHaveCrew() ? count : 1;
  if (possible !== threadCount) dispose();
  threadCount = possible;
  return threadCount;
}

/**
 * Release the memory and the threads of the kernels. The next call that needs them makes them anew.
 *
 * @example
 * ```ts
 * dispose();
 * threads(); // 1
 * ```
 */
export function dispose(): void {
  live?.dispose();
  live = undefined;
}

/** The kernels of the active backend; `undefined` when it is plain TypeScript. */
export function kernels(): Kernels | undefined {
  if (backend() === "plain") return undefined;
  live ??= new Kernels(build as BuildName, threadCount);
  return live;
}

/** Compute with one build of the kernels, which the engine must run; for comparisons of builds. */
export function useBuild(name: BuildName): void {
  dispose();
  choose(name === "simd4x8" ? "simd" : "relaxed-simd");
  build = name;
}

function choose(name: Backend): void {
  if (name !== chosen) dispose();
  chosen = name;
  build = buildOf(name);
}

function fromEnvironment(): Backend | undefined {
  const name = platform.process?.env?.ATTENTION_LAB_BACKEND;
  if (name === undefined || name === "") return undefined;
  expectBackend("backend", "ATTENTION_LAB_BACKEND", name);
  return name;
}

function expectBackend(caller: string, argument: string, name: unknown): asserts name is Backend {
  const possible = backends.filter(runs);
  if (!possible.includes(name as Backend)) {
    const names = possible.map((possibility) => JSON.stringify(possibility)).join(" or ");
    throw new ArgumentError(caller, argument, describe(name), `${names}, which this engine runs`);
  }
}
