import { type DType, layers, normalizers, type Value } from "../../../../lib/index.ts";
import { type Case, make } from "../../case.ts";
import { sample } from "../../samples.ts";

const images = sample([2, 3, 5, 4], 1);
const running = (dtype: string) => layers.initialiseBatchNorm({ channels: 3 }, dtype as DType).running;

export const imageCases: readonly Case[] = [
  make(
    "layers.conv2d(params, x, { stride, padding })",
    (W, b, x) => layers.conv2d<Value>({ W: W!, b: b! }, x!, { stride: [2, 1], padding: [1, 2] }),
    sample([2, 3, 3, 2], 4),
    sample([2], 5),
    images,
  ),
  make("layers.maxPool2d(x, { size })", (x) => layers.maxPool2d<Value>(x!, { size: 2 }), images),
  make(
    "layers.maxPool2d(x, { size, stride, padding })",
    (x) => layers.maxPool2d<Value>(x!, { size: 3, stride: [1, 2], padding: [2, 1] }),
    images,
  ),
  make(
    "layers.averagePool2d(x, { size, stride, padding })",
    (x) => layers.averagePool2d<Value>(x!, { size: [2, 3], stride: 1, padding: [1, 2] }),
    images,
  ),
  make("layers.globalAveragePool(x)", (x) => layers.globalAveragePool<Value>(x!), images),
  make(
    "layers.batchNorm(params, x, { training })",
    (gain, bias, x) =>
      layers.batchNorm<Value>({ gain: gain!, bias: bias! }, x!, { running: running(x!.dtype), training: true }).output,
    sample([3], 4),
    sample([3], 5),
    images,
  ),
  make(
    "layers.squeezeExcitation(params, x)",
    (W1, W2, x) => layers.squeezeExcitation<Value>({ W1: W1!, W2: W2! }, x!).output,
    sample([2, 3], 4),
    sample([3, 2], 5),
    images,
  ),
  make(
    "layers.squeezeExcitation(params, x, { normalize }), the gates",
    (W1, W2, x) =>
      layers.squeezeExcitation<Value>({ W1: W1!, W2: W2! }, x!, { normalize: normalizers.softmax() }).gates,
    sample([2, 3], 4),
    sample([3, 2], 5),
    images,
  ),
  make(
    "layers.efficientChannelAttention(params, x)",
    (w, x) => layers.efficientChannelAttention<Value>({ w: w! }, x!).output,
    sample([3], 4),
    images,
  ),
  make(
    "layers.cbam(params, x)",
    (W1, W2, W, x) => layers.cbam<Value>({ W1: W1!, W2: W2!, W: W! }, x!).output,
    sample([2, 3], 4),
    sample([3, 2], 5),
    sample([1, 2, 3, 3], 6),
    images,
  ),
  make(
    "layers.nonLocal(params, x)",
    (Wq, Wk, Wv, Wo, x) => layers.nonLocal<Value>({ Wq: Wq!, Wk: Wk!, Wv: Wv!, Wo: Wo! }, x!).output,
    sample([3, 2], 4),
    sample([3, 2], 5),
    sample([3, 2], 6),
    sample([2, 3], 7),
    sample([2, 3, 2, 3], 1),
  ),
];
