/** Queries of a task, and keys of a tile: a multiple of 4 and 6, so that tiles of either many rows fill it. */
export const QUERIES: i32 = 64;
export const KEYS: i32 = 96;

export const LOG2E: f32 = 1.4426950408889634;

/** One matrix of queries, keys and values: addresses. Kept rows lie dense, panels as in panels.ts. */
@unmanaged
export class Entry {
  /** [n][d] */
  q: usize;
  /** Panels of k [m][d]. */
  keyPanels: usize;
  /** [m][d_v] */
  v: usize;
  /** [n][d_v] */
  out: usize;
  /** log₂ Σ 2^(score·log₂e) of each query, 0 where it attends to nothing. */
  logSums: usize;
  /** Tiles [⌈n/8⌉][⌈m/KEYS⌉]. */
  plan: usize;
  /** 0 when there is none. */
  bias: usize;
  // What the gradient needs beside.
  /** [m][d] */
  k: usize;
  /** Panels of v [m][d_v]. */
  valuePanels: usize;
  /** The cotangent of out. */
  outBar: usize;
  qBar: usize;
  kBar: usize;
  vBar: usize;
  biasBar: usize;
}

/** What 8 queries and KEYS keys have to do with each other. */
@unmanaged
export class Tile {
  /** Keys from … to − 1 of the tile are to be computed; none when from = to. */
  from: i32;
  to: i32;
  /** Where in job.bits there is one byte a key of the tile, bit r for query r: may it attend? −1 when all may. */
  allowed: i32;
}

@unmanaged
export class AttentionJob {
  entries: usize;
  bits: usize;
  n: i32;
  m: i32;
  d: i32;
  dv: i32;
  /** Bytes from one query's bias, and one key's, to the next. */
  biasRow: usize;
  biasStep: usize;
  scale: f32;
  /** Scores s become cap·tanh(s/cap); 0 when they are left as they are. */
  cap: f32;

  // @ts-ignore: decorator
  @inline
  entry(number: i32): Entry {
    return changetype<Entry>(this.entries + <usize>number * offsetof<Entry>());
  }

  /** The factor of q·k in what tanh, or else 2ˣ, is taken of. */
  // @ts-ignore: decorator
  @inline
  get queryFactor(): f32 {
    return this.cap == 0 ? this.scale * LOG2E : this.scale / this.cap;
  }

  /** The tile of the 8 queries from `query` on, and of keys from `key` on. */
  // @ts-ignore: decorator
  @inline
  tile(entry: Entry, query: i32, key: i32): Tile {
    const keyTiles = (this.m + KEYS - 1) / KEYS;
    return changetype<Tile>(entry.plan + <usize>((query >> 3) * keyTiles + key / KEYS) * offsetof<Tile>());
  }
}
