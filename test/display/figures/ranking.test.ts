import { ranking, slider } from "notebook-display";
import { expect, test } from "vitest";

const hits = [
  { name: "red heart", score: 0.8, relevant: true },
  { name: "fire", score: 0.5, relevant: false },
];
const labels = { title: "Found", x: "score s" };

test("ranking(hits, options) draws each document in the colour of its relevance, best on top", () => {
  const { data, layout } = ranking(hits, labels);
  expect(data.map(({ x, y }) => [x, y])).toEqual([
    [
      [0.8, null],
      [1, 2],
    ],
    [
      [null, 0.5],
      [1, 2],
    ],
    [
      [0, 0],
      [1, 2],
    ],
  ]);
  expect(data[2]!.text).toEqual(["red heart", "fire"]);
  expect(layout).toMatchObject({ xaxis: { range: [0, 0.8] }, yaxis: { range: [2.5, 0.5] } });
});

test("ranking(hits, options) moves on a slider without moving its axes", () => {
  const frame = (label: string, list: typeof hits) => ({ label, figure: ranking(list, { ...labels, range: [0, 1] }) });
  const { layout } = slider([frame("a", hits), frame("b", [...hits].reverse())], { label: "" });
  expect(layout).toMatchObject({ xaxis: { range: [0, 1] }, yaxis: { range: [2.5, 0.5] } });
});

test("ranking(hits, options) refuses a list without documents", () => {
  expect(() => ranking([], labels)).toThrow("ranking: hits has no elements, expected at least one");
  expect(() => ranking(hits, { ...labels, title: "" })).toThrow('ranking: title is "", expected a text');
});
