import type { ExecutedNotebook, Failure } from "../../../tools/runner/execute/failure.ts";
import { notebookMetadata } from "../../../tools/runner/notebook/metadata.ts";
import type {
  Cell,
  CellMetadata,
  CodeCell,
  DisplayOutput,
  ErrorOutput,
  Notebook,
  StreamOutput,
} from "../../../tools/runner/notebook/nbformat.ts";
import type { Documented } from "../../../tools/runner/reference/documented.ts";
import type { Bound } from "../../../tools/runner/report/check.ts";
import type { Term } from "../../../tools/runner/report/glossary.ts";

/** An entry of the reference. */
export function documentedAs(name: string, change: Partial<Documented> = {}): Documented {
  return {
    name,
    from: "attention-lab",
    kind: "function",
    signatures: [`function ${name.split(".").at(-1)}(): void`],
    text: `What ${name} does.`,
    parameters: [],
    returns: "",
    throws: "",
    examples: [],
    source: `lib/${name}.ts`,
    ...change,
  };
}

/** A small reference. */
export const documented: readonly Documented[] = ["attend", "scores.dot", "tensor"].map((name) => documentedAs(name));

/** A small glossary. */
export const terms: readonly Term[] = [
  {
    en: "query",
    "zh-Hans": "查询",
    "zh-Hant": "查詢",
    symbol: "$q$",
    meaning: "What is *asked*.",
    forms: ["queries"],
  },
  {
    en: "softmax",
    "zh-Hans": "softmax（归一化指数函数）",
    "zh-Hant": "softmax（歸一化指數函數）",
    meaning: "Shares.",
  },
  { en: "<code>", "zh-Hans": "码", "zh-Hant": "碼", meaning: "Nobody's." },
];

let count = 0;
const nextId = (): string => `id-${count++}`;

/** A cell of Markdown. */
export function text(source: string, metadata: CellMetadata = {}): Cell {
  return { id: nextId(), cell_type: "markdown", metadata, source };
}

/** A code cell that ran. */
export function code(source: string, outputs: CodeCell["outputs"] = [], metadata: CellMetadata = {}): CodeCell {
  return { id: nextId(), cell_type: "code", metadata, source, execution_count: 1, outputs };
}

/** A code cell that was not run. */
export function pending(source: string): CodeCell {
  return { ...code(source), execution_count: null };
}

/** A notebook of these cells. */
export function notebook(...cells: readonly Cell[]): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata: notebookMetadata, cells };
}

/** An executed notebook of these cells. */
export function executed(name: string, cells: readonly Cell[], failures: readonly Failure[] = []): ExecutedNotebook {
  return { name, notebook: notebook(...cells), failures };
}

/** What a cell displays. */
export function display(data: DisplayOutput["data"], metadata: DisplayOutput["metadata"] = {}): DisplayOutput {
  return { output_type: "display_data", data, metadata };
}

/** What a cell writes. */
export function stream(name: "stdout" | "stderr", written: string): StreamOutput {
  return { output_type: "stream", name, text: written };
}

/** What a cell throws. */
export function thrown(ename: string, evalue: string): ErrorOutput {
  return {
    output_type: "error",
    ename,
    evalue,
    traceback: [`\u001b[31m${ename}: ${evalue}\u001b[0m`, "    at cell:1:7"],
  };
}

/** A check as a cell displays it. */
export function checked(
  key: string,
  passed = true,
  value: unknown = 2.220446049250313e-16,
  bound: Bound = { below: 1e-12 },
): DisplayOutput {
  const check = { key, statement: `the statement of ${key}`, value, bound, passed };
  return display({
    "application/vnd.attention-lab.check+json": check,
    "text/html": "<b>not used</b>",
    "text/plain": key,
  });
}

