import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../../tools/runner/project/root.ts";
import { temporaryFolder } from "./temporary-folder.ts";

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
}
type Lock = { readonly packages: Readonly<Record<string, Entry>> };
interface Setup {
  supports(version: string): boolean;
  missingPackages(lock: Lock, installed: Lock, withDev: boolean, exists: (place: string) => boolean): string[];
  staleOutputs(files: readonly string[], hasSource: (file: string) => boolean): string[];
}
const file = path.join(projectRoot, "tools", "setup.cjs");
const setup: Setup = createRequire(import.meta.url)(file);

test("supports(version) is ^20.19 || >=22.12", () => {
  const good = ["v20.19.0", "v20.20.2", "v22.12.0", "v22.20.1", "v23.0.0", "v24.1.0"];
  const old = ["v0.10.48", "v8.17.0", "v18.20.4", "v20.18.9", "v21.7.3", "v22.11.0"];
  expect(good.filter((version) => !setup.supports(version))).toEqual([]);
  expect(old.filter((version) => setup.supports(version))).toEqual([]);
});

test("setup on an old Node says in one line what is needed and stops", () => {
  const pretend = path.join(temporaryFolder(), "old-node.cjs");
  writeFileSync(pretend, 'Object.defineProperty(process, "version", { value: "v18.20.4" });');
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", pretend, file], { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toBe(
    "Node v18.20.4 does not fit: this needs Node 20.19 or a later 20, or 22.12 or newer. Get it from https://nodejs.org, or with `nvm install`.\n",
  );
});

const lock: Lock = {
  packages: {
    "": {},
    lib: { version: "1.0.0" },
    "node_modules/lib": { resolved: "lib", link: true },
    "node_modules/plain": { version: "1.0.0" },
    "node_modules/plain/node_modules/deep": { version: "2.0.0" },
    "node_modules/for-tests": { version: "3.0.0", dev: true },
    "node_modules/for-macs": { version: "4.0.0", optional: true },
  },
};
const without = (...places: string[]): Lock => ({
  packages: Object.fromEntries(Object.entries(lock.packages).filter(([place]) => !places.includes(place))),
});
const everything = (): boolean => true;

test("missingPackages finds nothing where all is installed, with more than was asked for too", () => {
  expect(setup.missingPackages(lock, lock, true, everything)).toEqual([]);
  expect(setup.missingPackages(lock, lock, false, everything)).toEqual([]);
});

test("missingPackages wants development packages only for development, and optional ones never", () => {
  const installed = without("node_modules/for-tests", "node_modules/for-macs");
  expect(setup.missingPackages(lock, installed, false, everything)).toEqual([]);
  expect(setup.missingPackages(lock, installed, true, everything)).toEqual(["node_modules/for-tests"]);
});

test("missingPackages finds what is absent, nested, of another version, unlinked, or gone from disk", () => {
  const nothing: Lock = { packages: {} };
  const deep = "node_modules/plain/node_modules/deep";
  expect(setup.missingPackages(lock, nothing, false, everything)).toEqual([
    "node_modules/lib",
    "node_modules/plain",
    deep,
  ]);
  expect(setup.missingPackages(lock, without(deep), false, everything)).toEqual([deep]);
  const older: Lock = { packages: { ...lock.packages, "node_modules/plain": { version: "0.9.0" } } };
  expect(setup.missingPackages(lock, older, false, everything)).toEqual(["node_modules/plain"]);
  expect(setup.missingPackages(lock, without("node_modules/lib"), false, everything)).toEqual(["node_modules/lib"]);
  expect(setup.missingPackages(lock, lock, false, (place) => place !== deep)).toEqual([deep]);
});

test("staleOutputs(files, hasSource) finds compiled files whose source is gone, and nothing else", () => {
  const files = ["kept.js", "kept.d.ts", "gone.js", "gone.d.ts", "tsconfig.tsbuildinfo", "kernel.wasm"];
  expect(setup.staleOutputs(files, (source) => source === "kept.ts")).toEqual(["gone.js", "gone.d.ts"]);
});
