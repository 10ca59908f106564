import { describe } from "vitest";
import { normalizers, scores, tensor, zeros } from "../../../lib/index.ts";
import { noTensor, type Refusal, refuses, wrong } from "../refuses.ts";

const [q, k] = [zeros([2, 3]), zeros([5, 3])];
const single = zeros([5, 3], "float32");

const plain = ["dot", "scaledDot", "cosine", "pearson", "negativeSquaredDistance", "negativeDistance"] as const;

describe.each([...plain, "kernel"] as const)("scores.%s()(q, k)", (name) => {
  const score = name === "kernel" ? scores.kernel((u) => u) : scores[name]();
  refuses([
    ...noTensor(`scores.${name}: q`, (x) => score(x, k)),
    ...noTensor(`scores.${name}: k`, (x) => score(q, x)),
    [`scores.${name}: q has shape [3], expected […, n, d]`, () => score(zeros([3]), k)],
    [`scores.${name}: k has shape [3], expected […, m, d]`, () => score(q, zeros([3]))],
    [`scores.${name}: k has shape [5, 7], expected […, m, d] with d = 3 (from q)`, () => score(q, zeros([5, 7]))],
    [`scores.${name}: q has shape [0, 3], expected […, n, d] with n above 0`, () => score(zeros([0, 3]), k)],
    [
      `scores.${name}: q has shape [2, 0], expected […, n, d] with d above 0`,
      () => score(zeros([2, 0]), zeros([5, 0])),
    ],
    [`scores.${name}: k has shape [5, 0, 3], expected […, m, d] with m above 0`, () => score(q, zeros([5, 0, 3]))],
    [
      `scores.${name}: k has shape [7, 5, 3], expected leading axes that broadcast with [2] (from q)`,
      () => score(zeros([2, 2, 3]), zeros([7, 5, 3])),
    ],
    [`scores.${name}: k has dtype float32, expected float64 (from q)`, () => score(q, single)],
  ]);
});

/** What takes a scale: a number above 0, or a tensor of one element. */
const scaled: readonly [name: string, option: string, make: (options: never) => unknown, by: string][] = [
  ["scores.scaledDot", "scale", (o) => scores.scaledDot(o)(q, k), "q"],
  ["scores.cosine", "temperature", (o) => scores.cosine(o)(q, k), "q"],
  ["scores.negativeSquaredDistance", "bandwidth", (o) => scores.negativeSquaredDistance(o)(q, k), "q"],
  ["normalizers.softmax", "temperature", (o) => normalizers.softmax(o)(q), "scores"],
];

describe.each(scaled)("%s({ %s })", (name, option, make, by) => {
  const given = (value: unknown) => () => make(wrong({ [option]: value }));
  const numbers: Refusal[] = [0, -1, Number.NaN, Number.POSITIVE_INFINITY].map((value) => [
    `${name}: ${option} has value ${value}, expected a finite number above 0`,
    given(value),
  ]);
  refuses([
    ...numbers,
    ...noTensor(`${name}: ${option}`, (x) => given(x)(), [3, undefined]),
    [`${name}: ${option} has shape [2], expected one number`, given(zeros([2]))],
    [`${name}: ${option} has shape [0], expected one number`, given(zeros([0]))],
    [`${name}: ${option} has dtype float32, expected float64 (from ${by})`, given(tensor(1, [], "float32"))],
    [`${name}: options has value null, expected an object`, () => make(wrong(null))],
    [`${name}: options has value 2, expected an object`, () => make(wrong(2))],
  ]);
});

describe("scores.kernel(fn)", () => {
  refuses([
    ["scores.kernel: fn has value undefined, expected a function", () => scores.kernel(wrong(undefined))],
    ['scores.kernel: fn has value "gaussian", expected a function', () => scores.kernel(wrong("gaussian"))],
  ]);
});

