import type { MaskRow } from "./mask-rows.ts";

/** Queries and keys of a tile of the kernels, as in lib/wasm/assembly/attention-job.ts. */
export const tileQueries = 8;
export const tileKeys = 96;

/** What of n·m scores is to be computed, in tiles. */
export interface TilePlan {
  /**
   * Three numbers for each tile [⌈n/8⌉, ⌈m/96⌉, 3]: its keys from … to − 1 are computed, counted from its first; none if
   * they are equal. Then where its bits begin, or −1 when all that is computed counts.
   */
  readonly tiles: Int32Array;
  /** For each key of a tile one byte, with bit r for query r: may it attend? */
  readonly bits: Uint8Array;
}

/** Plan the tiles for n queries and m keys: those without an allowed place are left out, and others are trimmed. */
export function planTiles(row: (i: number) => MaskRow, n: number, m: number): TilePlan {
  const keyTiles = Math.ceil(m / tileKeys);
  const tiles = new Int32Array(Math.ceil(n / tileQueries) * keyTiles * 3);
  const bits = new GrowingBytes();
  for (let i = 0; i < n; i += tileQueries) {
    const rows = Array.from({ length: Math.min(tileQueries, n - i) }, (_, r) => row(i + r));
    const first = Math.min(...rows.map(({ from }) => from));
    const end = Math.max(...rows.map(({ to }) => to));
    for (let key = first - (first % tileKeys); key < end; key += tileKeys) {
      const at = ((i / tileQueries) * keyTiles + key / tileKeys) * 3;
      tiles.set(planTile(rows, key, Math.min(tileKeys, m - key), bits), at);
    }
  }
  return { tiles, bits: bits.all() };
}

/** The number of scores that a plan computes. */
export function plannedScores({ tiles }: TilePlan): number {
  let scores = 0;
  for (let at = 0; at < tiles.length; at += 3) scores += (tiles[at + 1] - tiles[at]) * tileQueries;
  return scores;
}

function planTile(rows: readonly MaskRow[], key: number, count: number, bits: GrowingBytes): number[] {
  if (rows.every(({ from, to, exact }) => exact && from <= key && to >= key + count)) return [0, count, -1];
  const allowed = new Uint8Array(tileKeys);
  rows.forEach(({ from, to, exact, allows }, r) => {
    const end = Math.min(to, key + count);
    for (let j = Math.max(from, key); j < end; j++) if (exact || allows(j)) allowed[j - key] |= 1 << r;
  });
  const from = allowed.findIndex((byte) => byte !== 0);
  if (from < 0) return [0, 0, -1];
  let to = count;
  while (allowed[to - 1] === 0) to--;
  const all = 2 ** rows.length - 1;
  return [from, to, allowed.subarray(from, to).every((byte) => byte === all) ? -1 : bits.add(allowed)];
}

/** Bytes to which more are added. */
class GrowingBytes {
  #bytes = new Uint8Array(1024);
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
