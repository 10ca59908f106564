import { type Figure, lines, panels } from "notebook-display";
import { expect, test } from "vitest";

const step = (name: string): Figure =>
  lines([{ name, x: [0, 1], y: [2, 3] }], { title: `the step ${name}`, x: `x of ${name}`, y: `y of ${name}` });

test("panels(figures, { title }) stacks them over the x axis of the last, from the top, apart from each other", () => {
  const { data, layout } = panels([step("one"), step("two")], { title: "A finding" });
  expect(data).toMatchObject([
    { name: "one", yaxis: "y" },
    { name: "two", yaxis: "y2" },
  ]);
  expect(layout).toMatchObject({
    title: { text: "A finding" },
    xaxis: { title: { text: "x of two" }, anchor: "y2" },
    yaxis: { title: { text: "y of one" } },
    yaxis2: { title: { text: "y of two" } },
  });
  const [upper, lower] = [layout!.yaxis, layout!.yaxis2].map((axis) => (axis as { domain: [number, number] }).domain);
  expect([lower![0], upper![1]]).toEqual([0, 1].map((end) => expect.closeTo(end, 9)));
  expect(lower![1]).toBeLessThan(upper![0]);
});

test("panels(figures, { title }) refuses fewer than two, and no title", () => {
  expect(() => panels([step("one")], { title: "t" })).toThrow(
    new Error("panels: figures has length 1, expected at least 2"),
  );
  expect(() => panels([step("one"), step("two")], { title: "" })).toThrow(
    new Error('panels: title is "", expected a text'),
  );
});
