// Scores of 8 queries, which are the lanes of two vectors, with the keys of a tile. Scores of key j are at
// scores + j·step bytes, times log₂e, so that softmax takes powers of 2.
import { AttentionJob, Entry, LOG2E, Tile } from "./attention-job";
import { tanh } from "./lanes";
import { tile } from "./tiles";

/** Products of key panels with a panel of queries, for the tile's keys from … to, and what fills the tiles' rows. */
// @ts-ignore: decorator
@inline
export function tileProducts(panels: usize, lanes: usize, width: i32, area: Tile, scores: usize, step: usize): void {
  const row = <usize>width << 2;
  for (let key = area.from - area.from % TILE_ROWS; key < area.to; key += TILE_ROWS) {
    tile(panels + <usize>key * row, TILE_ROWS * 4, lanes, 32, width, scores + <usize>key * step, step, false);
  }
}

/** x ↦ cap·tanh x, and 1 − tanh²x, its derivative by cap·x, at `bends` unless that is 0. */
export function capScores(area: Tile, scores: usize, step: usize, cap: f32, bends: usize): void {
  const factor = f32x4.splat(cap * LOG2E);
  const one = f32x4.splat(1);
  for (let key = area.from; key < area.to; key++) {
    for (let half: usize = 0; half < 32; half += 16) {
      const at = <usize>key * step + half;
      const bent = tanh(v128.load(scores + at));
      v128.store(scores + at, f32x4.mul(bent, factor));
      if (bends) v128.store(bends + at, f32x4.sub(one, f32x4.mul(bent, bent)));
    }
  }
}

/** Add the bias of query `query` and those after it, to keys from `key` on. */
export function addBias(
  job: AttentionJob, entry: Entry, area: Tile, query: i32, key: i32, scores: usize, step: usize,
): void {
  const count = min(8, job.n - query);
  const bias = entry.bias + <usize>query * job.biasRow + <usize>key * job.biasStep;
  for (let j = <usize>area.from; j < <usize>area.to; j++) {
    for (let r: usize = 0; r < <usize>count; r++) {
      const score = scores + j * step + (r << 2);
      store<f32>(score, load<f32>(score) + LOG2E * load<f32>(bias + j * job.biasStep + r * job.biasRow));
    }
  }
}

/** −∞ where a query may not attend. */
export function maskScores(area: Tile, bits: usize, scores: usize, step: usize): void {
  const bits0 = i32x4(1, 2, 4, 8);
  const bits1 = i32x4(16, 32, 64, 128);
  const never = f32x4.splat(-Infinity);
  for (let key = <usize>area.from; key < <usize>area.to; key++) {
    const allowed = i32x4.splat(load<u8>(bits + key));
    const at = scores + key * step;
    v128.store(at, v128.bitselect(v128.load(at), never, i32x4.eq(v128.and(allowed, bits0), bits0)));
    v128.store(at, v128.bitselect(v128.load(at, 16), never, i32x4.eq(v128.and(allowed, bits1), bits1)), 16);
  }
}

/** The scores of a tile, capped, biased and masked. `lanes` is the panel of its queries times job.queryFactor. */
// @ts-ignore: decorator
@inline
export function scoreTile(
  job: AttentionJob, entry: Entry, area: Tile, query: i32, key: i32, lanes: usize, scores: usize, step: usize,
  bends: usize,
): void {
  tileProducts(entry.keyPanels + (<usize>key * <usize>job.d << 2), lanes, job.d, area, scores, step);
  if (job.cap != 0) capScores(area, scores, step, job.cap, bends);
  if (entry.bias) addBias(job, entry, area, query, key, scores, step);
  if (area.allowed >= 0) maskScores(area, job.bits + area.allowed, scores, step);
}
