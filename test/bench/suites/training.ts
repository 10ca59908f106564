import type { Tensor, Variable } from "attention-lab";
import type { Benchmark, Contender, Numbers } from "../contender.ts";
import { plain, relaxed, simd, switchTo, type Way } from "../kernels.ts";

type Lab = typeof import("attention-lab");
type Params = { readonly [name: string]: Tensor };
type Traced = { readonly [name: string]: Variable };
type Data = { readonly x: Tensor; readonly y: Tensor };

/** What is learnt: data, parameters, and the loss of a batch. */
interface Lesson {
  readonly name: string;
  readonly data: (lab: Lab) => Data;
  readonly params: (lab: Lab) => Params;
  readonly loss: (lab: Lab, params: Traced, batch: Data) => Variable;
}

const [sequences, length, width, heads] = [64, 64, 64, 4];
const attention: Lesson = {
  name: `self-attention, ${sequences} sequences of ${length} × ${width}, ${heads} heads`,
  data: ({ random }) => {
    const { normal } = random(1);
    const draw = (): Tensor => normal([sequences, length, width], "float32");
    return { x: draw(), y: draw() };
  },
  params: ({ random }) => {
    const { normal } = random(2);
    const draw = (): Tensor => normal([width, width], "float32");
    return { Wq: draw(), Wk: draw(), Wv: draw(), Wo: draw() };
  },
  loss: ({ losses, multiHeadAttention }, { Wq, Wk, Wv, Wo }, { x, y }) =>
    losses.meanSquaredError(multiHeadAttention(x, x, { Wq: Wq!, Wk: Wk!, Wv: Wv!, Wo: Wo! }, { heads }).output, y),
};

/** The network of notebook 06, without its gates. */
const [images, size, classes] = [128, 14, 10];
const convolution: Lesson = {
  name: `two convolutions, ${images} images of ${size} × ${size}`,
  data: ({ random }) => {
    const { normal } = random(1);
    return { x: normal([images, 1, size, size], "float32"), y: normal([images, classes], "float32") };
  },
  params: ({ random }) => {
    const { normal } = random(2);
    const draw = (...shape: number[]): Tensor => normal(shape, "float32");
    return { first: draw(16, 1, 3, 3), second: draw(32, 16, 3, 3), last: draw(classes, 288) };
  },
  loss: ({ layers, losses, ops }, { first, second, last }, { x, y }) => {
    const layer = (W: Variable, from: Variable | Tensor): Variable =>
      layers.maxPool2d<Variable>(ops.relu(layers.conv2d<Variable>({ W }, from, { padding: 1 })), { size: 2 });
    const maps = ops.reshape<Variable>(layer(second!, layer(first!, x)), [x.shape[0]!, 288]);
    return losses.meanSquaredError(ops.matmul(maps, ops.transpose(last!)), y);
  },
};

/** Training loops as notebooks have them, with the kernels and without. */
export function trainingBenchmarks(): Benchmark[] {
  return [attention, convolution].map((lesson) => ({
    name: `training, one epoch: ${lesson.name}`,
    contenders: [relaxed, simd, plain].map((way) => trained(lesson, way)),
  }));
}

function trained({ data, params, loss }: Lesson, way: Way): Contender {
  return {
    name: `attention-lab, ${way.backend}`,
    prepare: async () => {
      const lab = await import("attention-lab");
      const { fit, optimizers } = lab;
      const [begun, lessons] = [params(lab), data(lab)];
      const optimizer = optimizers.adamW({ learningRate: 1e-3 });
      const options = { data: lessons, epochs: 1, batchSize: 16, seed: 1, optimizer };
      const enter = await switchTo(way);
      enter();
      return {
        enter,
        call: () => fit(((now: Traced, batch: Data) => loss(lab, now, batch)) as never, begun, options),
        numbers: ({ params: learnt }: { params: Params }): Numbers => Object.values(learnt).map(({ data }) => data),
      };
    },
  };
}
