import { expect, test } from "vitest";
import { interleave, median, relativeError } from "./sampling.ts";

test("median(samples) is the middle one, or between the two middle ones, in any order", () => {
  expect([median([7, 1, 3]), median([4, 1, 3, 100]), median([5])]).toEqual([3, 3.5, 5]);
});

/** Contenders whose calls move a clock that only they move. */
function contendersOf(costs: readonly number[]) {
  const calls: number[] = [];
  let time = 0;
  const contenders = costs.map((cost, place) => async () => {
    calls.push(place);
    time += cost;
    return cost;
  });
  return { contenders, calls, now: () => time };
}

test("interleave(contenders, effort, now) samples in turns", async () => {
  const { contenders, calls, now } = contendersOf([2, 3, 5]);
  const samples = await interleave(contenders, { rounds: 3, budget: 100 }, now);
  expect(calls).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
  expect(samples).toEqual([
    [2, 2, 2],
    [3, 3, 3],
    [5, 5, 5],
  ]);
});

test("interleave(contenders, effort, now) samples who is over the budget no more, but everyone once", async () => {
  const { contenders, calls, now } = contendersOf([2, 7, 50]);
  const samples = await interleave(contenders, { rounds: 4, budget: 10 }, now);
  expect(samples.map(({ length }) => length)).toEqual([4, 2, 1]);
  expect(calls).toEqual([0, 1, 2, 0, 1, 0, 0]);
});

test("relativeError(found, expected) is the largest difference in parts of the largest number", () => {
  expect(relativeError([[1, -4], [2]], [[1, -5], [2]])).toBeCloseTo(0.2, 12);
  expect(relativeError([[0, 0]], [[0, 0]])).toBe(0);
});

test("relativeError(found, expected) is infinite where only one has NaN, and 0 where both do", () => {
  const nan = Number.NaN;
  expect([relativeError([[nan]], [[1]]), relativeError([[1]], [[nan]])]).toEqual([Infinity, Infinity]);
  expect(relativeError([[nan, 1]], [[nan, 1]])).toBe(0);
});

test("relativeError(found, expected) refuses other lengths", () => {
  expect(() => relativeError([[1, 2]], [[1, 2, 3]])).toThrow("gives 2 numbers, not 3");
});