describe("scores.bilinear(W)", () => {
  const W = zeros([3, 7]);
  const score = scores.bilinear(W);
  refuses([
    ...noTensor("scores.bilinear: W", (x) => scores.bilinear(x)),
    ["scores.bilinear: W has shape [3], expected [d_q, d_k]", () => scores.bilinear(zeros([3]))],
    ["scores.bilinear: W has shape [2, 3, 7], expected [d_q, d_k]", () => scores.bilinear(zeros([2, 3, 7]))],
    ["scores.bilinear: W has shape [0, 7], expected [d_q, d_k] with d_q above 0", () => scores.bilinear(zeros([0, 7]))],
    ...noTensor("scores.bilinear: q", (x) => score(x, zeros([5, 7]))),
    ...noTensor("scores.bilinear: k", (x) => score(q, x)),
    ["scores.bilinear: W has shape [3, 7], expected [d_q, d_k] with d_k = 3 (from k)", () => score(q, k)],
    [
      "scores.bilinear: W has shape [3, 7], expected [d_q, d_k] with d_q = 5 (from q)",
      () => score(zeros([2, 5]), zeros([5, 7])),
    ],
    [
      "scores.bilinear: W has dtype float64, expected float32 (from q)",
      () => score(zeros([2, 3], "float32"), zeros([5, 7], "float32")),
    ],
  ]);
});

describe("scores.additive(params)", () => {
  const params = { Wq: zeros([3, 11]), Wk: zeros([7, 11]), w: zeros([11]) };
  const score = scores.additive(params);
  refuses([
    ["scores.additive: params has value undefined, expected an object", () => scores.additive(wrong(undefined))],
    ["scores.additive: params has value null, expected an object", () => scores.additive(wrong(null))],
    ["scores.additive: Wq has value undefined, expected a tensor", () => scores.additive(wrong({}))],
    ...noTensor("scores.additive: Wq", (Wq) => scores.additive({ ...params, Wq })),
    ...noTensor("scores.additive: Wk", (Wk) => scores.additive({ ...params, Wk })),
    ...noTensor("scores.additive: w", (w) => scores.additive({ ...params, w })),
    ["scores.additive: Wq has shape [3], expected [d_q, h]", () => scores.additive({ ...params, Wq: zeros([3]) })],
    [
      "scores.additive: Wk has shape [7, 5], expected [d_k, h] with h = 11 (from Wq)",
      () => scores.additive({ ...params, Wk: zeros([7, 5]) }),
    ],
    [
      "scores.additive: w has shape [5], expected [h] with h = 11 (from Wq)",
      () => scores.additive({ ...params, w: zeros([5]) }),
    ],
    ["scores.additive: w has shape [11, 1], expected [h]", () => scores.additive({ ...params, w: zeros([11, 1]) })],
    [
      "scores.additive: w has dtype float32, expected float64 (from Wq)",
      () => scores.additive({ ...params, w: zeros([11], "float32") }),
    ],
    ...noTensor("scores.additive: q", (x) => score(x, zeros([5, 7]))),
    ...noTensor("scores.additive: k", (x) => score(q, x)),
    [
      "scores.additive: Wq has shape [3, 11], expected [d_q, h] with d_q = 2 (from q)",
      () => score(zeros([5, 2]), zeros([5, 7])),
    ],
    ["scores.additive: Wk has shape [7, 11], expected [d_k, h] with d_k = 3 (from k)", () => score(q, k)],
  ]);
});

describe("normalizers.softmax()(scores)", () => {
  const softmax = normalizers.softmax();
  refuses([
    ...noTensor("normalizers.softmax: scores", (x) => softmax(x)),
    ["normalizers.softmax: scores has shape [3], expected […, n, m]", () => softmax(zeros([3]))],
    ["normalizers.softmax: scores has shape [], expected […, n, m]", () => softmax(zeros([]))],
    ["normalizers.softmax: scores has shape [2, 0], expected […, n, m] with m above 0", () => softmax(zeros([2, 0]))],
  ]);
});
