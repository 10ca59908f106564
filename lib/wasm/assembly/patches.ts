// The patches of images under a window, straight into the panels of a product: the matrix of patches is never written.

/** Images [channels][height][width] and a window on them; 4-byte fields. */
@unmanaged
export class PatchJob {
  images: usize;
  /** The images with rows and columns of zeros around: [channels][paddedHeight][paddedWidth]. */
  padded: usize;
  /** Of every image: [⌈outputs/8⌉][channels·rows·columns][8]. */
  panels: usize;
  channels: i32;
  height: i32;
  width: i32;
  paddedHeight: i32;
  paddedWidth: i32;
  top: i32;
  left: i32;
  /** The window. */
  rows: i32;
  columns: i32;
  /** Its steps. */
  down: i32;
  right: i32;
  /** How many places it takes, and how many of them are in a row. */
  outputs: i32;
  outputColumns: i32;
}

/** Task (image, channel): with zeros around. */
export function padPlane(jobAddress: usize, task: i32, _: usize): void {
  const job = changetype<PatchJob>(jobAddress);
  const row = <usize>job.width << 2, paddedRow = <usize>job.paddedWidth << 2;
  const plane = job.padded + <usize>task * job.paddedHeight * paddedRow;
  memory.fill(plane, 0, <usize>job.paddedHeight * paddedRow);
  let from = job.images + <usize>task * job.height * row;
  let to = plane + <usize>job.top * paddedRow + (<usize>job.left << 2);
  for (let y = 0; y < job.height; y++, from += row, to += paddedRow) memory.copy(to, from, row);
}

/** Task (image, panel): the patches under eight windows, as the panel [channels·rows·columns][8]. Lanes too many hold anything. */
export function packPatches(jobAddress: usize, task: i32, scratch: usize): void {
  const job = changetype<PatchJob>(jobAddress);
  const panels = (job.outputs + 7) >> 3;
  const depth = job.channels * job.rows * job.columns;
  const image = job.padded + <usize>(task / panels) * (<usize>job.channels * job.paddedHeight * job.paddedWidth << 2);
  const to = job.panels + <usize>task * (<usize>depth << 5);
  const first = task % panels << 3;
  const count = min(8, job.outputs - first);
  const inRow = job.outputColumns - first % job.outputColumns;
  if (job.right == 1 && inRow >= count) return packRun(job, corner(job, image, first), to);
  if (job.right == 1 && inRow + job.outputColumns >= count) {
    return packRuns(job, corner(job, image, first), corner(job, image, first + inRow), inRow, to);
  }
  for (let lane = 0; lane < 8; lane++) {
    store<usize>(scratch + (<usize>lane << 2), corner(job, image, first + min(lane, count - 1)));
  }
  packLanes(job, scratch, to);
}

/** Where the window of an output begins. */
// @ts-ignore: decorator
@inline
function corner(job: PatchJob, image: usize, output: i32): usize {
  const y = output / job.outputColumns * job.down;
  const x = output % job.outputColumns * job.right;
  return image + (<usize>y * job.paddedWidth + x << 2);
}

/** Eight windows side by side: every entry lies together. */
function packRun(job: PatchJob, from: usize, to: usize): void {
  const row = <usize>job.paddedWidth << 2, plane = row * job.paddedHeight;
  for (let channel = 0; channel < job.channels; channel++, from += plane) {
    for (let i: usize = 0; i < <usize>job.rows; i++) {
      let entry = from + i * row;
      for (const end = entry + (<usize>job.columns << 2); entry < end; entry += 4, to += 32) {
        v128.store(to, v128.load(entry));
        v128.store(to, v128.load(entry, 16), 16);
      }
    }
  }
}

/** Windows side by side, but from lane `turn` on in the next row. */
function packRuns(job: PatchJob, from: usize, next: usize, turn: i32, to: usize): void {
  const row = <usize>job.paddedWidth << 2, plane = row * job.paddedHeight;
  const gap = next - (<usize>turn << 2) - from;
  const lanes = i32x4(0, 1, 2, 3);
  const low = i32x4.lt_s(lanes, i32x4.splat(turn)), high = i32x4.lt_s(lanes, i32x4.splat(turn - 4));
  for (let channel = 0; channel < job.channels; channel++, from += plane) {
    for (let i: usize = 0; i < <usize>job.rows; i++) {
      let entry = from + i * row;
      for (const end = entry + (<usize>job.columns << 2); entry < end; entry += 4, to += 32) {
        v128.store(to, v128.bitselect(v128.load(entry), v128.load(entry + gap), low));
        v128.store(to, v128.bitselect(v128.load(entry, 16), v128.load(entry + gap, 16), high), 16);
      }
    }
  }
}

/** Windows anywhere: eight corners, entry by entry. */
function packLanes(job: PatchJob, corners: usize, to: usize): void {
  const row = <usize>job.paddedWidth << 2, plane = row * job.paddedHeight;
  for (let lane: usize = 0; lane < 8; lane++) {
    let from = load<usize>(corners + (lane << 2));
    let target = to + (lane << 2);
    for (let channel = 0; channel < job.channels; channel++, from += plane) {
      for (let i: usize = 0; i < <usize>job.rows; i++) {
        let entry = from + i * row;
        for (const end = entry + (<usize>job.columns << 2); entry < end; entry += 4, target += 32) {
          store<f32>(target, load<f32>(entry));
        }
      }
    }
  }
}
