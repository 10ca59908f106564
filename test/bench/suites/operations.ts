import type { Tensor } from "attention-lab";
import type { Operator } from "../../oracle/onnx-model.ts";
import { type OnnxRuntimeName, openOperator } from "../attention/onnxruntime.ts";
import { exchange } from "../attention/problem.ts";
import { openTensorFlow, type TensorFlow, type Tensor as TfTensor, wasm } from "../attention/tensorflow.ts";
import type { Benchmark, Contender, Numbers } from "../contender.ts";
import { plain, relaxed, simd, switchTo, type Way } from "../kernels.ts";
import { uniform } from "../seeded.ts";

type Lab = typeof import("attention-lab");

interface Input {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** An operation on the same inputs in three libraries. */
interface Operation {
  readonly name: string;
  /** Multiplications and additions, where they are what takes the time. */
  readonly operations?: number;
  readonly inputs: readonly Input[];
  readonly ours: (lab: Lab, inputs: readonly Tensor[]) => Tensor;
  readonly onnx: Pick<Operator, "type" | "attributes">;
  readonly tensorflow: (tf: TensorFlow, inputs: readonly TfTensor[]) => TfTensor;
  /** Images have their channels last in TensorFlow.js: its inputs and output from ours, and back. */
  readonly layout?: { readonly inputs: readonly Input[]; readonly back: (output: Float32Array) => Float32Array };
}

/** Single operations in Float32, as the kernels compute them, and as other libraries do. */
export function operationBenchmarks(rows: number, pixels: number): Benchmark[] {
  return [product(rows), softmax(rows, 512), layerNorm(rows, 512), convolution(32, pixels)].map((operation) => ({
    name: `Float32, ${operation.name}`,
    ...(operation.operations === undefined ? {} : { operations: operation.operations }),
    contenders: [
      ...[relaxed, simd, plain].map((way) => ours(operation, way)),
      ...(["onnxruntime-node", "onnxruntime-web"] as const).map((name) => onnxruntime(operation, name)),
      tensorflow(operation),
    ],
  }));
}

const draw = (seed: number, ...shape: number[]): Input => ({
  data: uniform(
    seed,
    shape.reduce((a, b) => a * b),
  ),
  shape,
});

const product = (size: number): Operation => ({
  name: `matrix product, ${size}³`,
  operations: 2 * size ** 3,
  inputs: [draw(1, size, size), draw(2, size, size)],
  ours: ({ ops }, [a, b]) => ops.matmul(a!, b!),
  onnx: { type: "MatMul", attributes: {} },
  tensorflow: (tf, [a, b]) => tf.matMul(a!, b!),
});

const softmax = (rows: number, width: number): Operation => ({
  name: `softmax, ${rows} rows of ${width}`,
  inputs: [draw(1, rows, width)],
  ours: ({ normalizers }, [x]) => normalizers.softmax()(x!),
  onnx: { type: "Softmax", attributes: { axis: { i: -1 } } },
  tensorflow: (tf, [x]) => tf.softmax(x!),
});

const layerNorm = (rows: number, width: number): Operation => ({
  name: `layer normalisation, ${rows} rows of ${width}`,
  inputs: [draw(1, rows, width), draw(2, width), draw(3, width)],
  ours: ({ layers }, [x, gain, bias]) => layers.layerNorm({ gain: gain!, bias: bias! }, x!),
  onnx: { type: "LayerNormalization", attributes: { axis: { i: -1 }, epsilon: { f: 1e-5 } } },
  tensorflow: (tf, [x, gain, bias]) => {
    const { mean, variance } = tf.moments(x!, -1, true);
    return tf.add(tf.mul(tf.mul(tf.sub(x!, mean), tf.rsqrt(tf.add(variance, 1e-5))), gain!), bias!);
  },
});

/** Kernels of 3 × 3 over as many channels as come out, on one square image. */
function convolution(channels: number, pixels: number): Operation {
  const [x, W] = [draw(1, 1, channels, pixels, pixels), draw(2, channels, channels, 3, 3)];
  const last = (data: Float32Array): Float32Array => exchange(data, channels, pixels ** 2, 1);
  const kernels = exchange(exchange(W.data, channels, channels * 9, 1), channels, 9, channels);
  return {
    name: `convolution 3 × 3, ${channels} channels of ${pixels} × ${pixels}`,
    operations: 2 * channels ** 2 * 9 * pixels ** 2,
    inputs: [x, W],
    ours: ({ layers }, [x, W]) => layers.conv2d({ W: W! }, x!, { padding: 1 }),
    onnx: { type: "Conv", attributes: { pads: { ints: [1, 1, 1, 1] } } },
    tensorflow: (tf, [x, W]) => tf.conv2d(x!, W!, 1, "same"),
    layout: {
      inputs: [
        { data: last(x.data), shape: [1, pixels, pixels, channels] },
        { data: kernels, shape: [3, 3, channels, channels] },
      ],
      back: (output) => exchange(output, pixels ** 2, channels, 1),
    },
  };
}

const ours = ({ inputs, ours }: Operation, way: Way): Contender => ({
  name: `attention-lab, ${way.backend}`,
  prepare: async () => {
    const lab = await import("attention-lab");
    const tensors = inputs.map(({ data, shape }) => lab.tensor(data, [...shape]));
    const enter = await switchTo(way);
    enter();
    return { enter, call: () => ours(lab, tensors), numbers: ({ data }: Tensor): Numbers => [data] };
  },
});

const onnxruntime = ({ inputs, onnx }: Operation, name: OnnxRuntimeName): Contender => ({
  name,
  prepare: async () => {
    const types = inputs.map(({ shape }) => ({ type: "float32" as const, rank: shape.length }));
    const operator: Operator = { ...onnx, opset: 17, inputs: types, outputs: ["out"] };
    const { run, close } = await openOperator(name, 1, operator, inputs);
    return { call: run, numbers: (output: Float32Array): Numbers => [output], close };
  },
});

const tensorflow = ({ inputs, tensorflow, layout }: Operation): Contender => ({
  name: "TensorFlow.js, wasm",
  prepare: async () => {
    const { tf, enter } = await openTensorFlow(wasm);
    const tensors = (layout?.inputs ?? inputs).map(({ data, shape }) => tf.tensor(data, shape));
    return {
      enter,
      call: () => tf.tidy(() => tensorflow(tf, tensors).dataSync()),
      numbers: (output: Float32Array): Numbers => [layout === undefined ? output : layout.back(output)],
      close: () => {
        for (const tensor of tensors) tensor.dispose();
      },
    };
  },
});
