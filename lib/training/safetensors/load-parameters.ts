import { ArgumentError, describe } from "../../tensor/argument-error.ts";
import { type Tensor, wrap } from "../../tensor/tensor.ts";
import { withTensors } from "../parameters.ts";
import { type Entry, readHeader } from "./header.ts";
import { type NamedTensor, namedTensors, treeOf } from "./named-tensors.ts";

/**
 * The parameters of a safetensors file, in memory of their own.
 *
 * With `like`, in its form: it must have the same names, shapes and dtypes. Without, names are taken apart at their dots:
 * `layers.0.W` is `layers[0].W`, arrays being where all keys are 0, 1, …. What the file says beside its tensors
 * (`__metadata__`) is passed over.
 *
 * @example
 * ```ts
 * const params = { layers: [{ W: tensor([[1, 2]]) }] };
 * toArray(loadParameters(saveParameters(params), params).layers[0].W); // [[1, 2]]
 * ```
 *
 * @param bytes as `saveParameters` or Python's `safetensors` writes them, with tensors of F64 and F32
 * @throws ArgumentError when the bytes are no such file, hold another dtype, or differ from `like`.
 */
export function loadParameters<P>(bytes: Uint8Array, like: P): P;
export function loadParameters(bytes: Uint8Array): unknown;
export function loadParameters(bytes: Uint8Array, like?: unknown): unknown {
  const caller = "loadParameters";
  if (!(bytes instanceof Uint8Array)) throw new ArgumentError(caller, "bytes", describe(bytes), "a Uint8Array");
  const { entries, start } = readHeader(bytes);
  const read = (entry: Entry): Tensor => tensorAt(bytes, start, entry);
  if (like === undefined)
    return treeOf(
      caller,
      entries.map((entry) => ({ name: entry.name, tensor: read(entry) })),
    );

  const wanted = namedTensors(caller, "like", like);
  const found = new Map(entries.map((entry) => [entry.name, entry]));
  const stranger = entries.find(({ name }) => !wanted.some((one) => one.name === name));
  if (stranger !== undefined)
    throw new ArgumentError(caller, "bytes", `tensor ${JSON.stringify(stranger.name)}`, "only those of like");
  return withTensors(
    like,
    wanted.map((one) => read(expectLike(caller, found.get(one.name), one))),
  );
}

function expectLike(caller: string, entry: Entry | undefined, { name, tensor }: NamedTensor): Entry {
  const quoted = JSON.stringify(name);
  if (entry === undefined) throw new ArgumentError(caller, "bytes", `no tensor ${quoted}`, "those of like");
  const form = ({ shape, dtype }: { shape: readonly number[]; dtype: string }): string =>
    `shape [${shape.join(", ")}] and dtype ${dtype}`;
  if (form(entry) === form(tensor)) return entry;
  throw new ArgumentError(caller, quoted, form(entry), `${form(tensor)} (from like)`);
}

function tensorAt(bytes: Uint8Array, start: number, { dtype, shape, begin, end }: Entry): Tensor {
  // A copy, at the beginning of memory of its own: a view of numbers must be aligned. (A Buffer's slice is no copy.)
  const { buffer } = new Uint8Array(bytes.subarray(start + begin, start + end));
  return wrap(dtype === "float64" ? new Float64Array(buffer) : new Float32Array(buffer), [...shape]);
}
