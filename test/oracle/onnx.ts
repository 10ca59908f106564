import type { NdArray } from "ndarray";
import { InferenceSession, Tensor as OnnxTensor } from "onnxruntime-node";
import { type Tensor, tensor } from "../../lib/index.ts";
import { type Attribute, encodeModel, inputName, type Operator } from "./onnx-model.ts";

/** Numbers, yes and no as 1 and 0, or whole numbers of 32 or 64 bits: dense, in row-major order. */
export type OnnxInput = Tensor | NdArray<Uint8Array> | NdArray<Int32Array> | NdArray<BigInt64Array<ArrayBuffer>>;

/** An operator with its inputs; undefined leaves an optional input out. Outputs named "" are left out; those that begin with _ are not asked for. */
export interface Call {
  readonly domain?: string;
  readonly opset: number;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly inputs: readonly (OnnxInput | undefined)[];
  readonly outputs?: readonly string[];
}

const sessions = new Map<string, Promise<InferenceSession>>();

function sessionOf(operator: Operator): Promise<InferenceSession> {
  const key = JSON.stringify(operator);
  const found = sessions.get(key);
  if (found !== undefined) return found;
  const options: InferenceSession.SessionOptions = {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  };
  const made = InferenceSession.create(encodeModel(operator), options);
  sessions.set(key, made);
  return made;
}

function typeOf({ data }: OnnxInput): "float32" | "int32" | "int64" | "bool" {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Uint8Array) return "bool";
  if (data instanceof Int32Array) return "int32";
  if (data instanceof BigInt64Array) return "int64";
  throw new TypeError("an ONNX input holds Float32, Uint8, Int32 or BigInt64");
}

/** Run one ONNX operator on the CPU, in Float32. The outputs, by their names. */
export async function onnx(type: string, call: Call): Promise<Record<string, Tensor>> {
  const { domain = "", opset, attributes = {}, inputs, outputs = ["out"] } = call;
  const described = inputs.map((input) => input && { type: typeOf(input), rank: input.shape.length });
  const session = await sessionOf({ type, domain, opset, attributes, inputs: described, outputs });
  const feeds: Record<string, OnnxTensor> = {};
  inputs.forEach((input, place) => {
    if (input !== undefined) feeds[inputName(place)] = new OnnxTensor(typeOf(input), input.data, [...input.shape]);
  });
  const results = await session.run(feeds);
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, dims }]) => [name, tensor(data as Float32Array, [...dims])]),
  );
}
