import { grad, loadParameters, saveParameters, tensor, type Variable, zeros } from "../../../lib/index.ts";
import { type Refusal, wrong } from "../refuses.ts";

/** A file with the given header, and so many bytes of numbers. */
function file(header: string | Uint8Array, numbers: number, length?: bigint): Uint8Array {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const out = new Uint8Array(8 + text.length + numbers);
  new DataView(out.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  out.set(text, 8);
  return out;
}

const entry = (dtype: string, shape: string, begin: number, end: number): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;
const a = entry("F32", "[2]", 0, 8);

const loads = (has: string, expected: string, header: string | Uint8Array, numbers: number): Refusal => [
  `loadParameters: ${has}, expected ${expected}`,
  () => loadParameters(file(header, numbers)),
];

const saved = saveParameters({ W: zeros([2, 3]), b: [zeros([3])] });
const like = (params: unknown) => () => loadParameters(saved, params);
const tree = "a tensor, or tensors in plain arrays and objects";
const keys = "expected keys without dots, not empty, not __metadata__";

/** Wrong calls of saveParameters and loadParameters, and files that are none. */
export const refusals: Refusal[] = [
  ["loadParameters: bytes has value null, expected a Uint8Array", () => loadParameters(wrong(null))],
  ["loadParameters: bytes has type object, expected a Uint8Array", () => loadParameters(wrong(new Float64Array(8)))],
  [
    "loadParameters: bytes has length 7, expected at least 8, for the length of the header",
    () => loadParameters(saved.subarray(0, 7)),
  ],
  [
    "loadParameters: bytes has length 100, expected at least 128, with the header",
    () => loadParameters(saved.subarray(0, 100)),
  ],
  [
    "loadParameters: bytes has 71 bytes of numbers, expected 72, as the header says",
    () => loadParameters(saved.subarray(0, -1)),
  ],
  [
    "loadParameters: bytes has a header of 100000001 bytes, expected at most 100000000, as of safetensors",
    () => loadParameters(file("{}", 0, 100_000_001n)),
  ],
  [
    "loadParameters: bytes has a header of 18446744073709551615 bytes, expected at most 100000000, as of safetensors",
    () => loadParameters(file("{}", 0, 2n ** 64n - 1n)),
  ],
  ...["", "[]", '"a"', "null", " {}", "{", '{"a":}', `{"a":${a}}x`].map((text) =>
    loads("bytes has a header that is no JSON", "an object in JSON, as of safetensors", text, 8),
  ),
  loads(
    "bytes has a header that is no JSON",
    "an object in JSON, as of safetensors",
    Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d),
    0,
  ),
  loads('bytes has key "a" twice', "each key once", `{"a":${a},"a":${a}}`, 8),
  loads('bytes has key "\\u0061" twice', "each key once", `{"a":${a} , "\\u0061" :${a}}`, 8),
  loads('bytes has key "dtype" twice', "each key once", `{"a":${a.replace("{", '{"dtype":"F32",')}}`, 8),
  loads('"a" has dtype "BF16"', "F64 or F32", `{"a":${entry("BF16", "[4]", 0, 8)}}`, 8),
  loads('"a" has dtype undefined', "F64 or F32", '{"a":{}}', 0),
  loads('"a" has dtype undefined', "F64 or F32", '{"a":null}', 0),
  loads('"a" has shape [-2]', "an array of lengths", `{"a":${entry("F32", "[-2]", 0, 8)}}`, 8),
  loads('"a" has shape [0.5]', "an array of lengths", `{"a":${entry("F32", "[0.5]", 0, 8)}}`, 8),
  loads('"a" has shape 2', "an array of lengths", `{"a":${entry("F32", "2", 0, 8)}}`, 8),
  loads('"a" has data_offsets undefined', "where it begins and ends", '{"a":{"dtype":"F32","shape":[2]}}', 8),
  loads('"a" has data_offsets [-8,0]', "where it begins and ends", `{"a":${entry("F32", "[2]", -8, 0)}}`, 8),
  loads('"a" has data_offsets [0, 4]', "8 bytes, for shape [2]", `{"a":${entry("F32", "[2]", 0, 4)}}`, 8),
  loads('"a" has data_offsets [8, 0]', "8 bytes, for shape [2]", `{"a":${entry("F32", "[2]", 8, 0)}}`, 8),
  loads('"b" has data_offsets [4, 12]', "a beginning at 8", `{"a":${a},"b":${entry("F32", "[2]", 4, 12)}}`, 12),
  loads('"b" has data_offsets [0, 8]', "a beginning at 8", `{"a":${a},"b":${a}}`, 8),
  loads('"b" has data_offsets [12, 20]', "a beginning at 8", `{"a":${a},"b":${entry("F32", "[2]", 12, 20)}}`, 20),
  loads("bytes has 16 bytes of numbers", "8, as the header says", `{"a":${a}}`, 16),
  loads(
    'bytes has name "a.b" beside one that goes through it',
    "a tree of names",
    `{"a":${a},"a.b":${entry("F32", "[0]", 8, 8)}}`,
    8,
  ),
  loads(
    'bytes has name "a" beside one that goes through it',
    "a tree of names",
    `{"a.b":${entry("F32", "[0]", 0, 0)},"a":${a}}`,
    8,
  ),
  [`loadParameters: like has value 3, expected ${tree}`, like(3)],
  ["loadParameters: like has no key for a tensor, expected an object or array of tensors", like(zeros([2]))],
  ['loadParameters: bytes has tensor "b.0", expected only those of like', like({ W: zeros([2, 3]) })],
  [
    'loadParameters: bytes has no tensor "c", expected those of like',
    like({ W: zeros([2, 3]), b: [zeros([3])], c: tensor(1) }),
  ],
  [
    'loadParameters: "b.0" has shape [3] and dtype float64, expected shape [2] and dtype float64 (from like)',
    like({ W: zeros([2, 3]), b: [zeros([2])] }),
  ],
  [
    'loadParameters: "W" has shape [2, 3] and dtype float64, expected shape [2, 3] and dtype float32 (from like)',
    like({ W: zeros([2, 3], "float32"), b: [zeros([3])] }),
  ],
  [`saveParameters: params has value undefined, expected ${tree}`, () => saveParameters(undefined)],
  [`saveParameters: params.a[1] has value 3, expected ${tree}`, () => saveParameters({ a: [tensor(1), 3] })],
  [
    "saveParameters: params.a has a variable, expected a plain tensor",
    () => grad((a: Variable) => a.value && wrong(saveParameters({ a })))(tensor(1)),
  ],
  [
    "saveParameters: params has no key for a tensor, expected an object or array of tensors",
    () => saveParameters(tensor(1)),
  ],
  ["saveParameters: params has no tensor, expected at least one", () => saveParameters({})],
  ["saveParameters: params.a[1] has no tensor, expected at least one", () => saveParameters({ a: [tensor(1), []] })],
  [`saveParameters: params has key "a.b", ${keys}`, () => saveParameters({ "a.b": tensor(1) })],
  [`saveParameters: params.a has key "", ${keys}`, () => saveParameters({ a: { "": tensor(1) } })],
  [`saveParameters: params has key "__metadata__", ${keys}`, () => saveParameters({ __metadata__: tensor(1) })],
];
