import { scores, zeros } from "../../../lib/index.ts";
import { noOptions, noScale, noTensor, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of what lib/scores makes public. */
export const refusals: Refusal[] = [];

const [q, k] = [zeros([2, 3]), zeros([5, 3])];
const single = zeros([5, 3], "float32");

const plain = ["dot", "scaledDot", "cosine", "pearson", "negativeSquaredDistance", "negativeDistance"] as const;

for (const name of [...plain, "kernel"] as const) {
  const score = name === "kernel" ? scores.kernel((u) => u) : scores[name]();
  refusals.push(
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
  );
}

/** What takes a scale. */
const scaled: readonly [name: string, option: string, make: (options: never) => unknown][] = [
  ["scores.scaledDot", "scale", (o) => scores.scaledDot(o)(q, k)],
  ["scores.cosine", "temperature", (o) => scores.cosine(o)(q, k)],
  ["scores.negativeSquaredDistance", "bandwidth", (o) => scores.negativeSquaredDistance(o)(q, k)],
];

for (const [name, option, make] of scaled) {
  refusals.push(
    ...noScale(`${name}: ${option}`, "q", (scale) => make(wrong({ [option]: scale }))),
    ...noOptions(`${name}: options`, [option], make),
  );
}

refusals.push(
  ["scores.kernel: fn has value undefined, expected a function", () => scores.kernel(wrong(undefined))],
  ['scores.kernel: fn has value "gaussian", expected a function', () => scores.kernel(wrong("gaussian"))],
  ...noTensor("scores.kernel: result of fn", (x) => scores.kernel(() => x)(q, k)),
  ["scores.kernel: result of fn has shape [2], expected […, n, m]", () => scores.kernel(() => wrong(zeros([2])))(q, k)],
  [
    "scores.kernel: result of fn has shape [5, 2], expected […, n, m] with n = 2 (from q)",
    () => scores.kernel(() => wrong(zeros([5, 2])))(q, k),
  ],
  [
    "scores.kernel: result of fn has shape [2, 3], expected […, n, m] with m = 5 (from k)",
    () => scores.kernel(() => wrong(zeros([2, 3])))(q, k),
  ],
  [
    "scores.kernel: result of fn has dtype float32, expected float64 (from q)",
    () => scores.kernel(() => wrong(zeros([2, 5], "float32")))(q, k),
  ],
);

{
  const W = zeros([3, 7]);
  const score = scores.bilinear(W);
  refusals.push(
    ...noTensor("scores.bilinear: W", (x) => scores.bilinear(x)),
    ["scores.bilinear: W has shape [3], expected [d_q, d_k]", () => scores.bilinear(zeros([3]))],
    ["scores.bilinear: W has shape [2, 3, 7], expected [d_q, d_k]", () => scores.bilinear(zeros([2, 3, 7]))],
    ["scores.bilinear: W has shape [0, 7], expected [d_q, d_k] with d_q above 0", () => scores.bilinear(zeros([0, 7]))],
    ...noTensor("scores.bilinear: q", (x) => score(x, zeros([5, 7]))),
    ["scores.bilinear: q has shape [3], expected […, n, d_q]", () => score(zeros([3]), zeros([5, 7]))],
    ["scores.bilinear: k has shape [7], expected […, m, d_k]", () => score(q, zeros([7]))],
    [
      "scores.bilinear: k has shape [11, 5, 7], expected leading axes that broadcast with [2] (from q)",
      () => score(zeros([2, 2, 3]), zeros([11, 5, 7])),
    ],
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
  );
}

{
  const params = { Wq: zeros([3, 11]), Wk: zeros([7, 11]), w: zeros([11]) };
  const score = scores.additive(params);
  refusals.push(
    ["scores.additive: params has value undefined, expected an object", () => scores.additive(wrong(undefined))],
    ...noOptions("scores.additive: params", ["Wq", "Wk", "w"], (params) => scores.additive(params)),
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
    ["scores.additive: Wk has shape [7], expected [d_k, h]", () => scores.additive({ ...params, Wk: zeros([7]) })],
    [
      "scores.additive: Wq has shape [0, 11], expected [d_q, h] with d_q above 0",
      () => scores.additive({ ...params, Wq: zeros([0, 11]) }),
    ],
    ["scores.additive: w has shape [11, 1], expected [h]", () => scores.additive({ ...params, w: zeros([11, 1]) })],
    [
      "scores.additive: w has dtype float32, expected float64 (from Wq)",
      () => scores.additive({ ...params, w: zeros([11], "float32") }),
    ],
    ...noTensor("scores.additive: q", (x) => score(x, zeros([5, 7]))),
    ["scores.additive: q has shape [3], expected […, n, d_q]", () => score(zeros([3]), zeros([5, 7]))],
    ["scores.additive: k has shape [7], expected […, m, d_k]", () => score(q, zeros([7]))],
    [
      "scores.additive: k has shape [11, 5, 7], expected leading axes that broadcast with [2] (from q)",
      () => score(zeros([2, 2, 3]), zeros([11, 5, 7])),
    ],
    ...noTensor("scores.additive: k", (x) => score(q, x)),
    [
      "scores.additive: Wq has shape [3, 11], expected [d_q, h] with d_q = 2 (from q)",
      () => score(zeros([5, 2]), zeros([5, 7])),
    ],
    ["scores.additive: Wk has shape [7, 11], expected [d_k, h] with d_k = 3 (from k)", () => score(q, k)],
  );
}
