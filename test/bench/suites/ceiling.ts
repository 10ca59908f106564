import { setFlagsFromString } from "node:v8";
import { attentionLab } from "../attention/attention-lab.ts";
import { operationsOf, problemOf } from "../attention/problem.ts";
import { cpuTime } from "../clock.ts";
import type { Benchmark, Contender } from "../contender.ts";
import { relaxed, simd, type Way } from "../kernels.ts";

const unit = { name: "GFLOP/s; the share of it that ours reaches", better: "more" } as const;

/** How near the kernels come to what WebAssembly's vectors of four numbers can do on this machine. */
export function ceilingBenchmarks(length: number): Benchmark[] {
  return [
    {
      name: `ceiling, fused multiply–add, N=${length}`,
      unit,
      contenders: [
        ours(relaxed, length),
        probe("fused multiply–add, in registers", "f32x4.relaxed_madd(s, a, b)", true),
      ],
    },
    {
      name: `ceiling, multiply then add, N=${length}`,
      unit,
      contenders: [
        ours(simd, length),
        probe("multiply then add, in registers", "f32x4.add(f32x4.mul(s, a), b)", false),
      ],
    },
  ];
}

function ours(way: Way, length: number): Contender {
  const { name, forward } = attentionLab(way);
  return {
    name: `${name}, forward`,
    prepare: async () => {
      const problem = problemOf(length, false);
      const { enter, call } = await forward(problem);
      const read = async () => {
        if (await enter?.()) for (let i = 0; i < 5; i++) call();
        const start = cpuTime();
        for (let i = 0; i < 3; i++) call();
        return { value: (3 * operationsOf(problem)) / (cpuTime() - start) / 1e6 };
      };
      await read();
      return { read };
    },
  };
}

/** As many sums as registers hold, so that none waits for another. */
const sums = Array.from({ length: 12 }, (_, i) => `s${i}`);

function probe(name: string, step: string, isRelaxed: boolean): Contender {
  return {
    name,
    prepare: async () => {
      const { work } = await compile(step, isRelaxed);
      const count = 20_000_000;
      // Several calls: what is compiled better meanwhile is used from the next call on.
      for (let i = 0; i < 20; i++) work(count / 20, 0.5, 0.25);
      const read = async () => {
        const start = cpuTime();
        work(count, 0.5, 0.25);
        return { value: (count * sums.length * 8) / (cpuTime() - start) / 1e6 };
      };
      return { read };
    },
  };
}

interface Probe {
  work(count: number, a: number, b: number): number;
}

async function compile(step: string, isRelaxed: boolean): Promise<Probe> {
  // The factors are arguments: newer versions of V8 build a vector that is a constant anew at each use.
  const source = `
    export function work(count: i32, factor: f32, term: f32): f32 {
      const a = f32x4.splat(factor), b = f32x4.splat(term);
      let ${sums.map((sum, i) => `${sum} = f32x4.splat(${i})`).join(", ")};
      for (let i = 0; i < count; i++) {
        ${sums.map((sum) => `${sum} = ${step.replace("s,", `${sum},`)};`).join("\n        ")}
      }
      return f32x4.extract_lane(${sums.reduce((total, sum) => `f32x4.add(${total}, ${sum})`)}, 0);
    }`;
  const { default: asc } = await import("assemblyscript/asc");
  const features = ["simd", ...(isRelaxed ? ["relaxed-simd"] : [])].flatMap((feature) => ["--enable", feature]);
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    ["probe.ts", "-O3", "--runtime", "stub", "--outFile", "probe.wasm", ...features],
    {
      readFile: (name) => (name === "probe.ts" ? source : null),
      writeFile: (_, contents) => {
        bytes = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message} ${stderr}`);
  // Node 20 does not know these instructions unasked; later ones do not know the flag.
  if (!WebAssembly.validate(bytes as BufferSource)) setFlagsFromString("--experimental-wasm-relaxed-simd");
  const imports = { env: { abort: () => {} } };
  return new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource), imports).exports as never;
}
