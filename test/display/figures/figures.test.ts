import ndarray from "ndarray";
import { type Attributes, bars, contours, type Figure, heatmap, lines, scatter } from "notebook-display";
import { describe, expect, test } from "vitest";
import { examples } from "../examples.ts";

const labels = { title: "A finding", x: "x", y: "y" };
const series = { name: "f", x: [0, 1], y: [2, 3] };
const axis = (figure: Figure, name: string): Attributes => figure.layout![name] as Attributes;

describe("every builder", () => {
  for (const [name, figure] of Object.entries(examples))
    test(`${name} is pure data, with titles, and see-through`, () => {
      expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
      expect(JSON.stringify(figure.layout!.title)).toMatch(/"text":"[^"]/);
      expect(axis(figure, "xaxis").title).toMatchObject({ text: expect.stringMatching(/./) });
      expect(axis(figure, "yaxis").title).toMatchObject({ text: expect.stringMatching(/./) });
      expect(figure.layout).toMatchObject({ paper_bgcolor: "rgba(0, 0, 0, 0)", plot_bgcolor: "rgba(0, 0, 0, 0)" });
    });

  const builders: Record<string, (options: typeof labels) => Figure> = {
    heatmap: (options) => heatmap([[1]], options),
    lines: (options) => lines([series], options),
    scatter: (options) => scatter([series], options),
    contours: (options) => contours([[1]], { ...options, xs: [0], ys: [0] }),
    bars: (options) => bars([{ name: "a", values: [1] }], { ...options, labels: ["one"] }),
  };
  for (const [name, build] of Object.entries(builders))
    test(`${name} needs a title and the names of both axes`, () => {
      expect(() => build({ ...labels, title: " " })).toThrow(new Error(`${name}: title is " ", expected a text`));
      expect(() => build({ ...labels, x: "" })).toThrow(new Error(`${name}: x is "", expected a text`));
      expect(() => build({ title: "t", x: "x" } as typeof labels)).toThrow(
        new Error(`${name}: y is missing, expected a text`),
      );
    });
});

describe("contours(heights)", () => {
  const heights = [
    [-1, 0, 2],
    [3, 4, 5],
  ];

  test("puts heights at their places, on axes of one scale, with colours around zero", () => {
    const figure = contours(heights, { ...labels, xs: [10, 20, 30], ys: [1, 2] });
    expect(figure.data).toMatchObject([{ type: "contour", x: [10, 20, 30], y: [1, 2], z: heights, zmin: -5, zmax: 5 }]);
    expect(axis(figure, "xaxis").range).toEqual([10, 30]);
    expect(axis(figure, "yaxis")).toMatchObject({ range: [1, 2], scaleanchor: "x", scaleratio: 1 });
  });

  test("puts dots on top, each in a colour of its own", () => {
    const dots = [series, { ...series, name: "g" }];
    const { data } = contours(heights, { ...labels, xs: [0, 1, 2], ys: [0, 1], dots });
    expect(data.map(({ type, name }) => [type, name])).toEqual([
      ["contour", undefined],
      ["scatter", "f"],
      ["scatter", "g"],
    ]);
    expect(new Set(data.slice(1).map(({ marker }) => (marker as Attributes).color)).size).toBe(2);
  });

  test("refuses places that do not fit the heights, and dots that do not fit themselves", () => {
    expect(() => contours(heights, { ...labels, xs: [0, 1], ys: [0, 1] })).toThrow(
      new Error("contours: xs has length 2, expected 3"),
    );
    expect(() => contours(heights, { ...labels, xs: [0, 1, 2], ys: [0, 1, 2] })).toThrow(
      new Error("contours: ys has length 3, expected 2"),
    );
    const dots = [{ ...series, y: [1] }];
    expect(() => contours(heights, { ...labels, xs: [0, 1, 2], ys: [0, 1], dots })).toThrow(
      new Error("contours: dots[0].y has length 1, expected 2"),
    );
  });
});

