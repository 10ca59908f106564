import type { Attributes, Figure } from "../figure.ts";
import { titled } from "./layout.ts";

const panelHeight = 190;
const gap = 0.07;

/**
 * Figures one above the other over one x axis, that of the last: the steps by which something comes about. Each keeps
 * its y axis, whose title says what the panel shows; the titles of the figures give way to one title for all.
 *
 * @throws when there are fewer than two figures, or the title has no text
 */
export function panels(figures: readonly Figure[], { title }: { readonly title: string }): Figure {
  if (figures.length < 2) throw new Error(`panels: figures has length ${figures.length}, expected at least 2`);
  if (typeof title !== "string" || title.trim() === "")
    throw new Error(`panels: title is ${JSON.stringify(title) ?? "missing"}, expected a text`);
  const last = figures[figures.length - 1]!;
  const { title: heading, top } = titled(title);
  const height = (1 - gap * (figures.length - 1)) / figures.length;
  const axisNumber = (index: number): string => (index === 0 ? "" : String(index + 1));
  const yAxes = figures.map(({ layout }, index) => {
    const start = 1 - (index + 1) * height - index * gap;
    const domain = [Math.max(0, start), start + height];
    return [`yaxis${axisNumber(index)}`, { ...(layout?.yaxis as Attributes), domain }];
  });
  return {
    data: figures.flatMap(({ data }, index) => data.map((trace) => ({ ...trace, yaxis: `y${axisNumber(index)}` }))),
    layout: {
      ...last.layout,
      ...Object.fromEntries(yAxes),
      xaxis: { ...(last.layout?.xaxis as Attributes), anchor: `y${axisNumber(figures.length - 1)}` },
      title: heading,
      showlegend: false,
      height: top + figures.length * panelHeight,
      margin: { ...(last.layout?.margin as Attributes), t: top },
    },
  };
}
