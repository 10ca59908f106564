import fc from "fast-check";
import { expect, test } from "vitest";
import { tensor, toArray } from "../../../lib/index.ts";
import { broadcastShapes, broadcastTensor } from "../../../lib/tensor/broadcast.ts";
import { layouts, places } from "../layouts.ts";
import { sample } from "../samples.ts";

test("broadcastShapes(a, b) matches axes from the last", () => {
  expect(broadcastShapes([3, 1], [2, 1, 5])).toEqual([2, 3, 5]);
  expect(broadcastShapes([], [2, 3])).toEqual([2, 3]);
  expect(broadcastShapes([], [])).toEqual([]);
  expect(broadcastShapes([1], [0])).toEqual([0]);
});

test("broadcastShapes(a, b) is undefined when lengths differ and neither is 1", () => {
  expect(broadcastShapes([2], [3])).toBe(undefined);
  expect(broadcastShapes([2, 3], [2])).toBe(undefined);
  expect(broadcastShapes([0], [2])).toBe(undefined);
});

test("broadcastShapes(a, b) does not depend on the order", () => {
  const shape = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });
  fc.assert(
    fc.property(shape, shape, (a, b) => {
      expect(broadcastShapes(a, b)).toEqual(broadcastShapes(b, a));
      expect(broadcastShapes(a, a)).toEqual(a);
    }),
  );
});

test("broadcastTensor(t, shape) repeats along axes of length 1 and missing axes, without a copy", () => {
  const t = sample([3, 1, 2]);
  for (const [, view] of layouts(t)) {
    const wide = broadcastTensor("f", "t", view, [2, 3, 5, 2]);
    expect(wide.shape).toEqual([2, 3, 5, 2]);
    expect(wide.data).toBe(view.data);
    for (const [a, b, c, d] of places(wide.shape)) expect(wide.get(a!, b!, c!, d!)).toBe(t.get(b!, 0, d!));
  }
});

test("broadcastTensor(scalar, shape) is the scalar everywhere", () => {
  expect(toArray(broadcastTensor("f", "t", tensor(4), [2, 2]))).toEqual([
    [4, 4],
    [4, 4],
  ]);
});
