import type { Attributes, Figure } from "../figure.ts";
import { textWidth } from "../text-width.ts";
import { lineColour } from "./colours.ts";
import { commonRanges } from "./common-ranges.ts";

/** One position of a slider, and the figure it shows. */
export interface SliderFrame {
  readonly label: string;
  readonly figure: Figure;
}

const sliderHeight = 76;
const fontSize = 12;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function structure({ data }: Figure): string {
  return data.map(({ type = "scatter", mode = "" }) => [type, mode].filter(Boolean).join(" ")).join(", ");
}

function requireAlike(frames: readonly SliderFrame[]): void {
  if (frames.length < 2) throw new Error(`slider: frames has length ${frames.length}, expected at least 2`);
  const expected = structure(frames[0]!.figure);
  frames.forEach(({ figure }, index) => {
    const found = structure(figure);
    if (found !== expected)
      throw new Error(`slider: frames[${index}] has traces [${found}], expected [${expected}] as in frames[0]`);
  });
}

/** The attributes in which the traces of the figures differ, with the value that each figure's traces have. */
function changes(figures: readonly Figure[]): Attributes[] {
  const [first] = figures;
  const names = new Set(figures.flatMap(({ data }) => data.flatMap(Object.keys)));
  const changing = [...names].filter((name) =>
    figures.some(({ data }) => data.some((trace, index) => !same(trace[name], first!.data[index]![name]))),
  );
  return figures.map(({ data }) =>
    Object.fromEntries(changing.map((name) => [name, data.map((trace) => trace[name])])),
  );
}

const titleText = ({ layout }: Figure): unknown => (layout?.title as Attributes | undefined)?.text;
const marginTop = ({ layout }: Figure): number => Number((layout?.margin as Attributes | undefined)?.t ?? 0);

/**
 * One figure with a slider above the plot, which moves it through precomputed figures; the axes and colours keep to what
 * all of them need. It works offline: every position is in the figure.
 *
 * @param frames the positions, with figures that differ in their numbers and titles only
 * @param options.label what the slider sets, as in "bandwidth h = "
 * @param options.active index of the position it starts at, and that the static picture shows
 * @throws when there are fewer than two frames, when their traces differ in kind or number, or when `active` is not one of them
 */
export function slider(
  frames: readonly SliderFrame[],
  options: { readonly label: string; readonly active?: number },
): Figure {
  const { label, active = 0 } = options;
  requireAlike(frames);
  if (!frames[active]) throw new Error(`slider: active is ${active}, expected an index from 0 to ${frames.length - 1}`);
  const figures = commonRanges(frames.map(({ figure }) => figure));
  const shown = figures[active]!;
  const traces = shown.data.map((_, index) => index);
  const steps = changes(figures).map((change, index) => ({
    label: frames[index]!.label,
    method: "update",
    args: [change, { "title.text": titleText(figures[index]!) }, traces],
  }));
  const top = Math.max(...figures.map(marginTop)) + sliderHeight;
  const layout = shown.layout ?? {};
  // The first and the last label reach beyond the ends of the rail.
  const side = Math.max(...frames.map((frame) => textWidth(frame.label, fontSize))) / 2;
  return {
    ...shown,
    layout: {
      ...layout,
      height: Number(layout.height) - marginTop(shown) + top,
      margin: { ...(layout.margin as Attributes), t: top },
      sliders: [
        {
          active,
          steps,
          x: 0,
          xanchor: "left",
          y: 1,
          yanchor: "bottom",
          len: 1,
          pad: { t: 0, b: 12, l: side, r: side },
          currentvalue: { prefix: label, xanchor: "left", offset: 8 },
          font: { size: fontSize },
          bgcolor: lineColour,
          activebgcolor: lineColour,
          bordercolor: lineColour,
          tickcolor: lineColour,
        },
      ],
    },
  };
}
