import type { Figure } from "../figure.ts";
import { compactSvg } from "./compact-svg.ts";
import { type PlotlyWindow, plotlyWindow } from "./plotly-window.ts";

const drawable = ["bar", "box", "contour", "heatmap", "histogram", "scatter"];
const timeLimit = 20_000;

/** The size of the static picture in pixels; the live plot takes the width of its page. */
export function staticSize({ layout = {} }: Figure): { width: number; height: number } {
  const { width, height } = layout;
  return { width: typeof width === "number" ? width : 640, height: typeof height === "number" ? height : 400 };
}

function requireDrawable({ data }: Figure): void {
  data.forEach(({ type = "scatter" }, index) => {
    if (!drawable.includes(String(type)))
      throw new Error(
        `plot: trace ${index} has type "${type}", expected a two-dimensional one: ${drawable.join(", ")}`,
      );
  });
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `plot: the static picture was not drawn within ${timeLimit / 1000} seconds`;
    timer = setTimeout(() => reject(new Error(message)), timeLimit);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function draw(window: PlotlyWindow, figure: Figure): Promise<string> {
  // Plotly names its clip paths at random: the same numbers each time make the same names.
  window.eval("{ let state = 1; Math.random = () => (state = (state * 16807) % 2147483647) / 2147483647; }");
  // What Plotly is given must be of its own window: it knows plain objects by their prototype.
  const { data, layout } = window.JSON.parse(JSON.stringify(figure)) as Figure;
  const element = window.document.body.appendChild(window.document.createElement("div"));
  try {
    const size = { ...staticSize(figure), autosize: false, paper_bgcolor: "white" };
    await window.Plotly.newPlot(element, data, window.Object.assign(layout ?? {}, size), { staticPlot: true });
    return compactSvg(window.Plotly.Snapshot.toSVG(element, "svg"));
  } finally {
    window.Plotly.purge(element);
    element.remove();
  }
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Draws the figure as an SVG picture on white, without a browser; the same figure gives the same bytes. A slider is drawn
 * where it stands.
 *
 * @throws when a trace is not two-dimensional, or when drawing takes longer than 20 seconds
 */
export async function staticSvg(figure: Figure): Promise<string> {
  requireDrawable(figure);
  // One at a time: the window and its random numbers are shared.
  const turn = last.then(async () => inTime(draw(await plotlyWindow(), figure)));
  last = turn.catch(() => undefined);
  return turn;
}
