import type { Tensor, Variable } from "attention-lab";
import type { Numbers } from "../contender.ts";
import { switchTo, type Way } from "../kernels.ts";
import type { Library } from "./library.ts";
import type { Problem } from "./problem.ts";

async function start({ heads, length, width, causal, q, k, v }: Problem) {
  const lab = await import("attention-lab");
  const { default: ndarray } = await import("ndarray");
  const place = (data: Float32Array): Tensor => ndarray(data, [heads, length, width]); // not a copy, as `tensor` is
  const options = causal ? { mask: lab.masks.causal() } : {};
  return { lab, q: place(q), k: place(k), v: place(v), place, options };
}

const dataOf = (tensor: Tensor): Float32Array => tensor.data as Float32Array;

/** This library, computing in one of its ways. */
export function attentionLab(way: Way): Library {
  return {
    name: `attention-lab, ${way.backend}${way.threads === 1 ? "" : `, ${way.threads} threads`}`,
    forward: async (problem) => {
      const { lab, q, k, v, options } = await start(problem);
      const enter = await switchTo(way);
      enter();
      return {
        enter,
        call: () => lab.scaledDotProductAttention(q, k, v, options),
        numbers: (output: Tensor): Numbers => [dataOf(output)],
      };
    },
    gradient: async (problem) => {
      const { lab, q, k, v, place, options } = await start(problem);
      const g = place(problem.cotangent());
      const enter = await switchTo(way);
      enter();
      const loss = lab.valueAndGrad((inputs: { q: Variable; k: Variable; v: Variable }) =>
        lab.ops.sum(lab.ops.multiply(lab.scaledDotProductAttention(inputs.q, inputs.k, inputs.v, options), g)),
      );
      return {
        enter,
        call: () => loss({ q, k, v }).gradient,
        numbers: (output: { q: Tensor; k: Tensor; v: Tensor }): Numbers => [output.q, output.k, output.v].map(dataOf),
      };
    },
  };
}
