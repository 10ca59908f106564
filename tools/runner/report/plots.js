const dark = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(width < 40rem)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const live = new Map();

// Plotly is loaded when the first plot comes near, so that the text is there at once; unless the page holds it.
let loading = globalThis.Plotly && Promise.resolve(globalThis.Plotly);
const loadPlotly = () => {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.onload = () => resolve(globalThis.Plotly);
    script.onerror = () => reject(new Error("plotly.js is not beside this page"));
    script.src = "plotly.js";
    document.head.append(script);
  });
  return loading;
};

const element = (name, properties) => Object.assign(document.createElement(name), properties);
const isAxis = (name) => /^[xy]axis\d*$/.test(name);

// Below the axis and its title, where a legend covers nothing.
const legendBelow = {
  "legend.orientation": "h",
  "legend.x": 0,
  "legend.xanchor": "left",
  "legend.y": 0,
  "legend.yref": "container",
  "legend.yanchor": "bottom",
};

/** What the page decides of a plot: its colours are those of the theme, and narrow screens scroll instead of zooming. */
function look(layout) {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const [text, line, page] = [colour("--text"), colour("--line"), colour("--page")];
  const axes = ["xaxis", "yaxis", ...Object.keys(layout).filter(isAxis)].map((axis) => ({
    [`${axis}.gridcolor`]: line,
    [`${axis}.linecolor`]: line,
    [`${axis}.zerolinecolor`]: line,
    [`${axis}.automargin`]: true,
    // The margin makes room for what would else be hidden, as the last of slanted labels.
    [`${axis}.ticklabeloverflow`]: "allow",
  }));
  return Object.assign(
    {
      paper_bgcolor: "transparent",
      plot_bgcolor: "transparent",
      "font.color": text,
      "font.family": getComputedStyle(document.body).fontFamily,
      "font.size": narrow.matches ? 12 : 13,
      "legend.bgcolor": "transparent",
      "modebar.bgcolor": "transparent",
      "modebar.color": colour("--muted"),
      "modebar.activecolor": text,
      "hoverlabel.bgcolor": page,
      "hoverlabel.bordercolor": line,
      "hoverlabel.font.color": text,
      dragmode: narrow.matches ? false : "zoom",
    },
    narrow.matches || layout.legend?.orientation === "h" ? legendBelow : {},
    ...axes,
  );
}

function assign(target, path, value) {
  const names = path.split(".");
  const last = names.pop();
  let inner = target;
  for (const name of names) {
    inner[name] = { ...inner[name] };
    inner = inner[name];
  }
  inner[last] = value;
}

/** The layout as the page draws it: the title and the sliders stand above the plot, as parts of the page. */
function pageLayout({ sliders, width, ...layout }) {
  const own = structuredClone(layout);
  const top = 16;
  const { t = 100 } = own.margin ?? {};
  own.margin = { l: 12, r: 24, b: 12, ...own.margin, t: top };
  for (const [path, value] of Object.entries(look(own))) assign(own, path, value);
  return { ...own, autosize: true, height: (own.height ?? 400) + top - t };
}

/** Plotly's texts hold a few tags; all else in them is text. */
function write(target, text) {
  const stack = [element("span")];
  for (const part of text.split(/(<\/?(?:b|i|em|strong|sub|sup)>|<br\s*\/?>)/)) {
    const [, end, name] = /^<(\/?)(\w+)/.exec(part) ?? [];
    if (name === undefined || !part.endsWith(">")) stack.at(-1).append(part);
    else if (name === "br") stack.at(-1).append(" ");
    else if (end && stack.length > 1) stack.pop();
    else if (!end) {
      stack.push(element(name));
      stack.at(-2).append(stack.at(-1));
    }
  }
  target.replaceChildren(stack[0]);
}

const titleOf = ({ title }) => String(title?.text ?? title ?? "");

const methods = ["animate", "relayout", "restyle", "update"];

/** Moves a plot as a slider's step says, without motion for those who asked for none. */
function apply(Plotly, canvas, { method, args = [] }) {
  if (!methods.includes(method)) return;
  const calm = { mode: "immediate", frame: { duration: 0 }, transition: { duration: 0 } };
  const own = method === "animate" && still.matches ? [args[0], { ...args[1], ...calm }] : args;
  return Plotly[method](canvas, ...structuredClone(own));
}

/** A slider of the page in place of Plotly's: it takes the keyboard, and keeps its size on a small screen. */
function slider(Plotly, canvas, { steps = [], active = 0, currentvalue = {} }) {
  const { prefix = "" } = currentvalue;
  const control = element("div", { className: "slider" });
  const name = element("span", { textContent: prefix });
  const shown = element("strong");
  const range = element("input", { type: "range", min: 0, max: steps.length - 1, step: 1, value: active });
  const tell = ({ label: text = "", value } = {}) => {
    shown.textContent = `${text || (value ?? "")}${currentvalue.suffix ?? ""}`;
    range.setAttribute("aria-valuetext", shown.textContent);
  };
  let pending = Promise.resolve();
  let wanted;
  const move = (step) => {
    wanted = step;
    // Positions passed while the plot is being drawn are left out.
    pending = pending.then(() => wanted === step && apply(Plotly, canvas, step));
  };
  range.addEventListener("input", () => {
    const step = steps[range.valueAsNumber];
    tell(step);
    move(step);
  });
  tell(steps[active]);
  range.setAttribute("aria-label", prefix.trim() || "position");
  control.append(name, shown, range);
  return control;
}

/** Puts the live plot in the place of its picture, which stays when the plot cannot be drawn. */
async function draw(figure) {
  const added = [];
  try {
    const Plotly = await loadPlotly();
    const { data, layout, frames = [] } = JSON.parse(figure.querySelector("script").textContent);
    const title = element("p", { className: "plot-title" });
    const canvas = element("div", { className: "canvas" });
    canvas.setAttribute("role", "group");
    canvas.setAttribute("aria-label", figure.dataset.alt);
    const sliders = (layout.sliders ?? []).map((one) => slider(Plotly, canvas, one));
    added.push(title, ...sliders, canvas);
    figure.prepend(...added);
    figure.classList.add("live");
    write(title, titleOf(layout));
    await Plotly.newPlot(canvas, {
      data,
      layout: pageLayout(layout),
      frames,
      config: { responsive: true, displaylogo: false, modeBarButtons: [["toImage", "resetScale2d"]] },
    });
    canvas.on("plotly_afterplot", () => write(title, titleOf(canvas.layout)));
    live.set(canvas, Plotly);
  } catch (error) {
    for (const one of added) one.remove();
    figure.classList.remove("live");
    figure.dataset.still = error.message;
  }
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      draw(target);
    }
  },
  { rootMargin: "600px" },
);
for (const figure of document.querySelectorAll(".plot")) near.observe(figure);

for (const query of [dark, narrow])
  query.addEventListener("change", () => {
    for (const [canvas, Plotly] of live) Plotly.relayout(canvas, look(canvas.layout));
  });
