import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { backend, dispose, setBackend, setThreads, threads } from "../../../lib/index.ts";
import { kernels, useBuild } from "../../../lib/wasm/backend.ts";
import { backends } from "../../../lib/wasm/engine.ts";
import { refuses, wrong } from "../refuses.ts";

const fastest = backend();
afterEach(() => {
  setBackend(fastest);
  setThreads(1);
});

describe("backend()", () => {
  const dist = pathToFileURL(createRequire(import.meta.url).resolve("attention-lab")).href;
  /** What another process prints, with ATTENTION_LAB_BACKEND set. */
  const elsewhere = (name: string): string => {
    const script = `try { console.log((await import(${JSON.stringify(dist)})).backend()) } catch (e) { console.log(e.message) }`;
    const env = { ...process.env, ATTENTION_LAB_BACKEND: name };
    return spawnSync(process.execPath, ["--input-type=module", "-e", script], { env, encoding: "utf8" }).stdout.trim();
  };

  test("is relaxed SIMD on every Node that the project supports, and there has nothing to be set", () => {
    expect(elsewhere("")).toBe("relaxed-simd");
  });

  test.each(backends)("is %s when ATTENTION_LAB_BACKEND says so", (name) => expect(elsewhere(name)).toBe(name));

  test("refuses a name it does not know in ATTENTION_LAB_BACKEND", () => {
    expect(elsewhere("gpu")).toBe(
      'backend: ATTENTION_LAB_BACKEND has value "gpu", expected "relaxed-simd" or "simd" or "plain", which this engine runs',
    );
  });
});

describe("setBackend(name)", () => {
  test.each(backends)("makes it %s", (name) => {
    setBackend(name === "simd" ? "relaxed-simd" : "simd");
    const before = kernels();
    setBackend(name);
    expect(kernels()).not.toBe(before);
    expect(backend()).toBe(name);
    expect(kernels() === undefined).toBe(name === "plain");
  });
});

test("relaxed SIMD takes the tiles that suit the engine, however often it is chosen", () => {
  const rows = process.version.startsWith("v20.") ? 4 : 6;
  for (let i = 0; i < 2; i++) {
    setBackend("simd");
    setBackend("relaxed-simd");
    expect(kernels()!.tileRows).toBe(rows);
  }
});

test("every build of the kernels runs", () => {
  for (const [build, rows] of [
    ["relaxed6x8", 6],
    ["relaxed4x8", 4],
    ["simd4x8", 4],
  ] as const) {
    useBuild(build);
    const room = kernels()!.room(100)[0]!;
    expect([build, kernels()!.tileRows, kernels()!.exports.isFinite(room, 100)]).toEqual([build, rows, 1]);
  }
});

describe("kernels().exports.isFinite(address, count)", () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("finds %d at every place", (stranger) => {
    const { exports } = kernels()!;
    const room = kernels()!.room(23)[0]!;
    for (let at = 0; at < 23; at++) {
      kernels()!.floats(room, 23).fill(3e38)[at] = stranger;
      expect([exports.isFinite(room, 23), exports.isFinite(room, at)]).toEqual([0, 1]);
    }
  });
});

describe("setThreads(count)", () => {
  test("returns and keeps how many there are", () => {
    expect([setThreads(3), threads(), kernels()!.threads]).toEqual([3, 3, 3]);
    expect([setThreads(1), threads(), kernels()!.threads]).toEqual([1, 1, 1]);
  });
});

describe("dispose()", () => {
  test("releases the memory, and the next call has memory again", () => {
    kernels()!.room(1_000_000);
    const before = kernels()!.size;
    dispose();
    expect([before > 4_000_000, kernels()!.size]).toEqual([true, 65536]);
  });
});

describe("memory", () => {
  test("is used again by the next call", () => {
    const first = kernels()!.room(1000, 2000);
    const { size } = kernels()!;
    for (let i = 0; i < 100; i++) expect(kernels()!.room(1000, 2000)).toEqual(first);
    expect(kernels()!.size).toBe(size);
  });

  test("that does not suffice is an error that names both sizes, and leaves the kernels as they were", () => {
    const { size } = kernels()!;
    const message = "attention-lab: kernels need 7630 MiB of WebAssembly memory, at most 4096 MiB";
    expect(() => kernels()!.room(1e9, 1e9)).toThrow(new RangeError(message));
    expect(kernels()!.size).toBe(size);
    expect(kernels()!.floats(kernels()!.room(3)[0]!, 3).fill(1)).toEqual(new Float32Array([1, 1, 1]));
  });
});

describe("wrong input", () => {
  refuses([
    [
      'setBackend: name has value "gpu", expected "relaxed-simd" or "simd" or "plain", which this engine runs',
      () => setBackend(wrong("gpu")),
    ],
    ["setThreads: count has value 0, expected a whole number, at least 1", () => setThreads(0)],
    ["setThreads: count has value 1.5, expected a whole number, at least 1", () => setThreads(1.5)],
  ]);
});
