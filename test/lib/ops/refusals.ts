import ndarray from "ndarray";
import { ops, tensor, zeros } from "../../../lib/index.ts";
import { noBoolean, noInteger, noOptions, noTensor, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of what lib/ops makes public. */
export const refusals: Refusal[] = [];

const t = zeros([2, 3]);
const single = zeros([2, 3], "float32");
const condition = ndarray(new Uint8Array(6), [2, 3]);

for (const name of ["add", "subtract", "multiply", "divide"] as const) {
  const f = ops[name];
  refusals.push(
    ...noTensor(`ops.${name}: a`, (x) => f(x, t), [3]),
    ...noTensor(`ops.${name}: b`, (x) => f(t, x), [3]),
    ...noTensor(`ops.${name}: b`, (x) => f(3, x)),
    [`ops.${name}: b has shape [3, 2], expected one that broadcasts with [2, 3] (from a)`, () => f(t, zeros([3, 2]))],
    [`ops.${name}: b has shape [2], expected one that broadcasts with [2, 3] (from a)`, () => f(t, zeros([2]))],
    [`ops.${name}: b has dtype float32, expected float64 (from a)`, () => f(t, single)],
    [`ops.${name}: b has dtype float64, expected float32 (from a)`, () => f(single, t)],
  );
}

const unary = [
  "negate",
  "exp",
  "log",
  "sqrt",
  "square",
  "abs",
  "sign",
  "tanh",
  "sigmoid",
  "softplus",
  "relu",
  "silu",
  "gelu",
  "l2Normalize",
  "logSoftmax",
] as const;
for (const name of unary) {
  refusals.push(...noTensor(`ops.${name}: x`, (x) => ops[name](x)));
}

const near = 'expected "none" or "tanh"';

refusals.push(
  ...noTensor("ops.gelu: x", (x) => ops.gelu(x, { approximate: "tanh" })),
  ...noOptions("ops.gelu: options", ["approximate"], (options) => ops.gelu(t, options)),
  [`ops.gelu: approximate has value "erf", ${near}`, () => ops.gelu(t, { approximate: wrong("erf") })],
  [`ops.gelu: approximate has value true, ${near}`, () => ops.gelu(t, { approximate: wrong(true) })],
  ["ops.l2Normalize: x has shape [], expected […, d]", () => ops.l2Normalize(tensor(1))],
  ["ops.logSoftmax: x has shape [], expected […, d]", () => ops.logSoftmax(tensor(1))],
  ["ops.logSoftmax: x has shape [2, 0], expected […, d] with d above 0", () => ops.logSoftmax(zeros([2, 0]))],
  ["ops.l2Normalize: x has shape [2, 0], expected […, d] with d above 0", () => ops.l2Normalize(zeros([2, 0]))],
);

for (const name of ["sum", "mean", "logSumExp"] as const) {
  const f = ops[name];
  const axis = (complaint: string) =>
    `ops.${name}: axis has ${complaint}, expected an axis of x, which has shape [2, 3]`;
  refusals.push(
    ...noTensor(`ops.${name}: x`, (x) => f(x)),
    [axis("value 2"), () => f(t, { axis: 2 })],
    [axis("value -3"), () => f(t, { axis: -3 })],
    [axis("value 0.5"), () => f(t, { axis: 0.5 })],
    [axis("value NaN"), () => f(t, { axis: Number.NaN })],
    [axis('value "0"'), () => f(t, { axis: wrong("0") })],
    [axis("value null"), () => f(t, { axis: wrong(null) })],
    [`ops.${name}: axis has value 0, expected an axis of x, which has shape []`, () => f(tensor(1), { axis: 0 })],
    ...noOptions(`ops.${name}: options`, ["axis", "keepDims"], (options) => f(t, options)),
    ...noBoolean(`ops.${name}: keepDims`, (keepDims) => f(t, { axis: 0, keepDims })),
  );
}

refusals.push(
  ...noTensor("ops.matmul: a", (x) => ops.matmul(x, t)),
  ...noTensor("ops.matmul: b", (x) => ops.matmul(t, x)),
  ["ops.matmul: a has shape [3], expected […, n, k]", () => ops.matmul(zeros([3]), zeros([3, 2]))],
  ["ops.matmul: b has shape [3], expected […, k, m]", () => ops.matmul(t, zeros([3]))],
  ["ops.matmul: b has shape [2, 3], expected […, k, m] with k = 3 (from a)", () => ops.matmul(t, t)],
  ["ops.matmul: a has shape [2, 0], expected […, n, k] with k above 0", () => ops.matmul(zeros([2, 0]), zeros([0, 2]))],
  [
    "ops.matmul: b has shape [5, 3, 2], expected leading axes that broadcast with [7] (from a)",
    () => ops.matmul(zeros([7, 2, 3]), zeros([5, 3, 2])),
  ],
  ["ops.matmul: b has dtype float32, expected float64 (from a)", () => ops.matmul(t, zeros([3, 2], "float32"))],
);

for (const name of ["distances", "squaredDistances"] as const) {
  const f = ops[name];
  refusals.push(
    ...noTensor(`ops.${name}: q`, (x) => f(x, t)),
    ...noTensor(`ops.${name}: k`, (x) => f(t, x)),
    [`ops.${name}: k has shape [2, 5], expected […, m, d] with d = 3 (from q)`, () => f(t, zeros([2, 5]))],
    [`ops.${name}: q has shape [3], expected […, n, d]`, () => f(zeros([3]), t)],
    [`ops.${name}: k has shape [3], expected […, m, d]`, () => f(t, zeros([3]))],
    [
      `ops.${name}: k has shape [5, 2, 3], expected leading axes that broadcast with [7] (from q)`,
      () => f(zeros([7, 2, 3]), zeros([5, 2, 3])),
    ],
    [`ops.${name}: k has shape [0, 3], expected […, m, d] with m above 0`, () => f(t, zeros([0, 3]))],
    [`ops.${name}: k has dtype float32, expected float64 (from q)`, () => f(t, single)],
  );
}

refusals.push(
  ...noTensor("ops.broadcastTo: x", (x) => ops.broadcastTo(x, [2])),
  ["ops.broadcastTo: shape has value 3, expected an array of lengths", () => ops.broadcastTo(t, wrong(3))],
  [
    "ops.broadcastTo: shape has value -2 at axis 0, expected a whole number, at least 0",
    () => ops.broadcastTo(t, [-2, 3]),
  ],
  [
    "ops.broadcastTo: shape has value 1.5 at axis 0, expected a whole number, at least 0",
    () => ops.broadcastTo(t, [1.5, 2, 3]),
  ],
  ["ops.broadcastTo: x has shape [2, 3], expected one that broadcasts to [3, 2]", () => ops.broadcastTo(t, [3, 2])],
  ["ops.broadcastTo: x has shape [2, 3], expected one that broadcasts to [3]", () => ops.broadcastTo(t, [3])],
  ["ops.broadcastTo: x has shape [2, 3], expected one that broadcasts to []", () => ops.broadcastTo(t, [])],
  ...noTensor("ops.reshape: x", (x) => ops.reshape(x, [2])),
  ["ops.reshape: shape has value undefined, expected an array of lengths", () => ops.reshape(t, wrong(undefined))],
  ["ops.reshape: shape has value 0.5 at axis 0, expected a whole number, at least 0", () => ops.reshape(t, [0.5, 12])],
  ["ops.reshape: shape has value -1 at axis 1, expected a whole number, at least 0", () => ops.reshape(t, [2, -1])],
  ["ops.reshape: x has shape [2, 3], expected 8 elements for shape [2, 4]", () => ops.reshape(t, [2, 4])],
);

refusals.push(
  ...noTensor("ops.transpose: x", (x) => ops.transpose(x)),
  ["ops.transpose: x has shape [3], expected […, n, m]", () => ops.transpose(zeros([3]))],
  ["ops.transpose: x has shape [], expected […, n, m]", () => ops.transpose(tensor(1))],
  ["ops.transpose: axes has value 1, expected an array", () => ops.transpose(t, wrong(1))],
  ["ops.transpose: axes has value null, expected an array", () => ops.transpose(t, wrong(null))],
  ["ops.transpose: axes has value [0], expected a permutation of [0, 1]", () => ops.transpose(t, [0])],
  ["ops.transpose: axes has value [0, 0], expected a permutation of [0, 1]", () => ops.transpose(t, [0, 0])],
  ["ops.transpose: axes has value [1, 2], expected a permutation of [0, 1]", () => ops.transpose(t, [1, 2])],
);

{
  const cut = (from: number, to: number) => () => ops.slice(t, { axis: -1, from, to });
  const along = (axis: unknown) => () => ops.slice(t, { axis: wrong(axis), from: 0, to: 1 });
  const axis = "an axis of x, which has shape [2, 3]";
  refusals.push(
    ...noTensor("ops.slice: x", (x) => ops.slice(x, { axis: 0, from: 0, to: 1 })),
    ...noOptions("ops.slice: options", ["axis", "from", "to"], (options) => ops.slice(t, options)),
    ["ops.slice: options has value undefined, expected an object", () => ops.slice(t, wrong(undefined))],
    [`ops.slice: axis has value 2, expected ${axis}`, along(2)],
    [`ops.slice: axis has value -3, expected ${axis}`, along(-3)],
    [`ops.slice: axis has value 0.5, expected ${axis}`, along(0.5)],
    [`ops.slice: axis has value undefined, expected ${axis}`, along(undefined)],
    [
      "ops.slice: axis has value 0, expected an axis of x, which has shape []",
      () => ops.slice(tensor(1), { axis: 0, from: 0, to: 1 }),
    ],
    ...noInteger("ops.slice: from", 0, (from) => ops.slice(t, { axis: 1, from, to: 2 })),
    ...noInteger("ops.slice: to", 2, (to) => ops.slice(t, { axis: 1, from: 2, to })),
    ["ops.slice: to has value 4, expected at most 3, the length of axis 1", cut(0, 4)],
  );
}

{
  const of = (values: unknown, axis: unknown = 0) => ops.concatenate(wrong(values), { axis: wrong(axis) });
  const axis = "an axis of values[0], which has shape [2, 3]";
  refusals.push(
    ["ops.concatenate: values has value null, expected an array", () => of(null)],
    ["ops.concatenate: values has type object, expected an array", () => of(t)],
    ["ops.concatenate: values has length 0, expected at least one tensor", () => of([])],
    ...noTensor("ops.concatenate: values[0]", (x) => of([x])),
    ...noTensor("ops.concatenate: values[1]", (x) => of([t, x])),
    ...noOptions("ops.concatenate: options", ["axis"], (options) => ops.concatenate([t], options)),
    ["ops.concatenate: options has value undefined, expected an object", () => ops.concatenate([t], wrong(undefined))],
    [`ops.concatenate: axis has value 2, expected ${axis}`, () => of([t, t], 2)],
    [`ops.concatenate: axis has value -3, expected ${axis}`, () => of([t, t], -3)],
    [`ops.concatenate: axis has value 0.5, expected ${axis}`, () => of([t, t], 0.5)],
    [`ops.concatenate: axis has value "0", expected ${axis}`, () => of([t, t], "0")],
    [
      "ops.concatenate: axis has value 0, expected an axis of values[0], which has shape []",
      () => of([tensor(1), tensor(2)]),
    ],
    ["ops.concatenate: values[1] has shape [5, 2], expected […, 3] (from values[0])", () => of([t, zeros([5, 2])])],
    [
      "ops.concatenate: values[2] has shape [2, 3, 1], expected [2, …] (from values[0])",
      () => of([t, t, zeros([2, 3, 1])], 1),
    ],
    ["ops.concatenate: values[1] has dtype float32, expected float64 (from values[0])", () => of([t, single])],
  );
}

{
  const row = (at: number, complaint: string) =>
    `ops.take: indices[${at}] has ${complaint}, expected a row of x, 0 to 1`;
  refusals.push(
    ...noTensor("ops.take: x", (x) => ops.take(x, [0])),
    ["ops.take: x has shape [], expected at least one axis", () => ops.take(tensor(1), [0])],
    ["ops.take: indices has value 0, expected an array", () => ops.take(t, wrong(0))],
    ["ops.take: indices has value undefined, expected an array", () => ops.take(t, wrong(undefined))],
    [row(1, "value 2"), () => ops.take(t, [0, 2])],
    [row(0, "value -1"), () => ops.take(t, [-1])],
    [row(0, "value 0.5"), () => ops.take(t, [0.5])],
    [row(0, "value NaN"), () => ops.take(t, [Number.NaN])],
    [row(0, 'value "0"'), () => ops.take(t, wrong(["0"]))],
  );
}

{
  const from = "expected shape [2, 3] and dtype float64 (from values[0])";
  refusals.push(
    ["ops.stack: values has value null, expected an array", () => ops.stack(wrong(null))],
    ["ops.stack: values has type object, expected an array", () => ops.stack(wrong(t))],
    ["ops.stack: values has length 0, expected at least one tensor", () => ops.stack([])],
    ...noTensor("ops.stack: values[0]", (x) => ops.stack([x])),
    ...noTensor("ops.stack: values[1]", (x) => ops.stack([t, x])),
    [`ops.stack: values[1] has shape [3, 2] and dtype float64, ${from}`, () => ops.stack([t, zeros([3, 2])])],
    [`ops.stack: values[2] has shape [2, 3] and dtype float32, ${from}`, () => ops.stack([t, t, single])],
  );
}

{
  const kind = "expected an ndarray of Uint8Array";
  refusals.push(
    [`ops.where: condition has value null, ${kind}`, () => ops.where(wrong(null), t, t)],
    [`ops.where: condition has value undefined, ${kind}`, () => ops.where(wrong(undefined), t, t)],
    [`ops.where: condition has value true, ${kind}`, () => ops.where(wrong(true), t, t)],
    [`ops.where: condition has type array, ${kind}`, () => ops.where(wrong([1, 0]), t, t)],
    [`ops.where: condition has type object, ${kind}`, () => ops.where(wrong(t), t, t)],
    [`ops.where: condition has type object, ${kind}`, () => ops.where(wrong({ data: new Uint8Array(6) }), t, t)],
    ...noTensor("ops.where: a", (x) => ops.where(condition, x, t), [3]),
    ...noTensor("ops.where: b", (x) => ops.where(condition, t, x), [3]),
    ["ops.where: b has value 2, expected a tensor", () => ops.where(condition, wrong(1), wrong(2))],
    [
      "ops.where: a has shape [3, 2], expected one that broadcasts with [2, 3] (from condition)",
      () => ops.where(condition, zeros([3, 2]), t),
    ],
    [
      "ops.where: b has shape [5], expected one that broadcasts with [2, 3] (from condition and a)",
      () => ops.where(condition, t, zeros([5])),
    ],
    ["ops.where: b has dtype float32, expected float64 (from a)", () => ops.where(condition, t, single)],
  );
}

for (const name of ["lessEqual", "equal"] as const) {
  refusals.push(
    ...noTensor(`ops.${name}: x`, (x) => ops[name](x, 1)),
    [`ops.${name}: bound has value undefined, expected a number`, () => ops[name](t, wrong(undefined))],
    [`ops.${name}: bound has type object, expected a number`, () => ops[name](t, wrong(t))],
  );
}
