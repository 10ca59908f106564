// Fused attention: softmax(scores)·v in tiles, without the n·m weights. Dao et al. 2022, "FlashAttention", §3.1, here
// transposed: the lanes of vectors are queries, so that maxima and sums over keys stay within a lane.
import { AttentionJob, KEYS, LOG2E, QUERIES, Tile } from "./attention-job";
import { exp2 } from "./lanes";
import { packLanes, unpackLanes } from "./panels";
import { scoreTile } from "./score-tile";
import { addProduct } from "./tiles";

/** Before any score; less than all, and finite, so that −∞ − lowest is −∞, and never NaN. */
const lowest: f32 = -f32.MAX_VALUE;

/** Numbers of scratch that a task needs. */
export function attendScratch(d: i32, dv: i32): i32 {
  return QUERIES * d + QUERIES * (dv + 8) + (KEYS + 8) * 8 + 2 * QUERIES;
}

/** Task (entry, block of queries): those queries' outputs and log-sums. */
export function attend(jobAddress: usize, task: i32, scratch: usize): void {
  const job = changetype<AttentionJob>(jobAddress);
  const blocks = (job.n + QUERIES - 1) / QUERIES;
  const entry = job.entry(task / blocks);
  // The last block first: under a causal mask it takes the longest, and would keep the other threads waiting.
  const first = (blocks - 1 - task % blocks) * QUERIES;
  const count = min(QUERIES, job.n - first);

  const lanes = scratch; // panels of q [d][8], scaled
  const sums = lanes + (QUERIES * job.d << 2); // panels [d_v][8], with room for a tile's excess
  const panel = <usize>(job.dv + 8) << 5;
  const scores = sums + <usize>(QUERIES >> 3) * panel; // [KEYS][8]
  const maxima = scores + (KEYS + 8) * 32;
  const totals = maxima + QUERIES * 4;

  packLanes(entry.q + (<usize>first * <usize>job.d << 2), lanes, count, job.d, job.queryFactor);
  memory.fill(sums, 0, <usize>(QUERIES >> 3) * panel);
  memory.fill(totals, 0, QUERIES * 4);
  for (let i: usize = 0; i < <usize>QUERIES; i++) store<f32>(maxima + (i << 2), lowest);

  for (let key = 0; key < job.m; key += KEYS) {
    for (let r = 0; r < count; r += 8) {
      const area = job.tile(entry, first + r, key);
      if (area.from == area.to) continue;
      const queries = lanes + (<usize>r * <usize>job.d << 2);
      scoreTile(job, entry, area, first + r, key, queries, scores, 32, 0);
      const sum = sums + <usize>(r >> 3) * panel;
      softmaxTile(area, scores, maxima + (<usize>r << 2), totals + (<usize>r << 2), sum, panel);
      const values = entry.v + (<usize>(key + area.from) * <usize>job.dv << 2);
      const weights = scores + (<usize>area.from << 5);
      addProduct(values, <usize>job.dv << 2, weights, 32, area.to - area.from, sum, job.dv);
    }
  }

  for (let r = 0; r < count; r += 8) {
    const at = <usize>r << 2;
    finish(maxima + at, totals + at);
    const rows = entry.out + (<usize>(first + r) * <usize>job.dv << 2);
    unpackLanes(sums + <usize>(r >> 3) * panel, rows, count - r, job.dv, totals + at);
    memory.copy(entry.logSums + (<usize>(first + r) << 2), maxima + at, <usize>min(8, count - r) << 2);
  }
}

/**
 * Scores to weights 2^(score − maximum), where the maximum is over all keys so far: when it rises, what was summed
 * before shrinks. Milakov & Gimelshein 2018, Algorithm 3.
 */
// @ts-ignore: decorator
@inline
function softmaxTile(area: Tile, scores: usize, maxima: usize, totals: usize, sums: usize, sumsLength: usize): void {
  const begin = scores + (<usize>area.from << 5);
  const end = scores + (<usize>area.to << 5);
  const before0 = v128.load(maxima), before1 = v128.load(maxima, 16);
  let max0 = before0, max1 = before1;
  for (let at = begin; at < end; at += 32) {
    max0 = f32x4.pmax(max0, v128.load(at));
    max1 = f32x4.pmax(max1, v128.load(at, 16));
  }
  v128.store(maxima, max0);
  v128.store(maxima, max1, 16);

  const shrink0 = exp2(f32x4.sub(before0, max0)), shrink1 = exp2(f32x4.sub(before1, max1));
  let total0 = f32x4.mul(v128.load(totals), shrink0), total1 = f32x4.mul(v128.load(totals, 16), shrink1);
  for (let at = begin; at < end; at += 32) {
    const weight0 = exp2(f32x4.sub(v128.load(at), max0)), weight1 = exp2(f32x4.sub(v128.load(at, 16), max1));
    v128.store(at, weight0);
    v128.store(at, weight1, 16);
    total0 = f32x4.add(total0, weight0);
    total1 = f32x4.add(total1, weight1);
  }
  v128.store(totals, total0);
  v128.store(totals, total1, 16);

  if (!v128.any_true(v128.or(f32x4.ne(before0, max0), f32x4.ne(before1, max1)))) return;
  for (let at = sums; at < sums + sumsLength; at += 32) {
    v128.store(at, f32x4.mul(v128.load(at), shrink0));
    v128.store(at, f32x4.mul(v128.load(at, 16), shrink1), 16);
  }
}

/** Of 8 queries, maxima become log-sums, and totals their inverses; both 0 where nothing was attended to. */
function finish(maxima: usize, totals: usize): void {
  for (let at: usize = 0; at < 32; at += 4) {
    const total = load<f32>(totals + at);
    if (total == 0) store<f32>(maxima + at, 0);
    else {
      store<f32>(maxima + at, load<f32>(maxima + at) + <f32>Math.log(total) * LOG2E);
      store<f32>(totals + at, 1 / total);
    }
  }
}
