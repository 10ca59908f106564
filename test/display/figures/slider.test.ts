import { type Attributes, bars, type Figure, heatmap, lines, type SliderFrame, slider } from "notebook-display";
import { describe, expect, test } from "vitest";

const labels = { title: "A finding", x: "x", y: "y" };
const curve = (y: number[], title = labels.title): Figure => lines([{ name: "f", x: [0, 1], y }], { ...labels, title });
const frames: SliderFrame[] = [
  { label: "1", figure: curve([0, 1], "low") },
  { label: "2", figure: curve([5, 10], "high") },
];
const only = (figure: Figure): Attributes => (figure.layout!.sliders as Attributes[])[0]!;
const steps = (figure: Figure): Attributes[] => only(figure).steps as Attributes[];

describe("slider(frames, { label, active })", () => {
  test("shows the active frame, and holds what changes in every step", () => {
    const figure = slider(frames, { label: "h = ", active: 1 });
    expect(figure.data[0]).toMatchObject({ y: [5, 10] });
    expect(only(figure)).toMatchObject({ active: 1, currentvalue: { prefix: "h = " } });
    expect(steps(figure)).toMatchObject([
      { label: "1", method: "update", args: [{ y: [[0, 1]] }, { "title.text": "low" }, [0]] },
      { label: "2", method: "update", args: [{ y: [[5, 10]] }, { "title.text": "high" }, [0]] },
    ]);
    expect(Object.keys((steps(figure)[0]!.args as object[])[0]!)).toEqual(["y"]);
  });

  test("keeps the axes to what all frames need", () => {
    const figure = slider(frames, { label: "" });
    expect(figure.layout).toMatchObject({ yaxis: { range: [-0.5, 10.5] }, xaxis: { range: [-0.05, 1.05] } });
    const scale = { ...labels, yScale: "log" } as const;
    const logarithmic = [1, 100].map((v) => ({
      label: String(v),
      figure: lines([{ name: "f", x: [0, 1], y: [v, 10 * v] }], scale),
    }));
    expect((slider(logarithmic, { label: "" }).layout!.yaxis as { range: number[] }).range).toEqual(
      [-0.15, 3.15].map((v) => expect.closeTo(v, 9)),
    );
  });

  test("keeps bars on zero, and colours to what all frames need", () => {
    const bar = (v: number): SliderFrame => ({
      label: String(v),
      figure: bars([{ name: "a", values: [v] }], { ...labels, labels: ["p"] }),
    });
    expect(slider([bar(2), bar(4)], { label: "" }).layout).toMatchObject({ yaxis: { range: [0, 4.2] } });
    const map = (z: number[]): SliderFrame => ({ label: "", figure: heatmap([z], labels) });
    expect(slider([map([0, 1]), map([2, 3])], { label: "" }).data[0]).toMatchObject({ zmin: 0, zmax: 3 });
    const signed = slider([map([0, 1]), map([-2, 1])], { label: "" }).data[0]!;
    expect(signed).toMatchObject({ zmin: -2, zmax: 2 });
    expect(signed.colorscale).not.toBe("Viridis");
    expect(slider([map([-3, -1]), map([1, 2])], { label: "" }).data[0]).toMatchObject({ zmin: -3, zmax: 3 });
  });

  test("leaves its frames as they were", () => {
    const before = JSON.stringify(frames);
    slider(frames, { label: "" });
    expect(JSON.stringify(frames)).toBe(before);
  });

  test("refuses one frame, frames that differ in kind, and a start that is none of them", () => {
    expect(() => slider(frames.slice(1), { label: "" })).toThrow(
      new Error("slider: frames has length 1, expected at least 2"),
    );
    const other = { label: "3", figure: heatmap([[1]], labels) };
    expect(() => slider([...frames, other], { label: "" })).toThrow(
      new Error("slider: frames[2] has traces [heatmap], expected [scatter lines] as in frames[0]"),
    );
    expect(() => slider(frames, { label: "", active: 2 })).toThrow(
      new Error("slider: active is 2, expected an index from 0 to 1"),
    );
  });
});
