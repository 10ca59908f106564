// The gradient of fused attention, recomputing the weights tile by tile. Dao et al. 2022, "FlashAttention", Appendix
// B.4, here transposed as in attend.ts. A bar means a cotangent; p are weights, s scores:
//   v̄ⱼ = Σᵢ pᵢⱼ ōᵢ,  p̄ᵢⱼ = ōᵢ·vⱼ,  s̄ᵢⱼ = pᵢⱼ (p̄ᵢⱼ − ōᵢ·oᵢ),  q̄ᵢ = scale Σⱼ s̄ᵢⱼ kⱼ,  k̄ⱼ = scale Σᵢ s̄ᵢⱼ qᵢ
import { AttentionJob, Entry, KEYS, QUERIES, Tile } from "./attention-job";
import { exp2 } from "./lanes";
import { padRows, packLanes, unpackLanes, unpadRows } from "./panels";
import { scoreTile, tileProducts } from "./score-tile";
import { addProduct, tileAcross } from "./tiles";

/** Bytes from one key to the next in tiles [KEYS][QUERIES] of weights, and of the cotangents of scores. */
const STEP: usize = QUERIES << 2;
const TILE: usize = (KEYS + 8) * STEP;

/** A task's own room. Rows of "padded" matrices are filled up with zeros to vectors of 8 numbers. */
@unmanaged
class Room {
  /** job.scale for each of 8 lanes. */
  scales: usize;
  /** Panels of a block's q [d][8], scaled, and of its ō [d_v][8]. */
  queryLanes: usize;
  outBarLanes: usize;
  /** Its q̄ in panels. */
  queryBars: usize;
  /** Its rows of q and ō, padded. */
  queries: usize;
  outBars: usize;
  /** ō·o and the log-sum of each of its queries. */
  along: usize;
  logSums: usize;
  /** Tiles [KEYS][QUERIES]: weights, cotangents of scores, and derivatives of the cap. */
  weights: usize;
  scoreBars: usize;
  bends: usize;
  /** k̄ and v̄ of the entry, padded. */
  keyBars: usize;
  valueBars: usize;
}

// @ts-ignore: decorator
@inline
function padded(width: i32): i32 {
  return (width + 7) & ~7;
}

/** Keys up to whole tiles. */
// @ts-ignore: decorator
@inline
function paddedKeys(m: i32): i32 {
  return (m + KEYS - 1) / KEYS * KEYS;
}

/** Share out the scratch of a task; returns where it ends. */
function layOut(room: Room, m: i32, d: i32, dv: i32): usize {
  let end = changetype<usize>(room) + 64; // a cache line, which holds the addresses
  room.scales = end;
  room.queryLanes = end += 64;
  room.outBarLanes = end += QUERIES * d << 2;
  room.queryBars = end += QUERIES * dv << 2;
  room.queries = end += QUERIES * (d + 8) << 2;
  room.outBars = end += QUERIES * padded(d) << 2;
  room.along = end += QUERIES * padded(dv) << 2;
  room.logSums = end += QUERIES << 2;
  room.weights = end += QUERIES << 2;
  room.scoreBars = end += TILE;
  room.bends = end += TILE;
  room.keyBars = end += TILE;
  room.valueBars = end += paddedKeys(m) * padded(d) << 2;
  return end + (paddedKeys(m) * padded(dv) << 2);
}

/** Numbers of scratch that a task needs. */
export function attendGradientScratch(m: i32, d: i32, dv: i32): i32 {
  const room = changetype<Room>(ROOM_TO_MEASURE);
  return (layOut(room, m, d, dv) - ROOM_TO_MEASURE) >> 2;
}

const ROOM_TO_MEASURE: usize = memory.data(64, 16);

