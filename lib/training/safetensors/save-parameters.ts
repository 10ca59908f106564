import { elements } from "../../tensor/elements.ts";
import { dtypeOf } from "../../tensor/tensor.ts";
import { bytesOf, dtypeNames } from "./header.ts";
import { namedTensors } from "./named-tensors.ts";
import { encodeText } from "./utf8.ts";

/**
 * Parameters as the bytes of a safetensors file, which Python's `safetensors` reads too. The names of tensors are their
 * keys joined by dots: `layers.0.W`.
 *
 * The format: 8 bytes with the length of the header, the header in JSON, and the numbers of all tensors, little-endian.
 * https://github.com/huggingface/safetensors
 *
 * @example
 * ```ts
 * const params = { layers: [{ W: tensor([[1, 2]]) }] };
 * toArray(loadParameters(saveParameters(params), params).layers[0].W); // [[1, 2]]
 * ```
 *
 * @throws ArgumentError when a leaf is not a tensor, a key is empty or has a dot, or an array or object is empty.
 */
export function saveParameters(params: unknown): Uint8Array {
  // Float64 first keeps all numbers aligned; else by name, so that the same parameters give the same bytes.
  const tensors = namedTensors("saveParameters", "params", params)
    .map(({ name, tensor }) => ({ name, tensor, dtype: dtypeOf(tensor) }))
    .sort((a, b) => (a.dtype === b.dtype ? compare(a.name, b.name) : compare(b.dtype, a.dtype)));
  let at = 0;
  const header = tensors.map(({ name, tensor, dtype }) => {
    const begin = at;
    at += tensor.size * bytesOf[dtype];
    const info = { dtype: dtypeNames[dtype], shape: tensor.shape, data_offsets: [begin, at] };
    return `${JSON.stringify(name)}:${JSON.stringify(info)}`;
  });
  const text = encodeText(`{${header.join(",")}}`);
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const out = new Uint8Array(start + at).fill(0x20, 8, start);
  new DataView(out.buffer).setBigUint64(0, BigInt(start - 8), true);
  out.set(text, 8);
  at = start;
  for (const { tensor } of tensors) {
    const { buffer, byteOffset, byteLength } = elements(tensor);
    out.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return out;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
