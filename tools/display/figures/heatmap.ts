import type { Attributes, Figure } from "../figure.ts";
import { colourScale } from "./colours.ts";
import { extent } from "./extent.ts";
import { axisTitle, figureLayout, type Labels } from "./layout.ts";
import { type Matrix, requireLength, toMatrix } from "./numbers.ts";
import { indexTicks } from "./ticks.ts";

/** How a matrix is drawn. */
export interface HeatmapOptions extends Labels {
  /** What the colours measure. */
  readonly colorbar?: string;
  /** Print each number in its cell. */
  readonly values?: boolean;
  readonly xLabels?: readonly string[];
  readonly yLabels?: readonly string[];
  /** The values at the two ends of the colours, without it those of the matrix; around zero the wider side counts for both. */
  readonly range?: readonly [low: number, high: number];
}

function colours(z: readonly number[][], range: HeatmapOptions["range"]): Attributes {
  const [low, high] = range ?? extent(z.flat()) ?? [0, 1];
  return colourScale(low, high);
}

// As many decimals in each cell as give the largest two or three digits; nothing where there is no number.
function printed(z: readonly number[][]): string[][] {
  const largest = z
    .flat()
    .reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
  const whole = z.flat().every(Number.isInteger);
  const decimals = whole || largest === 0 ? 0 : Math.min(6, Math.max(0, 2 - Math.ceil(Math.log10(largest))));
  return z.map((row) =>
    row.map((value) => (Number.isFinite(value) ? value.toFixed(decimals).replace(/^-(0(\.0*)?)$/, "$1") : "")),
  );
}

function hover({ xLabels, yLabels }: HeatmapOptions, z: readonly number[][]): Attributes {
  if (!xLabels && !yLabels) return {};
  const name = (labels: readonly string[] | undefined, index: number): string => labels?.[index] ?? String(index);
  return {
    hovertext: z.map((row, i) => row.map((_, j) => `${name(yLabels, i)}, ${name(xLabels, j)}`)),
    hovertemplate: "%{hovertext}: %{z:.4~g}<extra></extra>",
  };
}

/**
 * A matrix as coloured cells, row 0 on top; signed values take colours around zero.
 *
 * @throws when the matrix has not two axes, when labels do not fit it, or when a title is missing
 */
export function heatmap(matrix: Matrix, options: HeatmapOptions): Figure {
  const z = toMatrix("heatmap: matrix", matrix);
  const [rows, columns] = [z.length, z[0]!.length];
  const { values, xLabels, yLabels, range, colorbar } = options;
  if (xLabels) requireLength("heatmap: xLabels", xLabels, columns);
  if (yLabels) requireLength("heatmap: yLabels", yLabels, rows);
  const bar = { thickness: 14, outlinewidth: 0, title: { text: axisTitle(colorbar ?? ""), side: "right" } };
  return {
    data: [
      {
        type: "heatmap",
        z,
        ...colours(z, range),
        ...(values ? { text: printed(z), texttemplate: "%{text}", textfont: { weight: 600 } } : {}),
        ...hover(options, z),
        colorbar: bar,
      },
    ],
    layout: figureLayout("heatmap", options, {
      xaxis: { ...indexTicks(columns, xLabels), range: [-0.5, columns - 0.5] },
      yaxis: { ...indexTicks(rows, yLabels), range: [rows - 0.5, -0.5] },
    }),
  };
}