describe("heatmap(matrix)", () => {
  test("takes nested arrays, typed rows, and tensors with any strides", () => {
    const rows = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const transposed = ndarray(new Float64Array([1, 4, 2, 5, 3, 6]), [3, 2]).transpose(1, 0);
    for (const matrix of [
      rows,
      rows.map((row) => Float32Array.from(row)),
      ndarray([1, 2, 3, 4, 5, 6], [2, 3]),
      transposed,
    ])
      expect(heatmap(matrix, labels).data[0]!.z).toEqual(rows);
  });

  test("puts row 0 on top, each cell around its index", () => {
    const figure = heatmap([[1, 2, 3]], labels);
    expect(axis(figure, "xaxis").range).toEqual([-0.5, 2.5]);
    expect(axis(figure, "yaxis").range).toEqual([0.5, -0.5]);
  });

  test("colours signed values around zero, others from the lowest", () => {
    expect(heatmap([[-1, 3]], labels).data[0]).toMatchObject({ zmin: -3, zmax: 3 });
    expect(heatmap([[1, 3]], labels).data[0]).toMatchObject({ zmin: 1, zmax: 3, colorscale: "Viridis" });
    expect(heatmap([[1, 3]], { ...labels, range: [0, 1] }).data[0]).toMatchObject({ zmin: 0, zmax: 1 });
    expect(heatmap([[0.5]], { ...labels, range: [-1, 4] }).data[0]).toMatchObject({ zmin: -4, zmax: 4 });
    expect(heatmap([[Number.NaN, 2, 3]], labels).data[0]).toMatchObject({ zmin: 2, zmax: 3 });
    expect(heatmap([[Number.NaN]], labels).data[0]).toMatchObject({ zmin: 0, zmax: 1 });
  });

  test("with values prints as many decimals as the largest needs", () => {
    const printed = (z: number[][]): unknown => heatmap(z, { ...labels, values: true }).data[0]!.text;
    expect(printed([[0.5, 0.1234]])).toEqual([["0.50", "0.12"]]);
    expect(printed([[5.55, -0.001]])).toEqual(
      [["5.5", "0.0"]].map((row) => row.map((v) => (v === "5.5" ? (5.55).toFixed(1) : v))),
    );
    expect(printed([[12, 300]])).toEqual([["12", "300"]]);
    expect(printed([[0.012, 0]])).toEqual([["0.012", "0.000"]]);
    expect(printed([[0.5, Number.NaN]])).toEqual([["0.50", ""]]);
  });

  test("shows words as they are given, twice the same too, and each where there are few", () => {
    const figure = heatmap([[1, 2, 3]], { ...labels, xLabels: ["the", "cat", "the"] });
    expect(axis(figure, "xaxis")).toMatchObject({ tickvals: [0, 1, 2], ticktext: ["the", "cat", "the"] });
    expect(axis(heatmap([Array(40).fill(0)], labels), "xaxis").tickvals).toEqual([0, 4, 8, 12, 16, 20, 24, 28, 32, 36]);
  });

  test("refuses what is no matrix, and labels that do not fit", () => {
    expect(() => heatmap(ndarray([1, 2], [2]), labels)).toThrow(
      new Error("heatmap: matrix has shape [2], expected [rows, columns]"),
    );
    expect(() => heatmap([[1, 2], [3]], labels)).toThrow(
      new Error("heatmap: matrix has 1 columns in row 1, expected 2 as in row 0"),
    );
    expect(() => heatmap([], labels)).toThrow(new Error("heatmap: matrix has no elements, expected at least one"));
    expect(() => heatmap([[1, 2]], { ...labels, xLabels: ["a"] })).toThrow(
      new Error("heatmap: xLabels has length 1, expected 2"),
    );
    expect(() => heatmap([[1, 2]], { ...labels, yLabels: [] })).toThrow(
      new Error("heatmap: yLabels has length 0, expected 1"),
    );
  });
});

