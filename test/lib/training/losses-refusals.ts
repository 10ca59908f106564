import ndarray from "ndarray";
import { losses, type Tensor, zeros } from "../../../lib/index.ts";
import { noOptions, noTensor, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of losses. */
export const refusals: Refusal[] = [];

const t = zeros([2, 5]);
const single = zeros([2, 5], "float32");
const bits = (...shape: number[]) => ndarray(new Uint8Array(shape.reduce((size, length) => size * length, 1)), shape);

/** Refusals of what is no mask for places of the given shape, which is not [3]. */
function noMask(caller: string, shape: string, call: (mask: never) => unknown): Refusal[] {
  const kind = "expected an ndarray of Uint8Array";
  return [
    [`${caller}: mask has value null, ${kind}`, () => call(wrong(null))],
    [`${caller}: mask has type array, ${kind}`, () => call(wrong([1, 0]))],
    [`${caller}: mask has type object, ${kind}`, () => call(wrong(t))],
    [`${caller}: mask has shape [3], expected one that broadcasts to ${shape}`, () => call(wrong(bits(3)))],
    [`${caller}: mask has shape [1, 1, 1], expected one that broadcasts to ${shape}`, () => call(wrong(bits(1, 1, 1)))],
  ];
}

type Pair = (a: Tensor, b: Tensor, options?: object) => unknown;
const pairs: [name: string, a: string, b: string, f: Pair, rank: string, except: unknown[]][] = [
  ["meanSquaredError", "predictions", "targets", losses.meanSquaredError, "[…]", []],
  ["binaryCrossEntropyWithLogits", "logits", "targets", losses.binaryCrossEntropyWithLogits, "[…]", [3]],
  ["listNet", "scores", "relevance", losses.listNet, "[…, m]", []],
  ["rankNet", "scores", "relevance", losses.rankNet, "[…, m]", []],
];
for (const [name, a, b, f, rank, except] of pairs) {
  const caller = `losses.${name}`;
  const empty = rank === "[…]" ? "with no empty axis" : "with m above 0";
  refusals.push(
    ...noTensor(`${caller}: ${a}`, (x) => f(x, t)),
    ...noTensor(`${caller}: ${b}`, (x) => f(t, x), except),
    [`${caller}: ${a} has shape [2, 0], expected ${rank} ${empty}`, () => f(zeros([2, 0]), zeros([2, 0]))],
    [`${caller}: ${b} has shape [5], expected [2, 5] (from ${a})`, () => f(t, zeros([5]))],
    [`${caller}: ${b} has shape [2, 1], expected [2, 5] (from ${a})`, () => f(t, zeros([2, 1]))],
    [`${caller}: ${b} has dtype float32, expected float64 (from ${a})`, () => f(t, single)],
    ...noOptions(`${caller}: options`, ["mask"], (options) => f(t, t, options)),
    ...noMask(caller, "[2, 5]", (mask) => f(t, t, { mask })),
  );
  if (rank !== "[…]") {
    refusals.push([`${caller}: ${a} has shape [], expected ${rank}`, () => f(zeros([]), zeros([]))]);
  }
}

refusals.push(
  ...noTensor("losses.inBatchSoftmax: scores", (x) => losses.inBatchSoftmax(x)),
  ["losses.inBatchSoftmax: scores has shape [5], expected […, n, m]", () => losses.inBatchSoftmax(zeros([5]))],
  [
    "losses.inBatchSoftmax: scores has shape [0, 5], expected […, n, m] with n above 0",
    () => losses.inBatchSoftmax(zeros([0, 5])),
  ],
  [
    "losses.inBatchSoftmax: scores has shape [5, 2], expected […, n, m] with m at least n",
    () => losses.inBatchSoftmax(zeros([5, 2])),
  ],
  ...noOptions("losses.inBatchSoftmax: options", ["mask"], (options) => losses.inBatchSoftmax(t, options)),
  ...noMask("losses.inBatchSoftmax", "[2, 5]", (mask) => losses.inBatchSoftmax(t, { mask })),
);

const caller = "losses.crossEntropy";
const targets = (complaint: string, given: unknown): Refusal => [
  `${caller}: targets has ${complaint}`,
  () => losses.crossEntropy(t, wrong(given)),
];
refusals.push(
  ...noTensor(`${caller}: logits`, (x) => losses.crossEntropy(x, [0, 1])),
  [`${caller}: logits has shape [], expected […, C]`, () => losses.crossEntropy(zeros([]), 0)],
  [
    `${caller}: logits has shape [2, 0], expected […, C] with C above 0`,
    () => losses.crossEntropy(zeros([2, 0]), [0, 0]),
  ],
  targets("value null, expected an array of length 2 (from logits)", null),
  targets("value 0, expected an array of length 2 (from logits)", 0),
  targets("type object, expected an array of length 2 (from logits)", t),
  targets("length 3, expected an array of length 2 (from logits)", [0, 1, 2]),
  targets("value 5 at [1], expected a class, 0 to 4", [0, 5]),
  targets("value -1 at [0], expected a class, 0 to 4", [-1, 0]),
  targets("value 0.5 at [1], expected a class, 0 to 4", [0, 0.5]),
  targets('value "1" at [1], expected a class, 0 to 4', [0, "1"]),
  targets("type array at [0], expected a class, 0 to 4", [[0], [1]]),
  [
    `${caller}: targets has length 1 at [1], expected an array of length 5 (from logits)`,
    () => losses.crossEntropy(zeros([2, 5, 3]), [[0, 1, 2, 0, 1], [0]]),
  ],
  [`${caller}: targets has value 7, expected a class, 0 to 4`, () => losses.crossEntropy(zeros([5]), 7)],
  ...noOptions(`${caller}: options`, ["labelSmoothing", "mask"], (options) => losses.crossEntropy(t, [0, 1], options)),
  ...noMask(caller, "[2]", (mask) => losses.crossEntropy(t, [0, 1], { mask })),
  ...[1, -0.1, Number.NaN, "0.1", null].map(
    (value): Refusal => [
      `${caller}: labelSmoothing has value ${JSON.stringify(value) === "null" ? value : JSON.stringify(value)}, expected a number in [0, 1)`,
      () => losses.crossEntropy(t, [0, 1], { labelSmoothing: wrong(value) }),
    ],
  ),
);
