// What is done to each row of a matrix by itself: softmax, and layer normalization.
import { LOG2E } from "./attention-job";
import { exp2, multiplyAdd } from "./lanes";

/** Rows [count][length] at `from`, and where they go; 4-byte fields. */
@unmanaged
export class RowsJob {
  from: usize;
  to: usize;
  /** Of layer normalization, each [length]; a bias of 0 is none. */
  gain: usize;
  bias: usize;
  count: i32;
  length: i32;
  /** Rows of a task. */
  block: i32;
  epsilon: f32;
}

/** Task (block of rows): their softmax. */
export function softmaxRows(jobAddress: usize, task: i32, _: usize): void {
  const job = changetype<RowsJob>(jobAddress);
  const row = <usize>job.length << 2;
  const last = min(job.count, (task + 1) * job.block);
  for (let i = task * job.block; i < last; i++) softmaxRow(job.from + <usize>i * row, job.to + <usize>i * row, row);
}

/** Task (block of rows): gain ⊙ (x − mean) / √(variance + ε) + bias of each. */
export function normalizeRows(jobAddress: usize, task: i32, _: usize): void {
  const job = changetype<RowsJob>(jobAddress);
  const row = <usize>job.length << 2;
  const last = min(job.count, (task + 1) * job.block);
  for (let i = task * job.block; i < last; i++) normalizeRow(job, job.from + <usize>i * row, job.to + <usize>i * row, row);
}

/** NaN or ∞ make all of the row NaN; nothing but −∞ makes it 0. Addresses and lengths are in bytes. */
function softmaxRow(from: usize, to: usize, row: usize): void {
  const highest = maximum(from, row);
  if (highest == -Infinity) return memory.fill(to, 0, row);
  const shift = f32x4.splat(highest);
  const factor = f32x4.splat(LOG2E);
  const vectors = row & ~15;
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at < vectors; at += 16) {
    const power = exp2(f32x4.mul(f32x4.sub(v128.load(from + at), shift), factor));
    v128.store(to + at, power);
    sums = f32x4.add(sums, power);
  }
  let total = sumOf(sums);
  for (let at = vectors; at < row; at += 4) {
    const power = f32x4.extract_lane(exp2(f32x4.splat((load<f32>(from + at) - highest) * LOG2E)), 0);
    store<f32>(to + at, power);
    total += power;
  }
  // A maximum of ∞ or NaN makes all of the row NaN, whatever the powers of 2 were.
  multiplyRow(to, row, highest < Infinity ? 1 / total : NaN);
}

/** The largest number of a row; NaN if there is one. */
function maximum(from: usize, row: usize): f32 {
  let largest = f32x4.splat(-Infinity);
  for (const end = from + (row & ~15); from < end; from += 16) largest = f32x4.max(largest, v128.load(from));
  let one = max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1));
  one = max(one, max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)));
  for (const end = from + (row & 15); from < end; from += 4) one = max(one, load<f32>(from));
  return one;
}

function multiplyRow(row: usize, length: usize, factor: f32): void {
  const end = row + length;
  for (const vectors = row + (length & ~15); row < vectors; row += 16) {
    v128.store(row, f32x4.mul(v128.load(row), f32x4.splat(factor)));
  }
  for (; row < end; row += 4) store<f32>(row, load<f32>(row) * factor);
}

function normalizeRow(job: RowsJob, from: usize, to: usize, row: usize): void {
  const vectors = row & ~15;
  const count = <f32>job.length;
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at < vectors; at += 16) sums = f32x4.add(sums, v128.load(from + at));
  let total = sumOf(sums);
  for (let at = vectors; at < row; at += 4) total += load<f32>(from + at);
  const mean = total / count;
  const center = f32x4.splat(mean);

  let squares = f32x4.splat(0);
  for (let at: usize = 0; at < vectors; at += 16) {
    const off = f32x4.sub(v128.load(from + at), center);
    squares = multiplyAdd(off, off, squares);
  }
  let spread = sumOf(squares);
  for (let at = vectors; at < row; at += 4) spread += (load<f32>(from + at) - mean) * (load<f32>(from + at) - mean);
  const scale: f32 = <f32>1 / sqrt<f32>(spread / count + job.epsilon);

  for (let at: usize = 0; at < vectors; at += 16) {
    const normal = f32x4.mul(f32x4.sub(v128.load(from + at), center), f32x4.splat(scale));
    const bias = job.bias ? v128.load(job.bias + at) : f32x4.splat(0);
    v128.store(to + at, multiplyAdd(normal, v128.load(job.gain + at), bias));
  }
  for (let at = vectors; at < row; at += 4) {
    const normal = (load<f32>(from + at) - mean) * scale;
    store<f32>(to + at, normal * load<f32>(job.gain + at) + (job.bias ? load<f32>(job.bias + at) : 0));
  }
}

// @ts-ignore: decorator
@inline
function sumOf(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}
