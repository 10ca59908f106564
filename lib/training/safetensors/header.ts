import { ArgumentError } from "../../tensor/argument-error.ts";
import { type DType, sizeOf } from "../../tensor/tensor.ts";
import { repeatedKey } from "./repeated-key.ts";
import { decodeText } from "./utf8.ts";

/** What the header of a safetensors file says of a tensor; `begin` and `end` count bytes from the end of the header. */
export interface Entry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** The names that the format gives to dtypes. */
export const dtypeNames: Readonly<Record<DType, string>> = { float64: "F64", float32: "F32" };

export const bytesOf: Readonly<Record<DType, number>> = { float64: 8, float32: 4 };

// The format's own limit.
const longestHeader = 100_000_000;

const caller = "loadParameters";

/** Throw that the bytes are no file of this format. */
function refuse(has: string, expected: string, argument = "bytes"): never {
  throw new ArgumentError(caller, argument, has, expected);
}

/**
 * Read the header of a safetensors file, and where the numbers begin.
 *
 * @throws ArgumentError when the bytes are not such a file, or hold what is no tensor.
 */
export function readHeader(bytes: Uint8Array): { entries: Entry[]; start: number } {
  if (bytes.length < 8) refuse(`length ${bytes.length}`, "at least 8, for the length of the header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > longestHeader) refuse(`a header of ${length} bytes`, `at most ${longestHeader}, as of safetensors`);
  const start = 8 + Number(length);
  if (start > bytes.length) refuse(`length ${bytes.length}`, `at least ${start}, with the header`);
  const entries = entriesOf(parsed(bytes.subarray(8, start)));
  expectLaidOut(entries, bytes.length - start);
  return { entries, start };
}

function parsed(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let text: string;
  let header: unknown;
  try {
    text = decodeText(bytes);
    header = text.startsWith("{") ? JSON.parse(text) : undefined;
  } catch {
    return refuse("a header that is no JSON", "an object in JSON, as of safetensors");
  }
  if (header === undefined) refuse("a header that is no JSON", "an object in JSON, as of safetensors");
  const repeated = repeatedKey(text);
  if (repeated !== undefined) refuse(`key ${repeated} twice`, "each key once");
  return header as Record<string, unknown>;
}

function entriesOf(header: Readonly<Record<string, unknown>>): Entry[] {
  return Object.entries(header).flatMap(([name, info]) => (name === "__metadata__" ? [] : [entryOf(name, info)]));
}

function entryOf(name: string, info: unknown): Entry {
  const argument = JSON.stringify(name);
  const { dtype: dtypeName, shape, data_offsets: offsets } = (info ?? {}) as Readonly<Record<string, unknown>>;
  const dtype = (["float64", "float32"] as const).find((one) => dtypeNames[one] === dtypeName);
  if (dtype === undefined) return refuse(`dtype ${JSON.stringify(dtypeName)}`, "F64 or F32", argument);
  const isLength = (length: unknown): boolean => Number.isSafeInteger(length) && (length as number) >= 0;
  if (!(Array.isArray(shape) && shape.every(isLength))) {
    return refuse(`shape ${JSON.stringify(shape)}`, "an array of lengths", argument);
  }
  if (!(Array.isArray(offsets) && offsets.length === 2 && offsets.every(isLength))) {
    return refuse(`data_offsets ${JSON.stringify(offsets)}`, "where it begins and ends", argument);
  }
  const [begin, end]: number[] = offsets;
  const size = sizeOf(shape) * bytesOf[dtype];
  if (end - begin !== size) {
    refuse(`data_offsets [${begin}, ${end}]`, `${size} bytes, for shape [${shape.join(", ")}]`, argument);
  }
  return { name, dtype, shape, begin, end };
}

// The format wants no gap and no overlap: what could hide there is no tensor.
function expectLaidOut(entries: readonly Entry[], size: number): void {
  let at = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) refuse(`data_offsets [${begin}, ${end}]`, `a beginning at ${at}`, JSON.stringify(name));
    at = end;
  }
  if (at !== size) refuse(`${size} bytes of numbers`, `${at}, as the header says`);
}
