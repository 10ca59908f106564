import { Crew } from "./crew.ts";
import type { KernelExports, TaskName } from "./kernel-exports.ts";
import { type BuildName, bytesOf, sharing } from "./module.ts";
import { platform, type WebAssemblyMemory } from "./platform.ts";

const page = 65536;
/** 4 GiB, what 32 bits address; shared memory reserves its maximum at once, so less of it. */
const maximumPages = { own: 65536, shared: 32768 } as const;

/** One instance of the kernels, with the memory they compute in, and the threads that help. */
export class Kernels {
  readonly exports: KernelExports;
  /** Rows of a register tile; its columns are 8. */
  readonly tileRows: number;
  readonly threads: number;
  readonly #memory: WebAssemblyMemory;
  readonly #maximum: number;
  readonly #crew: Crew | undefined;

  constructor(build: BuildName, threads: number) {
    const { WebAssembly } = platform;
    if (WebAssembly === undefined) throw new Error("this engine has no WebAssembly");
    const shared = threads > 1;
    this.#maximum = shared ? maximumPages.shared : maximumPages.own;
    this.#memory = new WebAssembly.Memory({ initial: 1, maximum: this.#maximum, ...(shared ? { shared } : {}) });
    const bytes = bytesOf(build);
    const module = new WebAssembly.Module(shared ? sharing(bytes) : bytes);
    this.exports = new WebAssembly.Instance(module, { env: { memory: this.#memory } }).exports as KernelExports;
    this.tileRows = build === "relaxed6x8" ? 6 : 4;
    this.#crew = shared ? new Crew(module, this.#memory, threads - 1) : undefined;
    this.threads = threads;
  }

  /** Bytes of memory in use by WebAssembly. */
  get size(): number {
    return this.#memory.buffer.byteLength;
  }

  /**
   * Addresses of room for these numbers of 4-byte numbers, valid until the next call. A kernel's rooms are asked for at
   * once; a little beyond each may be read and written.
   *
   * @throws RangeError when memory does not suffice; nothing has changed then.
   */
  room(...counts: readonly number[]): number[] {
    // The first page holds the kernels' constants.
    let end = page;
    const addresses = counts.map((count) => {
      const start = end;
      end = Math.ceil((start + count * 4 + slack) / alignment) * alignment;
      return start;
    });
    this.#grow(end);
    return addresses;
  }

  /** The numbers at an address: a view that is valid until `room` is called again. */
  floats(address: number, count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, count);
  }

  /** The whole numbers at an address, likewise. */
  integers(address: number, count: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, count);
  }

  /** The bytes at an address, likewise. */
  bytes(address: number, count: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, count);
  }

  /** Write the fields of a job, each 4 bytes: whole numbers (addresses too), then others. */
  job(address: number, integers: readonly number[], floats: readonly number[] = []): void {
    this.integers(address, integers.length).set(integers);
    this.floats(address + integers.length * 4, floats.length).set(floats);
  }

  /**
   * Do tasks 0 … count − 1 of a job, on all threads.
   *
   * @param scratch the address of `threads` times `scratchCount` numbers, each thread's own room
   */
  run(task: TaskName, job: number, count: number, scratch: number = 0, scratchCount: number = 0): void {
    const step = scratchCount * 4;
    if (this.#crew !== undefined && count > 1) this.#crew.run(this.exports, task, job, count, scratch, step);
    else for (let i = 0; i < count; i++) this.exports[task](job, i, scratch);
  }

  /** End the threads; memory goes when the instance does. */
  dispose(): void {
    this.#crew?.dispose();
  }

  #grow(bytes: number): void {
    const missing = Math.ceil((bytes - this.size) / page);
    if (missing <= 0) return;
    const needed = Math.ceil(bytes / 2 ** 20);
    if (bytes > this.#maximum * page) throw outOfMemory(needed, `at most ${(this.#maximum * page) / 2 ** 20} MiB`);
    try {
      this.#memory.grow(missing);
    } catch {
      throw outOfMemory(needed, "more than there is");
    }
  }
}

/** Rooms begin where a cache line does, and tiles may reach beyond them by a few vectors. */
const alignment = 64;
const slack = 256;

function outOfMemory(needed: number, limit: string): RangeError {
  return new RangeError(`attention-lab: kernels need ${needed} MiB of WebAssembly memory, ${limit}`);
}