const svg = (label: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400"><rect width="640" height="400" fill="#eef"/><text x="40" y="60">${label}</text></svg>`;

/** A plot as a cell displays it. */
export function plotted(
  figure: object,
  said: { alt?: unknown; caption?: unknown },
  picture = svg("static"),
): DisplayOutput {
  const source = `data:image/svg+xml;base64,${Buffer.from(picture).toString("base64")}`;
  return display(
    {
      "application/vnd.plotly.v1+json": figure,
      "text/html": `<figure class="nbfig"><div class="nbfig-plot"><img alt="not used" width="640" height="400" style="max-width:100%" src="${source}"></div></figure><script>never()</script>`,
      "text/plain": `[figure] ${said.alt}`,
    },
    { "attention-lab": said },
  );
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const axes = { xaxis: { title: { text: "key j" } }, yaxis: { title: { text: "query i" } } };

/** A matrix of colours. */
export const heatmapFigure = {
  data: [{ type: "heatmap", z: range(6).map((i) => range(6).map((j) => Math.exp(-((i - j) ** 2)))) }],
  layout: {
    ...axes,
    title: { text: "Every query finds the key beside it,<br>and x<sub>i</sub> < 3 stays text" },
    height: 380,
  },
};

const bell = (width: number): number[] => range(41).map((x) => Math.exp(-((x - 20) ** 2) / (2 * width ** 2)));

/** Curves that a slider moves, by an update of the data and the title. */
export const sliderFigure = {
  data: [
    { type: "scatter", mode: "lines", name: "a bell of some width", x: range(41), y: bell(2) },
    { type: "scatter", mode: "markers", name: "points", x: range(41), y: range(41).map((x) => ((x * 7919) % 41) / 41) },
  ],
  layout: {
    ...axes,
    title: { text: "The bell has width 2" },
    height: 420,
    margin: { t: 120 },
    legend: { orientation: "h" },
    sliders: [
      {
        active: 0,
        currentvalue: { prefix: "width = " },
        steps: [2, 4, 8].map((width) => ({
          label: String(width),
          method: "update",
          args: [{ y: [bell(width)] }, { "title.text": `The bell has width ${width}` }, [0]],
        })),
      },
    ],
  },
};

/** Frames that a slider animates. */
export const framesFigure = {
  data: [{ type: "bar", x: ["a", "b", "c"], y: [1, 2, 3] }],
  layout: {
    title: { text: "Bars in frames" },
    sliders: [
      {
        steps: ["up", "down"].map((name) => ({
          label: name,
          method: "animate",
          args: [[name], { mode: "immediate" }],
        })),
      },
    ],
  },
  frames: [
    { name: "up", data: [{ y: [1, 2, 3] }] },
    { name: "down", data: [{ y: [3, 2, 1] }] },
  ],
};

const longFormula =
  "$$\\operatorname{softmax}\\left(\\frac{QK^\\top}{\\sqrt{d_k}}\\right)V = \\frac{\\sum_{i} e^{q\\cdot k_i/\\sqrt{d}} v_i}{\\sum_{j} e^{q\\cdot k_j/\\sqrt{d}}} + \\alpha_1 + \\alpha_2 + \\alpha_3 + \\alpha_4 + \\alpha_5 + \\alpha_6 + \\alpha_7 + \\alpha_8 + \\alpha_9 + \\alpha_{10} + \\alpha_{11} + \\alpha_{12}$$";
const wideTable = (open: string, close: string): string =>
  range(14)
    .map((i) => `${open}column-${i}${close}`)
    .join("");

/** A notebook with one of everything that a report shows. */
export function fullNotebook(): Notebook {
  return notebook(
    text("# What does $\\sqrt{d}$ do?\n\nIt keeps **softmax** soft.\n\n- Claims: B1\n"),
    code('import { attend } from "attention-lab"; // a comment\nconst seed = 42;'),
    text(`## The statement\n\nLet $q \\in \\mathbb{R}^d$.\n\n${longFormula}\n\n**Guess first.** What happens?\n`),
    code(`const veryLong = "${"x".repeat(300)}";`, [stream("stdout", "two\nlines\n"), stream("stderr", "a warning\n")]),
    code("plot()", [plotted(heatmapFigure, { alt: "A diagonal of bright cells.", caption: "The heat map." })]),
    code("slide()", [plotted(sliderFigure, { alt: "A bell that grows wider." })]),
    text("### In frames\n\n**Takeaway.** It scales.\n"),
    code("animate()", [plotted(framesFigure, { alt: "Three bars." })]),
    text(
      `## Tables\n\n|${wideTable("", "|")}\n|${range(14)
        .map(() => "---|")
        .join("")}\n|${wideTable("", "|")}\n`,
    ),
    code("table()", [
      display({
        "text/html": `<table><caption>Wide</caption><tr>${wideTable("<td>", "</td>")}</tr></table>`,
        "text/plain": "wide",
      }),
    ]),
    code("progress()", [
      display({ "text/html": '<div><progress value="3" max="10" aria-label="fitting"></progress> fitting 3/10</div>' }),
    ]),
    code("check()", [checked("B1.sum"), checked("B1.range", true, 0.25, { within: [0, 1] })]),
    text("## Exercise\n\nWhat is the sum?"),
    text("The sum is one.", { tags: ["solution"] }),
    code("solve()", [checked("B1.exercise", true, 1, { equals: 1 })], { tags: ["solution"] }),
  );
}
