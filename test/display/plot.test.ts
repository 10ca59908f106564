import { lines, plot } from "notebook-display";
import { expect, test } from "vitest";
import { inCell } from "./kernel.ts";

const figure = lines([{ name: "f", x: [0, 1, 2], y: [1 / 3, Number.NaN, 2] }], { title: "It rises", x: "x", y: "y" });

test("plot(figure, { alt, caption }) sends one output in three formats", async () => {
  const sent = await inCell(() => plot(figure, { alt: "a line", caption: "Source: nowhere" }));
  expect(sent.length).toBe(1);
  const { data, metadata } = sent[0]!;
  expect(Object.keys(data)).toEqual(["text/html", "application/vnd.plotly.v1+json", "text/plain"]);
  expect(metadata).toEqual({ "attention-lab": { alt: "a line", caption: "Source: nowhere" } });
  expect(data["text/plain"]).toBe("[figure] a line");
  expect(data["application/vnd.plotly.v1+json"]).toMatchObject({
    data: [{ y: [0.33333, null, 2] }],
    config: { responsive: true, displaylogo: false },
  });
  expect(data["text/html"]).toMatch(
    /^<figure class="nbfig" [^>]*><div class="nbfig-plot"><img alt="a line" width="640" height="\d+" [^>]*src="data:image\/svg\+xml;base64,[^"]+"><\/div><figcaption>Source: nowhere<\/figcaption><\/figure><script>/,
  );
});

test("plot(figure, { alt, caption }) shows hostile texts as texts", async () => {
  const evil = `"><img src=x onerror=alert(1)></script><!--`;
  const [output] = await inCell(() => plot({ ...figure, layout: { title: evil } }, { alt: evil, caption: evil }));
  const html = String(output!.data["text/html"]);
  expect(html.match(/<\w+/g)).toEqual(["<figure", "<div", "<img", "<figcaption", "<script"]);
  expect(html.match(/<\/script/g)).toHaveLength(1);
});

test("plot(figure) needs an alt text", async () => {
  for (const alt of ["", "  ", undefined as unknown as string])
    await expect(plot(figure, { alt })).rejects.toThrow(
      new Error("plot: alt is empty, expected a text that says what the plot shows"),
    );
});

test("plot(figure) gives back nothing, which a kernel would print", async () => {
  await inCell(async () => expect(await plot(figure, { alt: "a line" })).toBeUndefined());
});

test("plot(figure) without a kernel draws nothing", async () => {
  const undrawable = { data: [{ type: "surface" }] };
  expect(await plot(undrawable, { alt: "a surface" })).toBeUndefined();
  await inCell(() => expect(plot(undrawable, { alt: "a surface" })).rejects.toThrow("surface"));
});
