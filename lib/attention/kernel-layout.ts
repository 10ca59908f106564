import type { Floats } from "../tensor/tensor.ts";
import type { Kernels } from "../wasm/kernels.ts";

// What the kernels want of each batch entry, in the order of `Entry` in lib/wasm/assembly/attention-job.ts.
type Field = "q" | "keyPanels" | "v" | "out" | "logSums" | "plan" | "bias" | GradientField;
type GradientField = "k" | "valuePanels" | "outBar" | "qBar" | "kBar" | "vBar" | "biasBar";
const fields: readonly Field[] = [
  ...(["q", "keyPanels", "v", "out", "logSums", "plan", "bias"] as const),
  ...(["k", "valuePanels", "outBar", "qBar", "kBar", "vBar", "biasBar"] as const),
];

/** Matrices of one size, one after the other in the kernels' memory, and which of them each batch entry has. */
export interface Stack {
  readonly size: number;
  /** Where each matrix begins in the caller's memory. */
  readonly starts: readonly number[];
  /** For each entry, which matrix it has. */
  readonly slots: readonly number[];
}

/** A stack of the matrices that entries have: those that begin at the same place are one. */
export function stack(size: number, startOfEach: readonly number[]): Stack {
  const starts = [...new Set(startOfEach)];
  const slotOf = new Map(starts.map((start, slot) => [start, slot]));
  return { size, starts, slots: startOfEach.map((start) => slotOf.get(start) as number) };
}

export type Stacks = Partial<Record<Field, Stack>>;

/** Stacks in the kernels' memory. */
export class KernelLayout {
  /** The number of batch entries. */
  readonly entries: number;
  /** Addresses: of the table of entries, of the job's fields, of the bits of masks, and of scratch. */
  readonly table: number;
  readonly job: number;
  readonly bits: number;
  readonly scratch: number;
  readonly #kernels: Kernels;
  readonly #stacks: Stacks;
  readonly #addresses: Readonly<Record<string, number>>;
  readonly #staging: number;

  /** Room for stacks, a job's fields, the bits of masks (in bytes), and each thread's scratch (in numbers). */
  constructor(kernels: Kernels, stacks: Stacks, sizes: { bits: number; staging: number; scratch: number }) {
    const counts = fields.map((field) => (stacks[field]?.size ?? 0) * (stacks[field]?.starts.length ?? 0));
    const entries = (stacks.q as Stack).slots.length;
    const others = [jobFields, entries * fields.length, sizes.bits / 4, sizes.staging, sizes.scratch * kernels.threads];
    const [job, table, bits, staging, scratch, ...addresses] = kernels.room(...others, ...counts);
    [this.entries, this.table, this.job, this.bits, this.scratch] = [entries, table, job, bits, scratch];
    [this.#kernels, this.#stacks, this.#staging] = [kernels, stacks, staging];
    this.#addresses = Object.fromEntries(fields.map((field, i) => [field, addresses[i]]));
    for (let entry = 0; entry < entries; entry++) {
      const row = fields.map((field) => this.#addressOf(field, entry));
      kernels.integers(table + entry * fields.length * 4, fields.length).set(row);
    }
  }

  /** Where the first matrix of a stack begins. */
  address(field: Field): number {
    return this.#addresses[field];
  }

  /** All matrices of a stack. */
  all(field: Field): Float32Array {
    const { size, starts } = this.#stacks[field] as Stack;
    return this.#kernels.floats(this.#addresses[field], size * starts.length);
  }

  /** The matrix of an entry. */
  of(field: Field, entry: number): Float32Array {
    return this.#kernels.floats(this.#addressOf(field, entry), (this.#stacks[field] as Stack).size);
  }

  /** Copy the matrices of a stack from the caller's memory. */
  copyIn(field: Field, data: Floats): void {
    const { size, starts } = this.#stacks[field] as Stack;
    const all = this.all(field);
    starts.forEach((start, slot) => {
      all.set(data.subarray(start, start + size), slot * size);
    });
  }

  /** Copy matrices of rows […, count, width] to a stack of panels. Are all their numbers finite? */
  packIn(field: Field, data: Floats, count: number, width: number): boolean {
    const { size, starts } = this.#stacks[field] as Stack;
    const { exports } = this.#kernels;
    return starts.every((start, slot) => {
      this.#kernels.floats(this.#staging, count * width).set(data.subarray(start, start + count * width));
      exports.packPanels(this.#staging, this.#addresses[field] + slot * size * 4, count, width);
      return exports.isFinite(this.#staging, count * width) === 1;
    });
  }

  /** Are all numbers of a stack finite? */
  isFinite(field: Field): boolean {
    const { size, starts } = this.#stacks[field] as Stack;
    return this.#kernels.exports.isFinite(this.#addresses[field], size * starts.length) === 1;
  }

  #addressOf(field: Field, entry: number): number {
    const its = this.#stacks[field];
    return its === undefined ? 0 : this.#addresses[field] + its.slots[entry] * its.size * 4;
  }
}

const jobFields = 10;