/** Task: an entry. Its q̄, k̄, v̄, and its share of the bias's cotangent. */
export function attendGradient(jobAddress: usize, task: i32, scratch: usize): void {
  const job = changetype<AttentionJob>(jobAddress);
  const entry = job.entry(task);
  const room = changetype<Room>(scratch);
  const end = layOut(room, job.m, job.d, job.dv);
  memory.fill(room.keyBars, 0, end - room.keyBars);
  for (let lane: usize = 0; lane < 8; lane++) store<f32>(room.scales + (lane << 2), job.scale);

  for (let first = 0; first < job.n; first += QUERIES) {
    const count = min(QUERIES, job.n - first);
    loadBlock(job, entry, room, first, count);
    for (let key = 0; key < job.m; key += KEYS) gradientOfTiles(job, entry, room, first, count, key);
    for (let r = 0; r < count; r += 8) {
      const panel = room.queryBars + <usize>(r >> 3) * panelOf(job.d);
      unpackLanes(panel, entry.qBar + (<usize>(first + r) * job.d << 2), count - r, job.d, room.scales);
    }
  }
  unpadRows(room.keyBars, entry.kBar, job.m, job.d, padded(job.d), job.scale);
  unpadRows(room.valueBars, entry.vBar, job.m, job.dv, padded(job.dv), 1);
}

/** Bytes of a panel of sums [width][8], with room for a tile's excess. */
// @ts-ignore: decorator
@inline
function panelOf(width: i32): usize {
  return <usize>(width + 8) << 5;
}

/** What a block of queries needs of its own. */
function loadBlock(job: AttentionJob, entry: Entry, room: Room, first: i32, count: i32): void {
  const q = entry.q + (<usize>first * job.d << 2);
  const outBar = entry.outBar + (<usize>first * job.dv << 2);
  packLanes(q, room.queryLanes, count, job.d, job.queryFactor);
  packLanes(outBar, room.outBarLanes, count, job.dv, 1);
  padRows(q, room.queries, count, QUERIES, job.d, padded(job.d));
  padRows(outBar, room.outBars, count, QUERIES, job.dv, padded(job.dv));
  memory.fill(room.queryBars, 0, <usize>(QUERIES >> 3) * panelOf(job.d));
  memory.fill(room.along, 0, QUERIES << 2);
  memory.fill(room.logSums, 0, QUERIES << 2);
  memory.copy(room.logSums, entry.logSums + (<usize>first << 2), <usize>count << 2);
  const out = entry.out + (<usize>first * job.dv << 2);
  for (let r: usize = 0; r < <usize>count; r++) {
    let sum: f32 = 0;
    for (let c: usize = 0; c < <usize>job.dv; c++) {
      const at = r * job.dv + c << 2;
      sum += load<f32>(out + at) * load<f32>(outBar + at);
    }
    store<f32>(room.along + (r << 2), sum);
  }
}

/** The tiles of a block of queries with keys from `key` on. */
function gradientOfTiles(job: AttentionJob, entry: Entry, room: Room, first: i32, count: i32, key: i32): void {
  // The panels of queries that anything comes from, the first and after the last, and likewise the keys it comes to.
  let begin = count, end = 0, from = KEYS, to = 0;
  for (let r = 0; r < count; r += 8) {
    const area = job.tile(entry, first + r, key);
    if (area.to == 0) continue;
    begin = min(begin, r);
    end = r + 8;
    from = min(from, area.from);
    to = max(to, area.to);
  }
  if (end == 0) return;
  from &= ~3; // whole tiles of registers
  for (let r = begin; r < end; r += 8) gradientOfScores(job, entry, room, first, r, key, from, to);

  const depth = end - begin, keys = to - from;
  const at = (<usize>begin << 2) + <usize>from * STEP;
  const queries = <usize>begin << 2, sums = <usize>(key + from) << 2;
  const d = <usize>padded(job.d), dv = <usize>padded(job.dv);
  addAcross(room.scoreBars + at, room.queries + queries * d, depth, room.keyBars + sums * d, keys, d);
  addAcross(room.weights + at, room.outBars + queries * dv, depth, room.valueBars + sums * dv, keys, dv);
}

/** C[key][c] += Σ A[key][query] · B[query][c], A lying as a tile [KEYS][QUERIES]. */
// @ts-ignore: decorator
@inline
function addAcross(a: usize, b: usize, depth: i32, c: usize, keys: i32, width: usize): void {
  const row = width << 2;
  for (let column: usize = 0; column < row; column += 32) {
    for (let j: usize = 0; j < <usize>keys; j += 4) {
      tileAcross(a + j * STEP, b + column, row, depth, c + j * row + column, row);
    }
  }
}

