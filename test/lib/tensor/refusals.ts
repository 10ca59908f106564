import {
  allClose,
  full,
  grad,
  largestDifference,
  ones,
  ops,
  random,
  tensor,
  toArray,
  type Variable,
  zeros,
} from "../../../lib/index.ts";
import { noDType, noOptions, noTensor, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of what lib/tensor makes public. */
export const refusals: Refusal[] = [];

refusals.push(
  ["tensor: data has value undefined as a whole, expected a number", () => tensor(wrong(undefined))],
  ["tensor: data has value null as a whole, expected a number", () => tensor(wrong(null))],
  ['tensor: data has value "a" as a whole, expected a number', () => tensor(wrong("a"))],
  ["tensor: data has type object as a whole, expected a number", () => tensor(wrong({}))],
  ["tensor: data has type object as a whole, expected a number", () => tensor(wrong(new Int32Array(2)))],
  ["tensor: data has type object as a whole, expected a number", () => tensor(wrong(zeros([2])))],
  ['tensor: data has value "2" at [1], expected a number', () => tensor(wrong([1, "2"]))],
  ["tensor: data has value undefined at [0, 1], expected a number", () => tensor(wrong([[1, undefined]]))],
  ["tensor: data has a row of length 1 at [1], expected length 2", () => tensor([[1, 2], [3]])],
  [
    "tensor: data has a row of length 3 at [1], expected length 2",
    () =>
      tensor([
        [1, 2],
        [3, 4, 5],
      ]),
  ],
  ["tensor: data has value 3 at [1], expected an array of length 2", () => tensor([[1, 2], 3])],
  [
    "tensor: data has type array at [0, 1], expected a number",
    () =>
      tensor([
        [1, [2]],
        [3, 4],
      ]),
  ],
  ["tensor: data has 3 values, expected 4 for shape [2, 2]", () => tensor([1, 2, 3], [2, 2])],
  ["tensor: data has 2 values, expected 3 for shape [3]", () => tensor(new Float64Array(2), [3])],
  ["tensor: data has 1 values, expected 0 for shape [0]", () => tensor(1, [0])],
  ["tensor: shape has value 3, expected an array of lengths", () => tensor([1, 2, 3], wrong(3))],
  ["tensor: shape has value -3 at axis 0, expected a whole number, at least 0", () => tensor([1, 2, 3], [-3, -1])],
  ["tensor: shape has value 1.5 at axis 1, expected a whole number, at least 0", () => tensor([1, 2, 3], [2, 1.5])],
  ["tensor: shape has value NaN at axis 0, expected a whole number, at least 0", () => tensor([1], [Number.NaN])],
  ['tensor: dtype has value "int32", expected "float64" or "float32"', () => tensor([1], [1], wrong("int32"))],
  ['tensor: dtype has value null, expected "float64" or "float32"', () => tensor([1], [1], wrong(null))],
);

const creators: readonly [string, (shape: never, dtype?: never) => unknown][] = [
  ["zeros", (shape, dtype) => zeros(shape, dtype)],
  ["ones", (shape, dtype) => ones(shape, dtype)],
  ["full", (shape, dtype) => full(shape, 1, dtype)],
  ["random.uniform", (shape, dtype) => random(1).uniform(shape, dtype)],
  ["random.normal", (shape, dtype) => random(1).normal(shape, dtype)],
];

for (const [name, create] of creators) {
  refusals.push(
    [`${name}: shape has value undefined, expected an array of lengths`, () => create(wrong(undefined))],
    [`${name}: shape has value null, expected an array of lengths`, () => create(wrong(null))],
    [`${name}: shape has value 3, expected an array of lengths`, () => create(wrong(3))],
    [`${name}: shape has type object, expected an array of lengths`, () => create(wrong(new Float64Array(2)))],
    [`${name}: shape has value -1 at axis 1, expected a whole number, at least 0`, () => create(wrong([2, -1]))],
    [`${name}: shape has value 0.5 at axis 0, expected a whole number, at least 0`, () => create(wrong([0.5]))],
    [
      `${name}: shape has value Infinity at axis 0, expected a whole number, at least 0`,
      () => create(wrong([Infinity])),
    ],
    [`${name}: shape has value "2" at axis 0, expected a whole number, at least 0`, () => create(wrong(["2"]))],
    ...noDType(`${name}: dtype`, (dtype) => create(wrong([2]), dtype)),
  );
}

refusals.push(
  ["full: value has value undefined, expected a number", () => full([2], wrong(undefined))],
  ['full: value has value "1", expected a number', () => full([2], wrong("1"))],
  ["full: value has type array, expected a number", () => full([2], wrong([1]))],
);

{
  const seed = (complaint: string) => `random: seed has ${complaint}, expected a whole number from 0 to 4294967295`;
  const below = (complaint: string) => `random.integer: below has ${complaint}, expected a whole number, at least 1`;
  const length = (complaint: string) =>
    `random.permutation: length has ${complaint}, expected a whole number, at least 0`;
  refusals.push(
    [seed("value undefined"), () => random(wrong(undefined))],
    [seed("value null"), () => random(wrong(null))],
    [seed('value "1"'), () => random(wrong("1"))],
    [seed("value NaN"), () => random(Number.NaN)],
    [seed("value 0.5"), () => random(0.5)],
    [seed("value -1"), () => random(-1)],
    [seed("value 4294967296"), () => random(2 ** 32)],
    [below("value 0"), () => random(1).integer(0)],
    [below("value NaN"), () => random(1).integer(Number.NaN)],
    [below("value 2.5"), () => random(1).integer(2.5)],
    [below("value undefined"), () => random(1).integer(wrong(undefined))],
    [length("value -1"), () => random(1).permutation(-1)],
    [length("value 0.5"), () => random(1).permutation(0.5)],
    [length("type array"), () => random(1).permutation(wrong([1]))],
  );
}

const t = zeros([2, 3]);

{
  const traced = (look: (x: never) => unknown) => () => grad((x) => ops.sum(look(wrong(x)) as Variable))(t);
  refusals.push(
    ...noTensor("toArray: t", (x) => toArray(x)),
    ...noTensor("allClose: a", (x) => allClose(x, t)),
    ...noTensor("allClose: b", (x) => allClose(t, x)),
    ...noTensor("largestDifference: a", (x) => largestDifference(x, t)),
    ...noTensor("largestDifference: b", (x) => largestDifference(t, x)),
    ["toArray: t has a variable, expected a tensor", traced((x) => toArray(x))],
    ["allClose: b has a variable, expected a tensor", traced((x) => allClose(t, x))],
    ["largestDifference: a has a variable, expected a tensor", traced((x) => largestDifference(x, t))],
    ["largestDifference: b has shape [3, 2], expected [2, 3] (from a)", () => largestDifference(t, zeros([3, 2]))],
    ["largestDifference: b has shape [], expected [2, 3] (from a)", () => largestDifference(t, zeros([]))],
    ...noOptions("allClose: tolerance", ["absolute", "relative"], (tolerance) => allClose(t, t, tolerance)),
    [
      "allClose: tolerance.absolute has value NaN, expected a number, at least 0",
      () => allClose(t, t, { absolute: Number.NaN }),
    ],
    [
      "allClose: tolerance.relative has value -1, expected a number, at least 0",
      () => allClose(t, t, { relative: -1 }),
    ],
    [
      'allClose: tolerance.relative has value "1", expected a number, at least 0',
      () => allClose(t, t, { relative: wrong("1") }),
    ],
  );
}
