import type { Figure } from "../figure.ts";
import { seriesColour } from "./colours.ts";
import { figureLayout, type Labels, seriesName } from "./layout.ts";
import { requireLength, toVector, type Vector } from "./numbers.ts";
import { indexTicks } from "./ticks.ts";

/** One bar for each label. */
export interface BarSeries {
  readonly name: string;
  readonly values: Vector;
}

/**
 * Bars side by side, one of each series for each label.
 *
 * @throws when there is no series, when one has not as many values as there are labels, or when a title is missing
 */
export function bars(series: readonly BarSeries[], options: Labels & { readonly labels: readonly string[] }): Figure {
  if (series.length === 0) throw new Error("bars: series has no elements, expected at least one");
  const { labels } = options;
  const x = labels.map((_, index) => index);
  return {
    data: series.map(({ name, values }, index) => {
      const y = toVector(`bars: series[${index}].values`, values);
      requireLength(`bars: series[${index}].values`, y, labels.length);
      return {
        type: "bar",
        name: seriesName(name),
        x,
        y,
        marker: { color: seriesColour(index) },
        customdata: labels,
        hovertemplate: "%{customdata}: %{y:.4~g}",
      };
    }),
    layout: {
      ...figureLayout("bars", options, {
        xaxis: indexTicks(labels.length, labels),
        names: series.map(({ name }) => seriesName(name)),
      }),
      bargap: 0.25,
    },
  };
}