/**
 * Weights and cotangents of scores of 8 queries, from `r` on in their block, with keys from … to − 1 of the tile; from the
 * latter, q̄ and the bias's.
 */
function gradientOfScores(
  job: AttentionJob, entry: Entry, room: Room, first: i32, r: i32, key: i32, from: i32, to: i32,
): void {
  const area = job.tile(entry, first + r, key);
  const lane = <usize>r << 2;
  const weights = room.weights + lane, scoreBars = room.scoreBars + lane;
  if (area.from == area.to) return zeroOutside(area, weights, scoreBars, from, to);
  const bends = job.cap == 0 ? 0 : room.bends + lane;
  scoreTile(job, entry, area, first + r, key, room.queryLanes + lane * job.d, weights, STEP, bends);
  const values = entry.valuePanels + (<usize>key * job.dv << 2);
  tileProducts(values, room.outBarLanes + lane * job.dv, job.dv, area, scoreBars, STEP);
  zeroOutside(area, weights, scoreBars, from, to);

  const logSum0 = v128.load(room.logSums + lane), logSum1 = v128.load(room.logSums + lane, 16);
  const along0 = v128.load(room.along + lane), along1 = v128.load(room.along + lane, 16);
  for (let j = <usize>area.from * STEP; j < <usize>area.to * STEP; j += STEP) {
    const weight0 = exp2(f32x4.sub(v128.load(weights + j), logSum0));
    const weight1 = exp2(f32x4.sub(v128.load(weights + j, 16), logSum1));
    v128.store(weights + j, weight0);
    v128.store(weights + j, weight1, 16);
    v128.store(scoreBars + j, f32x4.mul(weight0, f32x4.sub(v128.load(scoreBars + j), along0)));
    v128.store(scoreBars + j, f32x4.mul(weight1, f32x4.sub(v128.load(scoreBars + j, 16), along1)), 16);
  }

  if (entry.biasBar) addBiasBar(job, entry, area, first + r, key, scoreBars);
  if (bends) bend(area, scoreBars, bends);
  const own = <usize>area.from;
  const panel = room.queryBars + <usize>(r >> 3) * panelOf(job.d);
  const k = entry.k + ((<usize>key + own) * job.d << 2);
  addProduct(k, <usize>job.d << 2, scoreBars + own * STEP, STEP, area.to - area.from, panel, job.d);
}

/** Zeros for the keys from … to − 1 of a tile that are not computed, up to whole tiles of registers. */
function zeroOutside(area: Tile, weights: usize, scoreBars: usize, from: i32, to: i32): void {
  const zero = f32x4.splat(0);
  for (let j = from; j < to + 8; j++) {
    if (j == area.from) j = area.to;
    const at = <usize>j * STEP;
    v128.store(weights + at, zero);
    v128.store(weights + at, zero, 16);
    v128.store(scoreBars + at, zero);
    v128.store(scoreBars + at, zero, 16);
  }
}

/** The cotangent of the bias is that of the scores, summed where the bias is stretched. */
function addBiasBar(job: AttentionJob, entry: Entry, area: Tile, query: i32, key: i32, scoreBars: usize): void {
  const count = min(8, job.n - query);
  const bars = entry.biasBar + <usize>query * job.biasRow + <usize>key * job.biasStep;
  for (let j = <usize>area.from; j < <usize>area.to; j++) {
    for (let r: usize = 0; r < <usize>count; r++) {
      const bar = bars + j * job.biasStep + r * job.biasRow;
      store<f32>(bar, load<f32>(bar) + load<f32>(scoreBars + j * STEP + (r << 2)));
    }
  }
}

/** Back through the cap. */
function bend(area: Tile, scoreBars: usize, bends: usize): void {
  for (let j = <usize>area.from * STEP; j < <usize>area.to * STEP; j += STEP) {
    v128.store(scoreBars + j, f32x4.mul(v128.load(scoreBars + j), v128.load(bends + j)));
    v128.store(scoreBars + j, f32x4.mul(v128.load(scoreBars + j, 16), v128.load(bends + j, 16)), 16);
  }
}
