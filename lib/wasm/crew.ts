import type { KernelExports, TaskName } from "./kernel-exports.ts";
import { builtin, type WebAssemblyMemory, type Worker } from "./platform.ts";

interface WorkerThreads {
  readonly Worker: new (source: string, options: { eval: true; workerData: object }) => Worker;
}

// Places of the control block.
const gate = 0; // odd while a job is open; it moves on at each opening and closing
const active = 1; // workers that are inside
const next = 2; // the next task to do
const failed = 3;
const fields = 4; // of the open job: task name by number, job, count, scratch, scratch step
const length = 9;

// A worker enters only while the gate is open, and says so before it looks; so once the gate is closed and nobody is
// inside, nobody reads the fields. It is a text, and not a file, so that bundlers and cells need not find it.
const workerSource = `
const { memory, module, control, index } = require("node:worker_threads").workerData;
const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports;
const names = Object.keys(kernels);
for (let seen = 0; ; ) {
  Atomics.wait(control, ${gate}, seen);
  seen = Atomics.load(control, ${gate});
  if (seen % 2 === 0) continue;
  Atomics.add(control, ${active}, 1);
  if (Atomics.load(control, ${gate}) === seen) {
    const [name, job, count, scratch, step] = control.subarray(${fields}, ${length});
    try {
      for (let task; (task = Atomics.add(control, ${next}, 1)) < count; ) kernels[names[name]](job, task, scratch + index * step);
    } catch {
      Atomics.store(control, ${failed}, 1);
    }
  }
  Atomics.sub(control, ${active}, 1);
  Atomics.notify(control, ${active});
}`;

/** Can there be threads here? They need workers that start without a file, and memory that they share. */
export function canHaveCrew(): boolean {
  return typeof SharedArrayBuffer === "function" && builtin("node:worker_threads") !== undefined;
}

/**
 * Workers that help the calling thread with a job's tasks.
 *
 * Whoever is free takes the next task; the caller works too, and then sleeps until the last worker is done. A worker
 * that has not started yet, or never does, is not waited for. None keeps the process alive.
 */
export class Crew {
  readonly #control: Int32Array = new Int32Array(new SharedArrayBuffer(length * 4));
  readonly #workers: readonly Worker[];

  constructor(module: object, memory: WebAssemblyMemory, count: number) {
    const { Worker } = builtin<WorkerThreads>("node:worker_threads") as WorkerThreads;
    this.#workers = Array.from({ length: count }, (_, i) => {
      const workerData = { module, memory, control: this.#control, index: i + 1 };
      const worker = new Worker(workerSource, { eval: true, workerData });
      worker.on("error", () => {}); // its share is done by the others
      worker.unref();
      return worker;
    });
  }

  run(kernels: KernelExports, task: TaskName, job: number, count: number, scratch: number, step: number): void {
    const control = this.#control;
    control.set([Object.keys(kernels).indexOf(task), job, count, scratch, step], fields);
    Atomics.store(control, next, 0);
    Atomics.store(control, failed, 0);
    Atomics.add(control, gate, 1);
    Atomics.notify(control, gate);
    try {
      for (let i = Atomics.add(control, next, 1); i < count; i = Atomics.add(control, next, 1)) {
        kernels[task](job, i, scratch);
      }
    } finally {
      Atomics.add(control, gate, 1);
      for (let inside = Atomics.load(control, active); inside > 0; inside = Atomics.load(control, active)) {
        Atomics.wait(control, active, inside);
      }
    }
    if (Atomics.load(control, failed) === 1) throw new Error(`attention-lab: the kernel ${task} failed in a thread`);
  }

  dispose(): void {
    for (const worker of this.#workers) worker.terminate();
  }
}
