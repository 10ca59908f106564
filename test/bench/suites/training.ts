import type { Tensor, Variable } from "attention-lab";
import type { Benchmark, Contender, Numbers } from "../contender.ts";
import { plain, relaxed, simd, switchTo, type Way } from "../kernels.ts";

const [examples, length, width, heads] = [64, 64, 64, 4];

/** A training loop as a notebook has it, with the kernels and without: self-attention that learns to sort its inputs. */
export function trainingBenchmarks(): Benchmark[] {
  return [
    {
      name: `training, ${examples} sequences of ${length} × ${width}, ${heads} heads, one epoch`,
      contenders: [relaxed, simd, plain].map(trained),
    },
  ];
}

function trained(way: Way): Contender {
  return {
    name: `attention-lab, ${way.backend}`,
    prepare: async () => {
      const { fit, losses, multiHeadAttention, optimizers, random } = await import("attention-lab");
      const { normal } = random(1);
      const data = { x: normal([examples, length, width], "float32"), y: normal([examples, length, width], "float32") };
      const draw = (): Tensor => normal([width, width], "float32");
      const params = { Wq: draw(), Wk: draw(), Wv: draw(), Wo: draw() };
      const loss = (traced: { [name in keyof typeof params]: Variable }, batch: { x: Tensor; y: Tensor }): Variable =>
        losses.meanSquaredError(multiHeadAttention<Variable>(batch.x, batch.x, traced, { heads }).output, batch.y);
      const options = { data, epochs: 1, batchSize: 16, seed: 1, optimizer: optimizers.adamW({ learningRate: 1e-3 }) };
      const enter = await switchTo(way);
      enter();
      return {
        enter,
        call: () => fit(loss as never, params, options),
        numbers: ({ params: learnt }: { params: typeof params }): Numbers => Object.values(learnt).map((x) => x.data),
      };
    },
  };
}
