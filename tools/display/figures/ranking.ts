import type { Figure } from "../figure.ts";
import { seriesColour } from "./colours.ts";
import { figureLayout } from "./layout.ts";

/** A document that was found. */
export interface Ranked {
  readonly name: string;
  readonly score: number;
  readonly relevant: boolean;
}

/** What a ranking says, and how long its bars can be. */
export interface RankingOptions {
  /** The finding, as a sentence. */
  readonly title: string;
  /** What a score is. */
  readonly x: string;
  /** The scores at the two ends of the axis, without it 0 and the highest. */
  readonly range?: readonly [low: number, high: number];
}

/**
 * A ranked list: a bar for each document, best on top, with its name on it, in one colour when it is relevant and in
 * another when it is not.
 *
 * @throws when nothing was found, or a title is missing
 */
export function ranking(hits: readonly Ranked[], { title, x, range }: RankingOptions): Figure {
  if (hits.length === 0) throw new Error("ranking: hits has no elements, expected at least one");
  const ranks = hits.map((_, index) => index + 1);
  const part = (name: string, isRelevant: boolean, colour: number) => ({
    type: "bar",
    orientation: "h",
    name,
    y: ranks,
    x: hits.map(({ score, relevant }) => (relevant === isRelevant ? score : null)),
    // Pale, so that the names are read on them, in the colour of all text.
    marker: { color: seriesColour(colour), opacity: 0.45 },
    hovertemplate: "%{x:.3~g}",
  });
  const names = {
    type: "scatter",
    mode: "text",
    y: ranks,
    x: ranks.map(() => 0),
    showlegend: false,
    hoverinfo: "skip",
  };
  const [low, high] = range ?? [0, Math.max(...hits.map(({ score }) => score))];
  return {
    data: [
      part("relevant", true, 0),
      part("not relevant", false, 4),
      { ...names, text: hits.map(({ name }) => name), textposition: "middle right", cliponaxis: false },
    ],
    layout: {
      ...figureLayout(
        "ranking",
        { title, x, y: "rank" },
        {
          names: ["relevant", "not relevant"],
          xaxis: { range: [low, high] },
          yaxis: { range: [hits.length + 0.5, 0.5], dtick: 1, showgrid: false },
        },
      ),
      barmode: "overlay",
      bargap: 0.25,
    },
  };
}
