import { encodeModel, inputName, type Operator } from "../../oracle/onnx-model.ts";
import type { Numbers } from "../contender.ts";
import type { Library } from "./library.ts";
import { exchange, type Problem } from "./problem.ts";

interface OrtTensor {
  readonly data: Float32Array;
}

interface Session {
  run(feeds: Readonly<Record<string, OrtTensor>>): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

/** The part of ONNX Runtime that is used here, the same for Node and for the web. */
interface OnnxRuntime {
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => OrtTensor;
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  readonly env: { readonly wasm: { numThreads?: number } };
}

export type OnnxRuntimeName = "onnxruntime-node" | "onnxruntime-web";

/** The operator MultiHeadAttention; q, k and v are [1, N, H·D]. */
function attentionOf({ heads, width, causal }: Problem): Operator {
  return {
    type: "MultiHeadAttention",
    domain: "com.microsoft",
    opset: 1,
    attributes: { num_heads: { i: heads }, unidirectional: { i: causal ? 1 : 0 }, scale: { f: 1 / Math.sqrt(width) } },
    inputs: Array.from({ length: 3 }, () => ({ type: "float32", rank: 3 })),
    outputs: ["out"],
  };
}

/** One operator, ready to run on its inputs. */
export async function openOperator(
  name: OnnxRuntimeName,
  threads: number,
  operator: Operator,
  inputs: readonly { readonly data: Float32Array; readonly shape: readonly number[] }[],
): Promise<{ readonly run: () => Promise<Float32Array>; readonly close: () => Promise<void> }> {
  const { Tensor, InferenceSession, env } = (await import(name)) as OnnxRuntime;
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(encodeModel(operator), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const feeds = Object.fromEntries(
    inputs.map(({ data, shape }, place) => [inputName(place), new Tensor("float32", data, shape)]),
  );
  return { run: async () => (await session.run(feeds)).out!.data, close: () => session.release() };
}

function onnxruntime(name: OnnxRuntimeName, threads: number): Library {
  return {
    name: threads === 1 ? name : `${name}, ${threads} threads`,
    packages: [name],
    forward: async (problem) => {
      const { heads, length, width, q, k, v } = problem;
      const inputs = [q, k, v].map((data) => ({
        data: exchange(data, heads, length, width),
        shape: [1, length, heads * width],
      }));
      const { run, close } = await openOperator(name, threads, attentionOf(problem), inputs);
      return {
        call: run,
        numbers: (output: Float32Array): Numbers => [exchange(output, length, heads, width)],
        close,
      };
    },
  };
}

export const onnxruntimeNode: Library = onnxruntime("onnxruntime-node", 1);
export const onnxruntimeNodeTwice: Library = onnxruntime("onnxruntime-node", 2);
export const onnxruntimeWeb: Library = onnxruntime("onnxruntime-web", 1);
