import { masks, scaledDotProductAttention, zeros } from "../../../lib/index.ts";
import { noDropout, noMask, noOptions, noPositive, noTensor, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of scaledDotProductAttention. */
export const refusals: Refusal[] = [];

const name = "scaledDotProductAttention";
const [q, k, v] = [zeros([2, 3]), zeros([5, 3]), zeros([5, 7])];
const call = scaledDotProductAttention;
const of = (options: unknown) => call(q, k, v, wrong(options));

refusals.push(
  ...noTensor(`${name}: q`, (x) => call(x, k, v)),
  ...noTensor(`${name}: k`, (x) => call(q, x, v)),
  ...noTensor(`${name}: v`, (x) => call(q, k, x)),
  [`${name}: q has shape [3], expected […, n, d]`, () => call(zeros([3]), k, v)],
  [`${name}: k has shape [3], expected […, m, d]`, () => call(q, zeros([3]), v)],
  [`${name}: v has shape [5], expected […, m, d_v]`, () => call(q, k, zeros([5]))],
  [`${name}: k has shape [5, 2], expected […, m, d] with d = 3 (from q)`, () => call(q, zeros([5, 2]), v)],
  [`${name}: v has shape [2, 3], expected […, m, d_v] with m = 5 (from k)`, () => call(q, k, q)],
  [`${name}: q has shape [0, 3], expected […, n, d] with n above 0`, () => call(zeros([0, 3]), k, v)],
  [`${name}: k has shape [0, 3], expected […, m, d] with m above 0`, () => call(q, zeros([0, 3]), v)],
  [`${name}: v has shape [5, 0], expected […, m, d_v] with d_v above 0`, () => call(q, k, zeros([5, 0]))],
  [
    `${name}: k has shape [11, 5, 3], expected leading axes that broadcast with [2] (from q)`,
    () => call(zeros([2, 2, 3]), zeros([11, 5, 3]), v),
  ],
  [`${name}: k has dtype float32, expected float64 (from q)`, () => call(q, zeros([5, 3], "float32"), v)],
  [`${name}: v has dtype float32, expected float64 (from q)`, () => call(q, k, zeros([5, 7], "float32"))],
  ...noOptions(`${name}: options`, ["mask", "bias", "scale", "softcap", "dropout"], of),
  ...noPositive(`${name}: scale`, (scale) => of({ scale })),
  ...noPositive(`${name}: softcap`, (softcap) => of({ softcap })),
  ...noTensor(`${name}: bias`, (bias) => of({ bias }), [undefined]),
  [`${name}: bias has shape [5, 2], expected one that broadcasts to [2, 5]`, () => of({ bias: zeros([5, 2]) })],
  [`${name}: bias has shape [3, 2, 5], expected one that broadcasts to [2, 5]`, () => of({ bias: zeros([3, 2, 5]) })],
  [`${name}: bias has dtype float32, expected float64 (from q)`, () => of({ bias: zeros([2, 5], "float32") })],
  ...noMask(name, (mask) => of({ mask })),
  [
    `${name}: mask has shape [5, 2], expected one that broadcasts to [2, 5]`,
    () => of({ mask: masks.toTensor(masks.causal(), 5, 2) }),
  ],
  ["masks.documents: ids has length 2, expected an id for place 2", () => of({ mask: masks.documents([1, 1]) })],
  ...noDropout(name, (dropout) => of({ dropout })),
);
