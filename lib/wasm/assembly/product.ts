// Products of matrices: a block of rows of x, packed into the task's own room, meets all panels of y.
import { multiplyTile } from "./tiles";

/** A batch of products x·y = out of matrices [rows][depth] and [depth][columns], 4-byte fields; steps in bytes. */
@unmanaged
export class ProductJob {
  x: usize;
  y: usize;
  /** Panels of every matrix of y: [⌈columns/8⌉][depth][8]. */
  panels: usize;
  out: usize;
  /** For each product, which matrix of x and which of y it takes. */
  xNumbers: usize;
  yNumbers: usize;
  rows: i32;
  depth: i32;
  columns: i32;
  /** Rows that a task multiplies: a multiple of TILE_ROWS. */
  block: i32;
  xRow: usize;
  xColumn: usize;
  yRow: usize;
  yColumn: usize;

  @inline get columnPanels(): i32 {
    return (this.columns + 7) >> 3;
  }
}

/** Numbers of scratch that `multiply` needs: a block of rows, and a tile. */
export function multiplyScratch(block: i32, depth: i32): i32 {
  return block * depth + TILE_ROWS * 8;
}

/** Task (matrix of y, panel): that panel. */
export function packColumns(jobAddress: usize, task: i32, _: usize): void {
  const job = changetype<ProductJob>(jobAddress);
  const column = task % job.columnPanels << 3;
  const matrix = job.y + <usize>(task / job.columnPanels) * (<usize>job.depth * job.columns << 2);
  const to = job.panels + <usize>task * (<usize>job.depth << 5);
  pack(matrix + <usize>column * job.yColumn, job.yColumn, job.yRow, min(8, job.columns - column), 8, job.depth, to);
}

/** Task (product, block of rows): those rows of the result. */
export function multiply(jobAddress: usize, task: i32, scratch: usize): void {
  const job = changetype<ProductJob>(jobAddress);
  const blocks = (job.rows + job.block - 1) / job.block;
  const product = task / blocks;
  const first = task % blocks * job.block;
  const count = min(job.block, job.rows - first);
  const depthBytes = <usize>job.depth << 2;
  const x = job.x + matrixOf(job.xNumbers, product) * (<usize>job.rows * depthBytes) + <usize>first * job.xRow;
  const y = job.panels + matrixOf(job.yNumbers, product) * (<usize>job.columnPanels * (depthBytes << 3));
  const rowBytes = <usize>job.columns << 2;
  const out = job.out + (<usize>product * job.rows + first) * rowBytes;
  const edge = scratch + <usize>job.block * depthBytes;

  for (let row = 0; row < count; row += TILE_ROWS) {
    const rows = min(TILE_ROWS, count - row);
    pack(x + <usize>row * job.xRow, job.xRow, job.xColumn, rows, TILE_ROWS, job.depth, scratch + <usize>row * depthBytes);
  }
  for (let column = 0; column < job.columns; column += 8) {
    const panel = y + <usize>column * depthBytes;
    const columns = min(8, job.columns - column);
    for (let row = 0; row < count; row += TILE_ROWS) {
      const rows = min(TILE_ROWS, count - row);
      const target = out + <usize>row * rowBytes + (<usize>column << 2);
      const fits = rows == TILE_ROWS && columns == 8;
      multiplyTile(scratch + <usize>row * depthBytes, panel, job.depth, fits ? target : edge, fits ? rowBytes : 32);
      if (!fits) copyTile(edge, target, rowBytes, rows, columns);
    }
  }
}

// @ts-ignore: decorator
@inline
function matrixOf(numbers: usize, product: i32): usize {
  return load<u32>(numbers + (<usize>product << 2));
}

/** What of a tile [TILE_ROWS][8] lies inside the result. */
function copyTile(tile: usize, target: usize, rowBytes: usize, rows: i32, columns: i32): void {
  for (let row: usize = 0; row < <usize>rows; row++) {
    memory.copy(target + row * rowBytes, tile + (row << 5), <usize>columns << 2);
  }
}

/**
 * A panel [depth][lanes]: lane l of entry p is the number at from + l·laneStep + p·step bytes. Lanes from `count` on are
 * zero.
 */
function pack(from: usize, laneStep: usize, step: usize, count: i32, lanes: i32, depth: i32, to: usize): void {
  if (count < lanes) memory.fill(to, 0, <usize>depth * lanes << 2);
  if (laneStep == 4 && count == lanes) copyEntries(from, step, lanes, depth, to);
  else if (step == 4 && count == lanes) turnLanes(from, laneStep, lanes, depth, to);
  else copyLanes(from, laneStep, step, 0, count, lanes, 0, depth, to);
}

/** `pack` where the lanes of an entry lie together: 4, 6 or 8 of them. */
function copyEntries(from: usize, step: usize, lanes: i32, depth: i32, to: usize): void {
  for (const end = to + (<usize>depth * lanes << 2); to < end; to += <usize>lanes << 2, from += step) {
    v128.store(to, v128.load(from));
    if (lanes == 8) v128.store(to, v128.load(from, 16), 16);
    if (lanes == 6) store<u64>(to, load<u64>(from, 16), 16);
  }
}

/** `pack` where the entries of a lane lie together: four entries of four lanes at a time change places. */
function turnLanes(from: usize, laneStep: usize, lanes: i32, depth: i32, to: usize): void {
  const entry = <usize>lanes << 2;
  const turned = depth & ~3;
  for (let lane = 0; lane + 4 <= lanes; lane += 4) {
    let source = from + <usize>lane * laneStep;
    let target = to + (<usize>lane << 2);
    for (let p = 0; p < turned; p += 4, source += 16, target += entry << 2) {
      const x0 = v128.load(source), x1 = v128.load(source + laneStep);
      const x2 = v128.load(source + 2 * laneStep), x3 = v128.load(source + 3 * laneStep);
      const low0 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5), high0 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
      const low1 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5), high1 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
      v128.store(target, v128.shuffle<f32>(low0, low1, 0, 1, 4, 5));
      v128.store(target + entry, v128.shuffle<f32>(low0, low1, 2, 3, 6, 7));
      v128.store(target + 2 * entry, v128.shuffle<f32>(high0, high1, 0, 1, 4, 5));
      v128.store(target + 3 * entry, v128.shuffle<f32>(high0, high1, 2, 3, 6, 7));
    }
  }
  copyLanes(from, laneStep, 4, lanes & ~3, lanes, lanes, 0, turned, to);
  copyLanes(from, laneStep, 4, 0, lanes, lanes, turned, depth, to);
}

/** `pack` of lanes firstLane … lastLane − 1 and entries first … last − 1, a number at a time. */
function copyLanes(
  from: usize, laneStep: usize, step: usize, firstLane: i32, lastLane: i32, lanes: i32, first: i32, last: i32, to: usize,
): void {
  for (let lane = firstLane; lane < lastLane; lane++) {
    let source = from + <usize>lane * laneStep + <usize>first * step;
    for (let p = first; p < last; p++, source += step) store<f32>(to + (<usize>(p * lanes + lane) << 2), load<f32>(source));
  }
}
