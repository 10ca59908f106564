import type { MaskRow, MaskRows } from "./mask-rows.ts";

/** Queries and keys of a tile of the kernels, as in lib/wasm/assembly/attention-job.ts. */
export const tileQueries = 8;
export const tileKeys = 96;

/**
 * What of n·m scores is to be computed: three numbers for each tile [⌈n/8⌉, ⌈m/96⌉, 3]. Its keys from … to − 1 are
 * computed, counted from its first; none if they are equal. Then where its bits begin, or −1 when all of these count.
 */
export type TilePlan = Int32Array;

/** Of tiles in which not all that is computed counts: for each key one byte, with bit r for query r. */
export class MaskBits {
  #bytes: Uint8Array = new Uint8Array(1024);
  #length = 0;

  /** Returns where they begin. */
  add(bytes: Uint8Array): number {
    const start = this.#length;
    this.#length += bytes.length;
    if (this.#length > this.#bytes.length) {
      const before = this.#bytes;
      this.#bytes = new Uint8Array(this.#length * 2);
      this.#bytes.set(before);
    }
    this.#bytes.set(bytes, start);
    return start;
  }

  all(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Plans, and for each of some batch entries which of them it has: entries with the same rows share one. */
export function planEntries(
  mask: MaskRows,
  entries: readonly number[],
  n: number,
  m: number,
  bits: MaskBits,
): { readonly plans: readonly TilePlan[]; readonly slots: readonly number[] } {
  const plans: TilePlan[] = [];
  const areShared: ((other: number) => boolean)[] = [];
  const slots = entries.map((entry) => {
    // The last first: neighbours are likely to be heads of one sequence.
    for (let slot = plans.length - 1; slot >= 0; slot--) if (areShared[slot](entry)) return slot;
    const { rowOf, isShared } = mask.read(entry);
    areShared.push(isShared);
    return plans.push(planTiles(rowOf, n, m, bits)) - 1;
  });
  return { plans, slots };
}

/** Plan the tiles for n queries and m keys: those without an allowed place are left out, and others are trimmed. */
export function planTiles(rowOf: (i: number) => MaskRow, n: number, m: number, bits: MaskBits): TilePlan {
  const keyTiles = Math.ceil(m / tileKeys);
  const plan = new Int32Array(Math.ceil(n / tileQueries) * keyTiles * 3);
  for (let i = 0; i < n; i += tileQueries) {
    const rows = Array.from({ length: Math.min(tileQueries, n - i) }, (_, r) => rowOf(i + r));
    const { some, all } = ranges(rows);
    if (some.from >= some.to) continue; // the keys end before what they may attend to begins
    for (let key = some.from - (some.from % tileKeys); key < some.to; key += tileKeys) {
      const from = Math.max(some.from - key, 0);
      const to = Math.min(some.to - key, tileKeys);
      const whole = all.from <= key + from && key + to <= all.to;
      const at = ((i / tileQueries) * keyTiles + key / tileKeys) * 3;
      plan.set(whole ? [from, to, -1] : planTile(rows, key, from, to, bits), at);
    }
  }
  return plan;
}

/** The number of scores that a plan computes. */
export function plannedScores(plan: TilePlan): number {
  let scores = 0;
  for (let at = 0; at < plan.length; at += 3) scores += (plan[at + 1] - plan[at]) * tileQueries;
  return scores;
}

interface Range {
  from: number;
  to: number;
}

/** Keys outside which no row allows any, and keys that all rows allow, as far as is known without asking for each. */
function ranges(rows: readonly MaskRow[]): { some: Range; all: Range } {
  const some = { from: Number.POSITIVE_INFINITY, to: 0 };
  const all = { from: 0, to: Number.POSITIVE_INFINITY };
  for (const { from, to, exact } of rows) {
    some.from = Math.min(some.from, from);
    some.to = Math.max(some.to, to);
    all.from = Math.max(all.from, from);
    all.to = exact ? Math.min(all.to, to) : 0;
  }
  return { some, all };
}

/** The tile of the keys from `key` on, of which some may be allowed from … to − 1. */
function planTile(rows: readonly MaskRow[], key: number, from: number, to: number, bits: MaskBits): number[] {
  const allowed = new Uint8Array(tileKeys);
  for (let r = 0; r < rows.length; r++) {
    const { from: begin, to: stop, exact, allows } = rows[r];
    const end = Math.min(stop, key + to);
    for (let j = Math.max(begin, key); j < end; j++) if (exact || allows(j)) allowed[j - key] |= 1 << r;
  }
  let [first, end] = [from, to];
  while (first < end && allowed[first] === 0) first++;
  while (first < end && allowed[end - 1] === 0) end--;
  if (first === end) return [0, 0, -1];
  const everyone = 2 ** rows.length - 1;
  for (let j = first; j < end; j++) if (allowed[j] !== everyone) return [first, end, bits.add(allowed)];
  return [first, end, -1];
}
