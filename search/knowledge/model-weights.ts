import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
  }[];
}

/**
 * Read one Float32 tensor of a model in the layout of TensorFlow.js, whose numbers all have 4 bytes: model.json lists groups
 * of tensors, and the files that hold the bytes of each group, one after the other. Files without bytes of that tensor are
 * passed over.
 */
export function readWeights(folder: string, name: string): { numbers: Float32Array; shape: readonly number[] } {
  const { weightsManifest } = JSON.parse(readFileSync(join(folder, "model.json"), "utf8")) as Manifest;
  const { paths, weights } = weightsManifest.find((group) => group.weights.some((one) => one.name === name))!;
  const place = weights.findIndex((one) => one.name === name);
  const sizes = weights.map(({ shape }) => 4 * shape.reduce((product, length) => product * length, 1));
  const start = sizes.slice(0, place).reduce((sum, size) => sum + size, 0);
  const end = start + sizes[place]!;
  const bytes = new Uint8Array(end - start);
  let at = 0;
  for (const file of paths.map((path) => join(folder, path))) {
    const from = at;
    at += statSync(file).size;
    if (from >= end || at <= start) continue;
    const found = readFileSync(file).subarray(Math.max(0, start - from), end - from);
    bytes.set(found, Math.max(0, from - start));
  }
  return { numbers: new Float32Array(bytes.buffer), shape: weights[place]!.shape };
}
