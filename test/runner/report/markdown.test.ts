import { expect, test } from "vitest";
import { createIds } from "../../../tools/runner/report/anchors.ts";
import { readFirstParagraph, readTitle, renderMarkdown } from "../../../tools/runner/report/markdown.ts";

const render = (source: string): string => renderMarkdown(source, createIds([])).body.markup;

test("renderMarkdown(source) gives each heading an anchor of its own, named as JupyterLab names it", () => {
  const { headings } = renderMarkdown("## Where it breaks\n\n### Where it breaks\n\n## Cell 1", createIds(["Cell-1"]));
  expect(headings.map(({ id }) => id)).toEqual(["Where-it-breaks", "Where-it-breaks-2", "Cell-1-2"]);
});

test("renderMarkdown(source) leaves the first rank of headings to the title", () => {
  expect(render("# Another")).toMatch(/^<h2 id="Another">/);
});

test("renderMarkdown(source) shows raw HTML as text", () => {
  expect(render("<b onclick=x>bold</b>")).toBe("<p>&lt;b onclick=x&gt;bold&lt;/b&gt;</p>\n");
});

test("renderMarkdown(source) writes formulas as MathML, with neither fonts nor styles of KaTeX", () => {
  const markup = render("Inline $x_i$ and\n\n$$\\sum_i w_i = 1$$\n");
  expect(markup.match(/<math/g)).toHaveLength(2);
  expect(markup).toContain('display="block"');
  expect(markup).not.toContain("katex-html");
});

test("renderMarkdown(source) shows a formula that is none as it was written", () => {
  expect(render("$\\frac{1$")).toContain("\\frac{1");
});

test("renderMarkdown(source) keeps the comma after a formula on its line", () => {
  expect(render("$k$, then")).toContain("</math></span>\u2060, then");
});

test("renderMarkdown(source) leads links between notebooks to reports, and others where they lead", () => {
  expect(render("[a](02-next.ipynb#A) [b](https://example.org/x.ipynb) [c](../lib/a.ts)")).toBe(
    '<p><a href="02-next.html#A">a</a> <a href="https://example.org/x.ipynb" rel="noopener noreferrer">b</a> <a href="../lib/a.ts">c</a></p>\n',
  );
});

test("renderMarkdown(source) fetches no picture: it keeps those within the page, of others their text", () => {
  expect(render("![far](https://example.org/a.png)")).toBe("<p><em>far</em></p>\n");
  expect(render("![near](data:image/png;base64,AAAA)")).toContain('<img src="data:image/png;base64,AAAA" alt="near">');
});

test("renderMarkdown(source) marks takeaways and guesses", () => {
  expect(render("**Takeaway.** It holds.")).toMatch(/^<p class="takeaway">/);
  expect(render("**Guess first.** What?")).toMatch(/^<p class="guess">/);
  expect(render("A **takeaway** within")).toMatch(/^<p>/);
});

test("renderMarkdown(source) colours the code of known languages", () => {
  expect(render("```typescript\nconst a = 1;\n```")).toContain('<span class="hljs-keyword">const</span>');
  expect(render("```klingon\n<a>\n```")).toContain("&lt;a&gt;");
});

test("readTitle(source) reads the title and leaves the rest", () => {
  const title = readTitle("# What is *$q$*, [really](x)?\n\nAn answer.\n");
  expect(title).toMatchObject({ text: "What is q, really?", rest: "\nAn answer.\n" });
  expect(title?.label.markup).toContain("<math");
  expect(title?.label.markup).not.toContain("<a href");
  expect(readTitle("No title")).toBeUndefined();
});

test("readFirstParagraph(source) passes over headings and lists", () => {
  expect(readFirstParagraph("## Below\n\nThe *answer*.\n\nMore.")?.markup).toBe("The <em>answer</em>.");
  expect(readFirstParagraph("## Nothing")).toBeUndefined();
});
