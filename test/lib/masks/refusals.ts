import ndarray from "ndarray";
import { masks, zeros } from "../../../lib/index.ts";
import { noInteger, noOptions, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of what lib/masks makes public. */
export const refusals: Refusal[] = [];

const { and, causal, documents, fromTensor, not, or, padding, prefix, slidingWindow, toTensor } = masks;
const bits = ndarray(new Uint8Array(6), [2, 3]);

refusals.push(
  ...noInteger("masks.causal: offset", Number.MIN_SAFE_INTEGER, (offset) => causal({ offset })),
  ...noOptions("masks.causal: options", ["offset"], (options) => causal(options)),
);

refusals.push(
  ...noInteger("masks.slidingWindow: left", 0, (x) => slidingWindow(x, 1)),
  ...noInteger("masks.slidingWindow: right", 0, (x) => slidingWindow(1, x)),
  [
    "masks.slidingWindow: left has value undefined, expected a whole number, at least 0",
    () => slidingWindow(wrong(undefined), 1),
  ],
  ...noInteger("masks.prefix: n", 0, (x) => prefix(x)),
  ["masks.prefix: n has value undefined, expected a whole number, at least 0", () => prefix(wrong(undefined))],
);

refusals.push(
  ["masks.padding: lengths has value 3, expected an array", () => padding(wrong(3))],
  ["masks.padding: lengths has value undefined, expected an array", () => padding(wrong(undefined))],
  ["masks.padding: lengths has type object, expected an array", () => padding(wrong(new Int32Array(2)))],
  ...noInteger("masks.padding: lengths[1]", 0, (x) => padding([2, x])),
  ["masks.padding: lengths has length 2, expected an entry for batch entry 2", () => padding([3, 4]).allows(0, 0, [2])],
  ["masks.padding: lengths has length 2, expected an entry for batch entry 5", () => padding([3, 4]).bounds?.(0, [5])],
  ["masks.padding: lengths has length 0, expected an entry for batch entry 0", () => padding([]).allows(0, 0, [])],
);

refusals.push(
  ["masks.documents: ids has value null, expected an array", () => documents(wrong(null))],
  ['masks.documents: ids has value "112", expected an array', () => documents(wrong("112"))],
  ["masks.documents: ids[1] has value NaN, expected a number", () => documents([1, Number.NaN])],
  ['masks.documents: ids[0] has value "a", expected a number', () => documents(wrong(["a"]))],
  ["masks.documents: ids has length 2, expected an id for place 2", () => documents([1, 1]).allows(2, 0, [])],
  ["masks.documents: ids has length 2, expected an id for place 3", () => documents([1, 1]).allows(0, 3, [])],
);

{
  const kind = "expected an ndarray of Uint8Array";
  const mask = fromTensor(bits);
  const batched = fromTensor(ndarray(new Uint8Array(12), [2, 2, 3]));
  refusals.push(
    [`masks.fromTensor: t has value null, ${kind}`, () => fromTensor(wrong(null))],
    [`masks.fromTensor: t has value undefined, ${kind}`, () => fromTensor(wrong(undefined))],
    [`masks.fromTensor: t has type object, ${kind}`, () => fromTensor(wrong({ data: new Uint8Array(6) }))],
    [`masks.fromTensor: t has type array, ${kind}`, () => fromTensor(wrong([[1, 0]]))],
    [`masks.fromTensor: t has type object, ${kind}`, () => fromTensor(wrong(zeros([2, 3])))],
    [`masks.fromTensor: t has type object, ${kind}`, () => fromTensor(wrong(causal()))],
    ["masks.fromTensor: t has shape [3], expected […, n, m]", () => fromTensor(ndarray(new Uint8Array(3)))],
    ["masks.fromTensor: t has shape [2, 3], expected an entry at [2, 0]", () => mask.allows(2, 0, [])],
    ["masks.fromTensor: t has shape [2, 3], expected an entry at [0, 3]", () => mask.allows(0, 3, [7])],
    ["masks.fromTensor: t has shape [2, 2, 3], expected an entry at [2, 0, 0]", () => batched.allows(0, 0, [2])],
    ["masks.fromTensor: t has shape [2, 2, 3], expected an entry at [0, 0]", () => batched.allows(0, 0, [])],
  );
}

refusals.push(
  ["masks.and: masks[1] has value null, expected a mask", () => and(causal(), wrong(null))],
  ["masks.and: masks[0] has type object, expected a mask", () => and(wrong(bits))],
  ['masks.or: masks[0] has value "causal", expected a mask', () => or(wrong("causal"))],
  ["masks.or: masks[1] has type function, expected a mask", () => or(causal(), wrong(causal))],
  ["masks.or: masks[0] has type array, expected a mask", () => or(wrong([causal(), causal()]))],
  ["masks.not: mask has value undefined, expected a mask", () => not(wrong(undefined))],
  ["masks.not: mask has type object, expected a mask", () => not(wrong({}))],
);

refusals.push(
  ["masks.toTensor: mask has value null, expected a mask", () => toTensor(wrong(null), 2, 3)],
  ["masks.toTensor: mask has type object, expected a mask", () => toTensor(wrong(bits), 2, 3)],
  ...noInteger("masks.toTensor: n", 0, (x) => toTensor(causal(), x, 3)),
  ...noInteger("masks.toTensor: m", 0, (x) => toTensor(causal(), 2, x)),
  ["masks.toTensor: lead has value 2, expected an array of lengths", () => toTensor(causal(), 2, 3, wrong(2))],
  [
    "masks.toTensor: lead has value -1 at axis 0, expected a whole number, at least 0",
    () => toTensor(causal(), 2, 3, [-1]),
  ],
  ["masks.padding: lengths has length 1, expected an entry for batch entry 1", () => toTensor(padding([2]), 2, 3, [2])],
  ["masks.documents: ids has length 2, expected an id for place 2", () => toTensor(documents([1, 2]), 2, 3)],
);
