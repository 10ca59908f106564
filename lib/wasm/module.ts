import { relaxed4x8, relaxed6x8, simd4x8 } from "./builds.ts";
import { platform } from "./platform.ts";

/** Builds of the kernels: the arithmetic, and the rows and columns of numbers kept in registers. */
export type BuildName = "relaxed6x8" | "relaxed4x8" | "simd4x8";

const builds: Readonly<Record<BuildName, string>> = { relaxed6x8, relaxed4x8, simd4x8 };

// Reading one takes about as long as compiling it, and several questions are asked of it before.
const read = new Map<BuildName, Uint8Array>();

/** The WebAssembly module of a build. Not to be written to. */
export function bytesOf(name: BuildName): Uint8Array {
  const known = read.get(name);
  if (known !== undefined) return known;
  const bytes = Uint8Array.from(platform.atob(builds[name]), (character) => character.charCodeAt(0));
  read.set(name, bytes);
  return bytes;
}

// The import of the memory: module "env", name "memory", kind 2 (memory), then the flags of its limits.
const memoryImport = [..."\x03env\x06memory\x02"].map((character) => character.charCodeAt(0));
const [withMaximum, sharedWithMaximum] = [1, 3];

/** The same module for memory that threads share: the two differ in one flag. */
export function sharing(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((_, at) => memoryImport.every((byte, i) => bytes[at + i] === byte));
  const flags = start + memoryImport.length;
  if (start < 0 || bytes[flags] !== withMaximum) throw new Error("the kernels' module imports no memory");
  const shared = bytes.slice();
  shared[flags] = sharedWithMaximum;
  return shared;
}
