import { type BuildName, bytesOf } from "./module.ts";
import { builtin, platform } from "./platform.ts";

/** Ways to compute, the fastest first. */
export const backends = ["relaxed-simd", "simd", "plain"] as const;

/** How Float32 kernels compute: WebAssembly with fused multiply–add, without it, or plain TypeScript. */
export type Backend = (typeof backends)[number];

/** The build of the kernels that a backend runs on this engine; `undefined` where it runs none. */
export function buildOf(backend: Backend): BuildName | undefined {
  if (backend === "relaxed-simd") return relaxedBuild();
  return backend === "simd" && validates("simd4x8") ? "simd4x8" : undefined;
}

/** Can this engine run a backend? */
export function runs(backend: Backend): boolean {
  return backend === "plain" || buildOf(backend) !== undefined;
}

// Node 20 needs to be asked for relaxed SIMD, and its compiler keeps fewer numbers in registers: smaller tiles. It is known
// by the version of V8, for once it was asked it answers like a new one.
function relaxedBuild(): BuildName | undefined {
  if (!validates("relaxed6x8")) {
    builtin<{ setFlagsFromString(flag: string): void }>("node:v8")?.setFlagsFromString(
      "--experimental-wasm-relaxed-simd",
    );
  }
  if (!validates("relaxed6x8")) return undefined;
  return Number.parseInt(platform.process?.versions?.v8 ?? "12", 10) < 12 ? "relaxed4x8" : "relaxed6x8";
}

function validates(build: BuildName): boolean {
  return platform.WebAssembly?.validate(bytesOf(build)) === true;
}
