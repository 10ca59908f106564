// What a figure shows, as tables: for who cannot see it, and for who wants the numbers. They are made when they are asked for.
const mostRows = 200;

const create = (name, content, properties) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...[content].flat());
  return made;
};
const show = (value) => (typeof value === "number" ? String(Number(value.toPrecision(5))) : String(value ?? ""));
const plain = (text) =>
  String(text ?? "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
const nameOf = (title, otherwise) => plain(title?.text ?? title) || otherwise;
const row = (head, cells) =>
  create("tr", [create("th", show(head), { scope: "row" }), ...cells.map((cell) => create("td", show(cell)))]);
const headRow = (names) =>
  create(
    "thead",
    create(
      "tr",
      names.map((name) => create("th", show(name), { scope: "col" })),
    ),
  );

function tableOf(caption, names, rows) {
  const shown = rows.slice(0, mostRows);
  const left = rows.length > shown.length ? ` (the first ${shown.length} of ${rows.length} rows)` : "";
  const body = create(
    "tbody",
    shown.map(([head, ...cells]) => row(head, cells)),
  );
  return create("table", [create("caption", `${caption}${left}`), headRow(names), body]);
}

/** The columns of a trace: a matrix by its two axes, else each point by what it has. */
function traceTable(trace, number, layout) {
  const axis = (letter) => layout[`${letter}axis${(trace[`${letter}axis`] ?? letter).slice(1)}`] ?? {};
  const [x, y] = [nameOf(axis("x").title, "x"), nameOf(axis("y").title, "y")];
  const caption = nameOf(trace.name, `Series ${number + 1}`);
  if (Array.isArray(trace.z?.[0])) {
    const columns = trace.x ?? trace.z[0].map((_, j) => j);
    const rows = trace.z.map((values, i) => [trace.y?.[i] ?? i, ...values]);
    return tableOf(caption, [`${y} \\ ${x}`, ...columns], rows);
  }
  const length = Math.max(trace.x?.length ?? 0, trace.y?.length ?? 0);
  const columns = [
    [x, trace.x],
    [y, trace.y],
    ["±", trace.error_y?.array],
    ["label", Array.isArray(trace.text) ? trace.text : undefined],
  ].filter(([, values]) => values !== undefined);
  const rows = Array.from({ length }, (_, i) => columns.map(([, values]) => values[i]));
  return tableOf(
    caption,
    columns.map(([name]) => name),
    rows,
  );
}

for (const details of document.querySelectorAll(".data")) {
  const figure = details.closest(".plot");
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    // A live plot holds what its slider chose; its picture, what the notebook drew.
    const canvas = figure.querySelector(".canvas");
    const { data, layout = {} } = canvas?.data ? canvas : JSON.parse(figure.querySelector("script").textContent);
    const tables = data
      .filter(({ visible }) => visible !== false && visible !== "legendonly")
      .map((trace, i) => traceTable(trace, i, layout));
    const region = create("div", tables, { className: "scroll", tabIndex: 0 });
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", `The numbers of the figure: ${figure.dataset.alt}`);
    details.querySelector(".scroll")?.remove();
    details.append(region);
  });
  details.hidden = false;
}
