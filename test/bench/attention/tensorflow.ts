import type { Numbers } from "../contender.ts";
import type { Library } from "./library.ts";
import type { Problem } from "./problem.ts";

export interface Tensor {
  dataSync(): Float32Array;
  dispose(): void;
}

/** The part of TensorFlow.js that is used here. */
export interface TensorFlow {
  enableProdMode(): void;
  getBackend(): string;
  setBackend(name: string): Promise<boolean>;
  tensor(data: Float32Array, shape: readonly number[]): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  mul(a: Tensor, b: Tensor | number): Tensor;
  add(a: Tensor, b: Tensor | number): Tensor;
  sub(a: Tensor, b: Tensor): Tensor;
  rsqrt(x: Tensor): Tensor;
  moments(x: Tensor, axis: number, keepDims: boolean): { readonly mean: Tensor; readonly variance: Tensor };
  conv2d(x: Tensor, filter: Tensor, strides: number, padding: "same"): Tensor;
  softmax(x: Tensor): Tensor;
  sum(x: Tensor): Tensor;
  valueAndGrads(f: (q: Tensor, k: Tensor, v: Tensor) => Tensor): (inputs: Tensor[]) => { grads: Tensor[] };
  tidy<T>(f: () => T): T;
}

interface Backend {
  readonly name: "wasm" | "cpu";
  load(): Promise<void>;
}

export const wasm: Backend = {
  name: "wasm",
  load: async () => {
    const name = "@tensorflow/tfjs-backend-wasm";
    const { setThreadsCount } = (await import(name)) as { setThreadsCount(threads: number): void };
    setThreadsCount(1);
  },
};
const cpu: Backend = { name: "cpu", load: async () => {} };

/** TensorFlow.js has no attention of its own: two products and a softmax, and −1e9 added where causal forbids. */
function tensorflow(backend: Backend): Library {
  return {
    name: `TensorFlow.js, ${backend.name}`,
    packages: ["@tensorflow/tfjs", ...(backend === wasm ? ["@tensorflow/tfjs-backend-wasm"] : [])],
    forward: async (problem) => {
      const { tf, inputs, attend, enter, close } = await start(backend, problem);
      const [q, k, v] = inputs as [Tensor, Tensor, Tensor];
      return {
        enter,
        call: () => tf.tidy(() => attend(q, k, v).dataSync()),
        numbers: (output: Float32Array): Numbers => [output],
        close,
      };
    },
    gradient: async (problem) => {
      const { tf, inputs, attend, place, enter, close } = await start(backend, problem);
      const g = place(problem.cotangent());
      const gradients = tf.valueAndGrads((q, k, v) => tf.sum(tf.mul(attend(q, k, v), g)));
      return {
        enter,
        call: () => tf.tidy(() => gradients(inputs).grads.map((x) => x.dataSync())),
        numbers: (output: Float32Array[]): Numbers => output,
        close,
      };
    },
  };
}

/** TensorFlow.js, and how to make it compute on a backend. */
export async function openTensorFlow(backend: Backend) {
  const name = "@tensorflow/tfjs";
  const tf = (await import(name)) as TensorFlow;
  tf.enableProdMode(); // no checks of results, and no advertisement in the middle of the table
  await backend.load();
  const enter = async (): Promise<boolean> => {
    if (tf.getBackend() === backend.name) return false;
    if (!(await tf.setBackend(backend.name))) throw new Error(`the backend ${backend.name} does not start`);
    return true;
  };
  await enter();
  return { tf, enter };
}

async function start(backend: Backend, { heads, length, width, causal, q, k, v }: Problem) {
  const { tf, enter } = await openTensorFlow(backend);
  const made: Tensor[] = [];
  const make = (data: Float32Array, shape: readonly number[]): Tensor => {
    const tensor = tf.tensor(data, shape);
    made.push(tensor);
    return tensor;
  };
  const place = (data: Float32Array): Tensor => make(data, [heads, length, width]);
  const forbidden = causal ? make(forbiddenBias(length), [1, length, length]) : undefined;
  const attend = (q: Tensor, k: Tensor, v: Tensor): Tensor => {
    const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(width));
    return tf.matMul(tf.softmax(forbidden === undefined ? scores : tf.add(scores, forbidden)), v);
  };
  const close = (): void => {
    for (const array of made) array.dispose();
  };
  return { tf, inputs: [q, k, v].map(place), attend, place, enter, close };
}

function forbiddenBias(length: number): Float32Array {
  return Float32Array.from({ length: length ** 2 }, (_, at) => (at % length > Math.floor(at / length) ? -1e9 : 0));
}

export const tensorflowWasm: Library = tensorflow(wasm);
export const tensorflowCpu: Library = tensorflow(cpu);
