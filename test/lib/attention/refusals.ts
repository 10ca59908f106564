import ndarray from "ndarray";
import { attend, attentionWeights, masks, ops, scores, zeros } from "../../../lib/index.ts";
import { noDropout, noMask, noOptions, noTensor, type Refusal, wrong } from "../refuses.ts";
import { sample } from "../samples.ts";

/** Wrong calls of what lib/attention makes public. */
export const refusals: Refusal[] = [];

const [q, k, v] = [sample([2, 3], 1), sample([5, 3], 2), sample([5, 7], 3)];
const single = { q: zeros([2, 3], "float32"), k: zeros([5, 3], "float32"), v: zeros([5, 7], "float32") };

refusals.push(
  ...noTensor("attend: v", (x) => attend(q, k, x)),
  ["attend: v has shape [5], expected […, m, d_v]", () => attend(q, k, zeros([5]))],
  ["attend: v has shape [2, 7], expected […, m, d_v] with m = 5 (from k)", () => attend(q, k, zeros([2, 7]))],
  ["attend: v has shape [5, 0], expected […, m, d_v] with d_v above 0", () => attend(q, k, zeros([5, 0]))],
  ["attend: v has dtype float32, expected float64 (from q)", () => attend(q, k, single.v)],
  [
    "attend: v has shape [3, 5, 7], expected leading axes that broadcast with [2] (from k)",
    () => attend(zeros([1, 2, 3]), zeros([2, 5, 3]), zeros([3, 5, 7])),
  ],
);

const both: readonly [string, (a: typeof q, b: typeof k, options?: never) => unknown][] = [
  ["attend", (a, b, options) => attend(a, b, v, options)],
  ["attentionWeights", (a, b, options) => attentionWeights(a, b, options)],
];

for (const [name, call] of both) {
  const of = (options: unknown) => () => call(q, k, wrong(options));
  const bits = (...shape: number[]) => ndarray(new Uint8Array(shape.reduce((size, length) => size * length, 1)), shape);
  refusals.push(
    ...noTensor(`${name}: q`, (x) => call(x, k)),
    ...noTensor(`${name}: k`, (x) => call(q, x)),
    [`${name}: q has shape [3], expected […, n, d_q]`, () => call(zeros([3]), k)],
    [`${name}: k has shape [], expected […, m, d_k]`, () => call(q, zeros([]))],
    [`${name}: q has shape [0, 3], expected […, n, d_q] with n above 0`, () => call(zeros([0, 3]), k)],
    [`${name}: k has shape [5, 0], expected […, m, d_k] with d_k above 0`, () => call(q, zeros([5, 0]))],
    [`${name}: k has dtype float32, expected float64 (from q)`, () => call(q, single.k)],
    [
      `${name}: k has shape [3, 5, 3], expected leading axes that broadcast with [2] (from q)`,
      () => call(zeros([2, 2, 3]), zeros([3, 5, 3])),
    ],
    ["scores.scaledDot: k has shape [5, 7], expected […, m, d] with d = 3 (from q)", () => call(q, zeros([5, 7]))],

    ...noOptions(`${name}: options`, ["score", "normalize", "mask", "bias", "dropout"], (options) => of(options)()),
    [`${name}: score has value null, expected a function`, of({ score: null })],
    [`${name}: score has value "dot", expected a function`, of({ score: "dot" })],
    [`${name}: score has type object, expected a function`, of({ score: zeros([2, 5]) })],
    [`${name}: result of score has type function, expected a tensor`, of({ score: scores.dot })],
    [`${name}: result of score has value 3, expected a tensor`, of({ score: () => 3 })],
    [
      `${name}: result of score has shape [5, 2], expected [2, 5], one for each query and key`,
      of({ score: () => zeros([5, 2]) }),
    ],
    [
      `${name}: result of score has dtype float32, expected float64 (from q)`,
      of({ score: () => zeros([2, 5], "float32") }),
    ],
    [`${name}: normalize has value "softmax", expected a function`, of({ normalize: "softmax" })],
    [`${name}: result of normalize has value undefined, expected a tensor`, of({ normalize: () => undefined })],
    [
      `${name}: result of normalize has shape [], expected [2, 5], one for each query and key`,
      of({ normalize: ops.sum }),
    ],
    [
      `${name}: result of normalize has dtype float32, expected float64 (from q)`,
      of({ normalize: () => zeros([2, 5], "float32") }),
    ],

    ...noMask(name, (mask) => of({ mask })()),
    [`${name}: mask has shape [5, 2], expected one that broadcasts to [2, 5]`, of({ mask: bits(5, 2) })],
    [`${name}: mask has shape [3, 2, 5], expected one that broadcasts to [2, 5]`, of({ mask: bits(3, 2, 5) })],
    ["masks.documents: ids has length 2, expected an id for place 2", of({ mask: masks.documents([1, 1]) })],
    ["masks.fromTensor: t has shape [2, 3], expected an entry at [0, 3]", of({ mask: masks.fromTensor(bits(2, 3)) })],

    ...noTensor(`${name}: bias`, (bias) => of({ bias })(), [undefined]),
    [`${name}: bias has shape [5, 2], expected one that broadcasts to [2, 5]`, of({ bias: zeros([5, 2]) })],
    [`${name}: bias has shape [3, 2, 5], expected one that broadcasts to [2, 5]`, of({ bias: zeros([3, 2, 5]) })],
    [`${name}: bias has dtype float32, expected float64 (from q)`, of({ bias: zeros([2, 5], "float32") })],

    ...noDropout(name, (dropout) => of({ dropout })()),
  );
}
