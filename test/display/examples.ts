import { bars, contours, ellipse, type Figure, heatmap, lines, panels, scatter, slider } from "notebook-display";

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const wave = (n: number, shift: number): number[] =>
  range(n).map((i) => Math.sin(i / 6 + shift) + 0.3 * Math.cos(2.3 * i));
const attention = (n: number, h: number): number[][] =>
  range(n).map((i) => {
    const scores = range(n).map((j) => Math.exp(-((i - j) ** 2) / (2 * h * h)));
    const sum = scores.reduce((a, b) => a + b);
    return scores.map((s) => s / sum);
  });
const words = "The animal did not cross the wide street because it was too tired".split(" ");
const x = wave(120, 1).map((v, i) => 75 + 12 * v + 0.1 * i);
const y = x.map((v, i) => 0.9 * v + 6 * Math.sin(i * 1.7) - 10);
const grid = range(40).map((i) => 55 + i * 1.1);
const fit = grid.map((v) => 0.9 * v - 10);
const long = "Without the division by √d, the softmax puts all its weight on a single key as soon as d reaches 64";

const smoother = (h: number): number[] =>
  grid.map((g) => {
    const w = x.map((v) => Math.exp(-((v - g) ** 2) / (2 * h * h)));
    return w.reduce((sum, v, i) => sum + v * y[i]!, 0) / w.reduce((a, b) => a + b);
  });
const body = { x: "waist girth x (cm)", y: "body weight y (kg)" };

/** One figure or more of every builder, with the texts and sizes that are hard to lay out. */
export const examples: Readonly<Record<string, Figure>> = {
  heatmap: heatmap(attention(40, 4), {
    title: "Each query looks at its neighbours",
    x: "key j",
    y: "query i",
    colorbar: "weight",
  }),
  "heatmap-values": heatmap(attention(5, 1), {
    title: long,
    x: "key j",
    y: "query i",
    values: true,
    colorbar: "attention weight α",
  }),
  "heatmap-words": heatmap(attention(words.length, 2), {
    title: "“it” looks at “animal”",
    x: "key: the word that is looked at",
    y: "query: the word that looks",
    xLabels: words,
    yLabels: words,
    colorbar: "weight",
  }),
  "heatmap-signed": heatmap([wave(12, 0), wave(12, 1), wave(12, 2)], {
    title: "Signs differ",
    x: "feature",
    y: "sample",
    colorbar: "deviation from the mean of the group (kg)",
  }),
  lines: lines([{ name: "only one", x: range(30), y: wave(30, 0) }], {
    title: "One line needs no legend",
    x: "step t",
    y: "loss",
  }),
  "lines-many": lines(
    range(6).map((s) => ({
      name: `bandwidth h = ${2 ** s} cm, chosen on the validation split`,
      x: range(50),
      y: wave(50, s),
      dash: s % 2 ? "dash" : "solid",
    })),
    {
      title: long,
      x: "squared distance between the query and the key, in standardised units",
      y: "predicted weight of the person who asks, in kilograms",
    },
  ),
  "lines-log": lines(
    [
      { name: "exact", x: [1, 10, 100, 1000, 1e4], y: [1e-3, 0.1, 10, 1000, 1e5] },
      { name: "linear", x: [1, 10, 100, 1000, 1e4], y: [1e-3, 1e-2, 0.1, 1, 10] },
    ],
    { title: "Exact attention costs n²", x: "length n", y: "operations", xScale: "log", yScale: "log" },
  ),
  scatter: scatter([{ name: "507 people", x, y }], {
    ...body,
    title: "A kernel regression follows the data, and least squares does too",
    band: { name: "95 % prediction interval", x: grid, lower: fit.map((v) => v - 9), upper: fit.map((v) => v + 9) },
    lines: [
      { name: "least squares", x: grid, y: fit },
      { name: "attention", x: grid, y: smoother(3), dash: "dash" },
    ],
  }),
  "scatter-map": scatter(
    [{ name: "key, as large as its weight", x: [-2, 1, 2, 3], y: [1, -1, 2, 0], shares: [0, 0.1, 0.6, 0.3] }],
    {
      title: "The answer moves where the keys it hears spread",
      x: "first component",
      y: "second component",
      equalAxes: true,
      lines: [
        ellipse({
          name: "covariance",
          mean: [2.2, 1.1],
          covariance: [
            [0.4, -0.3],
            [-0.3, 1],
          ],
        }),
      ],
    },
  ),
  contours: contours(
    range(25).map((i) => range(25).map((j) => (i / 6 - 2) * (j / 6 - 2) - 1)),
    {
      title: "Level sets of a product are hyperbolas",
      x: "first component",
      y: "second component",
      colorbar: "product of the two components, less 1",
      xs: range(25).map((j) => j / 6 - 2),
      ys: range(25).map((i) => i / 6 - 2),
      dots: [
        { name: "keys", x: [-1, 1], y: [1, 1] },
        { name: "query", x: [0], y: [0.5] },
      ],
    },
  ),
  "scatter-log": scatter([{ name: "measured", x: [1, 4, 16, 64], y: [0.5, 1e-3, 1e-9, 1e-40] }], {
    title: "The gradient vanishes",
    x: "length of q",
    y: "size of the gradient",
    xScale: "log",
    yScale: "log",
    lines: [{ name: "bound", x: [1, 64], y: [1, 1e-38] }],
  }),
  bars: bars(
    [
      { name: "validation", values: [5.1, 7.2, 13.2] },
      { name: "test", values: [5.4, 7.1, 13.6] },
    ],
    {
      title: "Attention beats the mean",
      x: "method",
      y: "root mean squared error (kg)",
      labels: ["attention", "least squares", "mean of all"],
    },
  ),
  "bars-words": bars([{ name: "weight", values: attention(words.length, 2)[4]! }], {
    title: "One query, many words",
    x: "key",
    y: "weight",
    labels: words,
  }),
  "slider-lines": slider(
    [0.5, 1, 2, 4, 8, 16].map((h) => ({
      label: String(h),
      figure: scatter([{ name: "507 people", x, y }], {
        ...body,
        title: `With h = ${h} the curve ${h < 2 ? "follows the noise" : h < 8 ? "follows the trend" : "forgets the query and gives everyone nearly the mean"}`,
        lines: [{ name: "attention", x: grid, y: smoother(h) }],
      }),
    })),
    { label: "bandwidth h = ", active: 2 },
  ),
  "slider-heatmap": slider(
    range(21).map((k) => ({
      label: (0.5 + k / 4).toFixed(2),
      figure: heatmap(attention(12, 0.5 + k / 4), {
        title: "Temperature blurs the weights",
        x: "key j",
        y: "query i",
        colorbar: "weight",
      }),
    })),
    { label: "temperature τ = " },
  ),
  "slider-bars": slider(
    range(6).map((k) => ({
      label: `query ${k}`,
      figure: bars([{ name: "weight", values: attention(6, 1)[k]! }], {
        title: "The weights follow the query",
        x: "key j",
        y: "weight α",
        labels: range(6).map(String),
      }),
    })),
    { label: "" },
  ),
  panels: panels(
    ["score s", "weight w", "value v [kg]"].map((name, i) =>
      scatter([{ name, x, y: wave(120, i) }], { x: "waist k [cm]", y: name, title: "a step" }),
    ),
    { title: "Scores become weights, and weights a mean: 61.5 kg for a man with a waist of 90 cm" },
  ),
};
