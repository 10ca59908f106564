import ndarray from "ndarray";
import { describe } from "vitest";
import { masks, zeros } from "../../../lib/index.ts";
import { type Refusal, refuses, wrong } from "../refuses.ts";

const { and, causal, documents, fromTensor, not, or, padding, prefix, slidingWindow, toTensor } = masks;
const bits = ndarray(new Uint8Array(6), [2, 3]);

/** Refusals of what is no whole number, at least 0. */
const lengths = (argument: string, call: (x: never) => unknown): Refusal[] =>
  (
    [
      [-1, "value -1"],
      [0.5, "value 0.5"],
      [Number.NaN, "value NaN"],
      [Number.POSITIVE_INFINITY, "value Infinity"],
      ["2", 'value "2"'],
      [null, "value null"],
      [[2], "type array"],
    ] as const
  ).map(([value, has]) => [`${argument} has ${has}, expected a whole number, at least 0`, () => call(wrong(value))]);

describe("masks.causal", () => {
  refuses([
    ["masks.causal: offset has value 0.5, expected a whole number", () => causal({ offset: 0.5 })],
    ["masks.causal: offset has value NaN, expected a whole number", () => causal({ offset: Number.NaN })],
    ['masks.causal: offset has value "1", expected a whole number', () => causal({ offset: wrong("1") })],
    ["masks.causal: offset has value null, expected a whole number", () => causal({ offset: wrong(null) })],
    ["masks.causal: options has value 2, expected an object", () => causal(wrong(2))],
    ["masks.causal: options has value null, expected an object", () => causal(wrong(null))],
  ]);
});

describe("masks.slidingWindow, masks.prefix", () => {
  refuses([
    ...lengths("masks.slidingWindow: left", (x) => slidingWindow(x, 1)),
    ...lengths("masks.slidingWindow: right", (x) => slidingWindow(1, x)),
    [
      "masks.slidingWindow: left has value undefined, expected a whole number, at least 0",
      () => slidingWindow(wrong(undefined), 1),
    ],
    ...lengths("masks.prefix: n", (x) => prefix(x)),
    ["masks.prefix: n has value undefined, expected a whole number, at least 0", () => prefix(wrong(undefined))],
  ]);
});

describe("masks.padding", () => {
  refuses([
    ["masks.padding: lengths has value 3, expected an array", () => padding(wrong(3))],
    ["masks.padding: lengths has value undefined, expected an array", () => padding(wrong(undefined))],
    ["masks.padding: lengths has type object, expected an array", () => padding(wrong(new Int32Array(2)))],
    ...lengths("masks.padding: lengths[1]", (x) => padding([2, x])),
    [
      "masks.padding: lengths has length 2, expected an entry for batch entry 2",
      () => padding([3, 4]).allows(0, 0, [2]),
    ],
    [
      "masks.padding: lengths has length 2, expected an entry for batch entry 5",
      () => padding([3, 4]).bounds?.(0, [5]),
    ],
    ["masks.padding: lengths has length 0, expected an entry for batch entry 0", () => padding([]).allows(0, 0, [])],
  ]);
});

describe("masks.documents", () => {
  refuses([
    ["masks.documents: ids has value null, expected an array", () => documents(wrong(null))],
    ['masks.documents: ids has value "112", expected an array', () => documents(wrong("112"))],
    ["masks.documents: ids[1] has value NaN, expected a number", () => documents([1, Number.NaN])],
    ['masks.documents: ids[0] has value "a", expected a number', () => documents(wrong(["a"]))],
    ["masks.documents: ids has length 2, expected an id for place 2", () => documents([1, 1]).allows(2, 0, [])],
    ["masks.documents: ids has length 2, expected an id for place 3", () => documents([1, 1]).allows(0, 3, [])],
  ]);
});

describe("masks.fromTensor", () => {
  const kind = "expected an ndarray of Uint8Array";
  const mask = fromTensor(bits);
  const batched = fromTensor(ndarray(new Uint8Array(12), [2, 2, 3]));
  refuses([
    [`masks.fromTensor: t has value null, ${kind}`, () => fromTensor(wrong(null))],
    [`masks.fromTensor: t has value undefined, ${kind}`, () => fromTensor(wrong(undefined))],
    [`masks.fromTensor: t has type array, ${kind}`, () => fromTensor(wrong([[1, 0]]))],
    [`masks.fromTensor: t has type object, ${kind}`, () => fromTensor(wrong(zeros([2, 3])))],
    [`masks.fromTensor: t has type object, ${kind}`, () => fromTensor(wrong(causal()))],
    ["masks.fromTensor: t has shape [3], expected […, n, m]", () => fromTensor(ndarray(new Uint8Array(3)))],
    ["masks.fromTensor: t has shape [2, 3], expected an entry at [2, 0]", () => mask.allows(2, 0, [])],
    ["masks.fromTensor: t has shape [2, 3], expected an entry at [0, 3]", () => mask.allows(0, 3, [7])],
    ["masks.fromTensor: t has shape [2, 2, 3], expected an entry at [2, 0, 0]", () => batched.allows(0, 0, [2])],
    ["masks.fromTensor: t has shape [2, 2, 3], expected an entry at [0, 0]", () => batched.allows(0, 0, [])],
  ]);
});

describe("masks.and, masks.or, masks.not", () => {
  refuses([
    ["masks.and: masks[1] has value null, expected a mask", () => and(causal(), wrong(null))],
    ["masks.and: masks[0] has type object, expected a mask", () => and(wrong(bits))],
    ['masks.or: masks[0] has value "causal", expected a mask', () => or(wrong("causal"))],
    ["masks.or: masks[1] has type function, expected a mask", () => or(causal(), wrong(causal))],
    ["masks.or: masks[0] has type array, expected a mask", () => or(wrong([causal(), causal()]))],
    ["masks.not: mask has value undefined, expected a mask", () => not(wrong(undefined))],
    ["masks.not: mask has type object, expected a mask", () => not(wrong({}))],
  ]);
});

describe("masks.toTensor", () => {
  refuses([
    ["masks.toTensor: mask has value null, expected a mask", () => toTensor(wrong(null), 2, 3)],
    ["masks.toTensor: mask has type object, expected a mask", () => toTensor(wrong(bits), 2, 3)],
    ...lengths("masks.toTensor: n", (x) => toTensor(causal(), x, 3)),
    ...lengths("masks.toTensor: m", (x) => toTensor(causal(), 2, x)),
    ["masks.toTensor: lead has value 2, expected an array of lengths", () => toTensor(causal(), 2, 3, wrong(2))],
    [
      "masks.toTensor: lead has value -1 at axis 0, expected a whole number, at least 0",
      () => toTensor(causal(), 2, 3, [-1]),
    ],
    [
      "masks.padding: lengths has length 1, expected an entry for batch entry 1",
      () => toTensor(padding([2]), 2, 3, [2]),
    ],
    ["masks.documents: ids has length 2, expected an id for place 2", () => toTensor(documents([1, 2]), 2, 3)],
  ]);
});