describe("lines(series)", () => {
  test("draws each in its own colour, with a legend from two on", () => {
    const figure = lines([series, { ...series, name: "g", dash: "dot" }], { ...labels, yScale: "log" });
    expect(figure.data).toMatchObject([
      { type: "scatter", mode: "lines", name: "f", x: [0, 1], y: [2, 3], line: { dash: "solid" } },
      { name: "g", line: { dash: "dot" } },
    ]);
    expect(new Set(figure.data.map(({ line }) => (line as Attributes).color)).size).toBe(2);
    expect(figure.layout).toMatchObject({ showlegend: true, xaxis: { type: "linear" }, yaxis: { type: "log" } });
    expect(lines([series], labels).layout).toMatchObject({ showlegend: false });
  });

  test("divides a logarithmic axis at 1, 2 and 5, or at powers of ten, or leaves it to Plotly", () => {
    const ticks = (x: number[]): Attributes =>
      axis(lines([{ name: "f", x, y: [1, 2] }], { ...labels, xScale: "log" }), "xaxis");
    expect(ticks([0.4, 30])).toMatchObject({
      tickvals: [0.5, 1, 2, 5, 10, 20],
      ticktext: expect.arrayContaining(["0.5"]),
    });
    expect(ticks([5, 20000])).toMatchObject({ tickvals: [10, 100, 1000, 10000] });
    expect(ticks([1e-50, 1])).toMatchObject({ exponentformat: "power" });
    expect(ticks([1e-50, 1])).not.toHaveProperty("tickvals");
    expect(ticks([1.1, 1.3])).not.toHaveProperty("tickvals");
  });

  test("takes typed arrays and tensors", () => {
    const one = { name: "f", x: new Float32Array([0, 1]), y: ndarray(new Float64Array([2, 9, 3]), [2], [2]) };
    expect(lines([one], labels).data[0]).toMatchObject({ x: [0, 1], y: [2, 3] });
  });

  test("takes a tensor of one column or one row", () => {
    const one = { name: "f", x: ndarray([0, 1, 2], [3, 1]), y: ndarray([4, 5, 6], [1, 3]) };
    expect(lines([one], labels).data[0]).toMatchObject({ x: [0, 1, 2], y: [4, 5, 6] });
  });

  test("refuses no series, unequal lengths, and tensors of two axes", () => {
    expect(() => lines([], labels)).toThrow(new Error("lines: series has no elements, expected at least one"));
    expect(() => lines([series, { ...series, y: [1] }], labels)).toThrow(
      new Error("lines: series[1].y has length 1, expected 2"),
    );
    expect(() => lines([{ ...series, x: ndarray([1, 2, 3, 4], [2, 2]) }], labels)).toThrow(
      new Error("lines: series[0].x has shape [2, 2], expected [n] or [n, 1]"),
    );
    expect(() => lines([{ ...series, x: ndarray([1], []) }], labels)).toThrow(
      new Error("lines: series[0].x has shape [], expected [n] or [n, 1]"),
    );
  });
});

describe("scatter(points)", () => {
  test("draws the band behind, the dots, and the lines over them", () => {
    const band = { name: "band", x: [0, 1], lower: [0, 1], upper: [2, 3] };
    const figure = scatter([series], { ...labels, band, lines: [{ ...series, name: "fit" }] });
    expect(figure.data).toMatchObject([
      { name: "band", fill: "toself", x: [0, 1, 1, 0], y: [2, 3, 1, 0] },
      { name: "f", mode: "markers" },
      { name: "fit", mode: "lines" },
    ]);
  });

  test("divides its axes as asked, and makes their scales equal as on a map", () => {
    const figure = scatter([series], { ...labels, xScale: "log", equalAxes: true });
    expect(axis(figure, "xaxis")).toMatchObject({ type: "log" });
    expect(axis(figure, "yaxis")).toMatchObject({ scaleanchor: "x", scaleratio: 1 });
    expect(axis(scatter([series], labels), "yaxis")).not.toHaveProperty("scaleanchor");
  });

  test("gives dots the area of their shares", () => {
    const [dots] = scatter([{ ...series, shares: [0.25, 1] }], labels).data;
    const [quarter, whole] = (dots!.marker as { size: number[] }).size;
    expect(whole! / quarter!).toBe(2);
    expect(() => scatter([{ ...series, shares: [1] }], labels)).toThrow(
      new Error("scatter: points[0].shares has length 1, expected 2"),
    );
    expect(() => scatter([{ ...series, shares: [0, 1.5] }], labels)).toThrow(
      new Error("scatter: points[0].shares[1] is 1.5, expected 0 to 1"),
    );
  });

  test("refuses no points, and a band whose edges differ in length", () => {
    expect(() => scatter([], labels)).toThrow(new Error("scatter: points has no elements, expected at least one"));
    const band = { name: "band", x: [0, 1], lower: [0], upper: [2, 3] };
    expect(() => scatter([series], { ...labels, band })).toThrow(
      new Error("scatter: band.lower has length 1, expected 2"),
    );
  });
});

describe("bars(series)", () => {
  test("stands one bar of each series at each label", () => {
    const figure = bars(
      [
        { name: "a", values: [1, 2] },
        { name: "b", values: [3, 4] },
      ],
      { ...labels, labels: ["p", "q"] },
    );
    expect(figure.data).toMatchObject([
      { type: "bar", name: "a", x: [0, 1], y: [1, 2] },
      { type: "bar", name: "b", x: [0, 1], y: [3, 4] },
    ]);
    expect(axis(figure, "xaxis")).toMatchObject({ tickvals: [0, 1], ticktext: ["p", "q"] });
  });

  test("refuses no series, and values that do not fit the labels", () => {
    expect(() => bars([], { ...labels, labels: [] })).toThrow(
      new Error("bars: series has no elements, expected at least one"),
    );
    expect(() => bars([{ name: "a", values: [1] }], { ...labels, labels: ["p", "q"] })).toThrow(
      new Error("bars: series[0].values has length 1, expected 2"),
    );
  });
});
