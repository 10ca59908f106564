import type { TaskName } from "./kernel-exports.ts";
import type { Kernels } from "./kernels.ts";

/** Numbers from which on the kernels gain more than copying to and from their memory takes. Measured. */
const worthwhile = 1024;

/** More numbers than this, 512 MiB of them, are not copied into the kernels' memory at once. */
const most = 2 ** 27;

/** Numbers that a task takes. */
const share = 16_384;

/** Softmax of rows of `length` numbers; `undefined` where the kernels gain nothing. */
export function softmaxByKernels(kernels: Kernels, x: Float32Array, length: number): Float32Array | undefined {
  return byRows(kernels, "softmaxRows", x, length, [], 0);
}

/**
 * Layer normalization of rows of `length` numbers, with a gain and perhaps a bias; `undefined` where the kernels gain
 * nothing.
 */
export function normalizeByKernels(
  kernels: Kernels,
  x: Float32Array,
  length: number,
  params: readonly Float32Array[],
  epsilon: number,
): Float32Array | undefined {
  return byRows(kernels, "normalizeRows", x, length, params, epsilon);
}

function byRows(
  kernels: Kernels,
  task: TaskName,
  x: Float32Array,
  length: number,
  params: readonly Float32Array[],
  epsilon: number,
): Float32Array | undefined {
  if (x.length < worthwhile || x.length > most) return undefined;
  const count = x.length / length;
  const block = Math.ceil(share / length);
  const [job, from, to, ...places] = kernels.room(16, x.length, x.length, ...params.map((param) => param.length)) as [
    number,
    number,
    number,
    ...number[],
  ];
  kernels.floats(from, x.length).set(x);
  for (const [i, param] of params.entries()) kernels.floats(places[i], param.length).set(param);
  const [gain = 0, bias = 0] = places;
  kernels.job(job, [from, to, gain, bias, count, length, block], [epsilon]);
  kernels.run(task, job, Math.ceil(count / block));
  return kernels.floats(to, x.length).slice();
}
