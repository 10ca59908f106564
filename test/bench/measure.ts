import { cpuTime } from "./clock.ts";
import {
  type Benchmark,
  type Contender,
  milliseconds,
  type Numbers,
  type Reading,
  type Ready,
  type Run,
} from "./contender.ts";
import { type Effort, interleave, median, relativeError } from "./sampling.ts";

/** What became of a contender. */
export interface Result {
  readonly contender: string;
  readonly note?: string;
  readonly samples: readonly number[];
  /** The median, in the benchmark's unit; undefined for who did not take part. */
  readonly value?: number;
  readonly gigaflops?: number;
  /** How many times better than this one the first contender is. */
  readonly ratio?: number;
  /** Why there is no value. */
  readonly reason?: string;
}

export interface Settings extends Effort {
  /** Milliseconds that one call may take. */
  readonly patience: number;
  /** Milliseconds of calls before the first sample, for the compilers. */
  readonly warmUp: number;
  /** Milliseconds that a sample takes at least, by repeating the call. */
  readonly sample: number;
  /** How far results may be from ours, relative to the largest. */
  readonly tolerance: number;
}

const clocks = { cpu: cpuTime, elapsed: () => performance.now() } as const;

/** Calls seen so far: for each family and contender, milliseconds for a unit of work. */
export type Experience = Map<string, number>;

/** Runs one benchmark. What a contender throws becomes its reason. */
export async function measure(benchmark: Benchmark, settings: Settings, seen: Experience): Promise<Result[]> {
  const { contenders, operations, unit = milliseconds, clock = "cpu", growth } = benchmark;
  const now = clocks[clock];
  const results: Result[] = [];
  const ready: { place: number; sample: () => Promise<number>; close: () => unknown }[] = [];
  let expected: Numbers | undefined;
  for (const [place, contender] of contenders.entries()) {
    const { name, note } = contender;
    results[place] = { contender: name, samples: [], ...(note === undefined ? {} : { note }) };
    try {
      const key = `${growth?.family}/${name}`;
      expectPatience((seen.get(key) ?? 0) * (growth?.work ?? 0), settings.patience);
      const prepared = await makeReady(contender, now, settings);
      if (growth !== undefined) seen.set(key, prepared.milliseconds / growth.work);
      expected ??= prepared.numbers;
      if (prepared.numbers !== undefined && expected !== undefined)
        expectAgreement(prepared.numbers, expected, settings);
      const convert = "read" in prepared.ready ? undefined : unit.from;
      const { sample } = prepared;
      ready.push({
        place,
        sample: convert === undefined ? sample : async () => convert(await sample()),
        close: prepared.close,
      });
    } catch (error) {
      results[place] = { ...results[place]!, reason: reasonOf(error) };
    }
  }
  const samples = await interleave(
    ready.map(({ sample }) => sample),
    settings,
    () => performance.now(),
  );
  for (const { close } of ready) await close();
  for (const [i, { place }] of ready.entries()) {
    const value = median(samples[i]!);
    results[place] = {
      ...results[place]!,
      samples: samples[i]!,
      value,
      ...(operations === undefined ? {} : { gigaflops: operations / value / 1e6 }),
    };
  }
  const own = results[0]?.value;
  return results.map((result) => {
    if (own === undefined || result.value === undefined) return result;
    return { ...result, ratio: unit.better === "less" ? result.value / own : own / result.value };
  });
}

interface Prepared {
  readonly ready: Ready;
  readonly sample: () => Promise<number>;
  readonly close: () => unknown;
  readonly numbers?: Numbers | undefined;
  readonly milliseconds: number;
}

async function makeReady(contender: Contender, now: () => number, settings: Settings): Promise<Prepared> {
  const ready = await contender.prepare();
  if ("read" in ready) {
    const start = performance.now();
    let first: Reading | undefined = await ready.read();
    const milliseconds = performance.now() - start;
    const { numbers } = first;
    const sample = async (): Promise<number> => {
      const { value } = first ?? (await ready.read());
      first = undefined;
      return value;
    };
    return { ready, sample, close: () => {}, numbers, milliseconds };
  }
  const numbers = ready.numbers((await ready.call()) as never);
  const milliseconds = await callFor(ready, now, settings.warmUp);
  const repeats = Math.max(1, Math.ceil(settings.sample / milliseconds));
  const sample = async (): Promise<number> => {
    if (await ready.enter?.()) await callFor(ready, now, settings.warmUp);
    return (await timeOf(ready, repeats, now)) / repeats;
  };
  return { ready, sample, close: () => ready.close?.(), numbers, milliseconds };
}

/** Calls until the compilers have had their chance, and returns the milliseconds of one of the last calls. */
async function callFor(run: Run, now: () => number, enough: number): Promise<number> {
  for (let [repeats, total] = [1, 0]; ; repeats *= 2) {
    const time = await timeOf(run, repeats, now);
    total += time;
    if (total >= enough) return time / repeats;
  }
}

async function timeOf({ call }: Run, repeats: number, now: () => number): Promise<number> {
  const start = now();
  for (let i = 0; i < repeats; i++) {
    const output: unknown = call();
    if (output instanceof Promise) await output;
  }
  return now() - start;
}

function expectPatience(milliseconds: number, patience: number): void {
  if (milliseconds <= patience) return;
  const time = milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 1000)} s`;
  throw new Error(`left out: a call would take about ${time}`);
}

function expectAgreement(found: Numbers, expected: Numbers, { tolerance }: Settings): void {
  const error = relativeError(found, expected);
  if (!(error <= tolerance)) throw new Error(`wrong: differs by ${error.toExponential(1)} of the largest number`);
}

function reasonOf(error: unknown): string {
  const { message = String(error), code } = error as { message?: string; code?: string };
  if (code === "ERR_MODULE_NOT_FOUND") return "not installed";
  return message.split("\n")[0]!.slice(0, 100);
}
