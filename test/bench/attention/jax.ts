import type { Numbers } from "../contender.ts";
import type { Library } from "./library.ts";
import { exchange, type Problem } from "./problem.ts";

interface JaxArray {
  /** The array once more: every use consumes one. */
  readonly ref: JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  mul(other: JaxArray): JaxArray;
  dataSync(): Float32Array;
  dispose(): void;
}

type Attend = (q: JaxArray, k: JaxArray, v: JaxArray) => JaxArray;

/** The part of jax-js that is used here. */
interface Jax {
  init(device: "wasm"): Promise<unknown>;
  defaultDevice(device: "wasm"): unknown;
  jit<F>(f: F): F;
  valueAndGrad(
    f: Attend,
    options: { argnums: readonly number[] },
  ): (q: JaxArray, k: JaxArray, v: JaxArray) => [JaxArray, JaxArray[]];
  readonly numpy: { array(data: Float32Array): JaxArray; sum(x: JaxArray): JaxArray };
  readonly nn: {
    dotProductAttention(q: JaxArray, k: JaxArray, v: JaxArray, options: { isCausal: boolean }): JaxArray;
  };
}

async function start({ heads, length, width, causal, q, k, v }: Problem) {
  const name = "@jax-js/jax";
  const jax = (await import(name)) as Jax;
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  const place = (data: Float32Array): JaxArray =>
    jax.numpy.array(exchange(data, heads, length, width)).reshape([length, heads, width]);
  const attend: Attend = (q, k, v) => jax.nn.dotProductAttention(q, k, v, { isCausal: causal });
  const inputs = [q, k, v].map(place) as [JaxArray, JaxArray, JaxArray];
  const read = (x: Float32Array): Float32Array => exchange(x, length, heads, width);
  const close = (): void => {
    for (const array of inputs) array.dispose();
  };
  return { jax, attend, inputs, place, read, close };
}

/** jax-js with its own attention, compiled by `jit`, on WebAssembly; arrays are [N, H, D]. */
export const jax: Library = {
  name: "jax-js",
  packages: ["@jax-js/jax"],
  forward: async (problem) => {
    const { jax, attend, inputs, read, close } = await start(problem);
    const [q, k, v] = inputs;
    const compiled = jax.jit(attend);
    return {
      call: () => compiled(q.ref, k.ref, v.ref).dataSync(),
      numbers: (output: Float32Array): Numbers => [read(output)],
      close,
    };
  },
  gradient: async (problem) => {
    const { jax, attend, inputs, place, read, close } = await start(problem);
    const [q, k, v] = inputs;
    const g = place(problem.cotangent());
    const loss: Attend = (q, k, v) => jax.numpy.sum(attend(q, k, v).mul(g.ref));
    const compiled = jax.jit(jax.valueAndGrad(loss, { argnums: [0, 1, 2] }));
    return {
      call: () => {
        const [value, gradients] = compiled(q.ref, k.ref, v.ref);
        value.dispose();
        return gradients.map((x) => x.dataSync());
      },
      numbers: (output: Float32Array[]): Numbers => output.map(read),
      close: () => {
        close();
        g.dispose();
      },
    };
  },
};
