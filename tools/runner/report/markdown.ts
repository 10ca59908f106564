import MarkdownIt from "markdown-it";
import type Token from "markdown-it/lib/token.mjs";
import type { Ids } from "./anchors.ts";
import { highlight } from "./highlight.ts";
import { type Html, trusted } from "./html.ts";
import { links } from "./links.ts";
import { math } from "./math.ts";

/** A heading below the title, as the contents list it. */
export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly label: Html;
}

/** The first heading of a notebook, and the Markdown below it. */
export interface Titled {
  /** With its formulas and emphasis. */
  readonly label: Html;
  /** Without them, for the window's title. */
  readonly text: string;
  readonly rest: string;
}

// Raw HTML is off: a report shows only what Markdown can say.
const markdown = new MarkdownIt({ html: false, highlight: (code, language) => highlight(code, language).markup });
markdown.use(math).use(links);
markdown.renderer.rules.table_open = () => '<div class="scroll"><table>';
markdown.renderer.rules.table_close = () => "</table></div>";
markdown.renderer.rules.heading_close = (tokens, index) => {
  const { tag, meta } = tokens[index]!;
  const address = markdown.utils.escapeHtml(`#${encodeURIComponent(meta.id)}`);
  return `<a class="anchor" href="${address}" aria-label="Link to this section">#</a></${tag}>\n`;
};

const isLink = ({ type }: Token): boolean => type === "link_open" || type === "link_close";
const renderTokens = (tokens: Token[]): Html => trusted(markdown.renderer.render(tokens, markdown.options, {}));
const renderLine = (line: Token): Html =>
  trusted(markdown.renderer.renderInline(line.children?.filter((token) => !isLink(token)) ?? [], markdown.options, {}));
const textOf = (line: Token): string => line.children?.map(({ content }) => content).join("") ?? "";

/** The kind of a paragraph that begins with a bold word of the notebooks' form: "**Takeaway.** …", "**Guess first.** …". */
function paragraphKind({ content }: Token): string | undefined {
  return /^\*\*(takeaway|guess)\b/i.exec(content)?.[1]?.toLowerCase();
}

function markHeading(open: Token, line: Token, close: Token, ids: Ids): Heading {
  const level = Math.max(2, Number(open.tag.slice(1)));
  const id = ids.heading(textOf(line));
  open.tag = close.tag = `h${level}`;
  open.attrSet("id", id);
  close.meta = { id };
  return { level, id, label: renderLine(line) };
}

/** Markdown as HTML, with its headings, each with an anchor; the title of the page is its only `h1`. */
export function renderMarkdown(
  source: string,
  ids: Ids,
): { readonly body: Html; readonly headings: readonly Heading[] } {
  const tokens = markdown.parse(source, {});
  const headings: Heading[] = [];
  tokens.forEach((token, index) => {
    const line = tokens[index + 1]!;
    if (token.type === "heading_open") headings.push(markHeading(token, line, tokens[index + 2]!, ids));
    const kind = token.type === "paragraph_open" && paragraphKind(line);
    if (kind) token.attrSet("class", kind);
  });
  return { body: renderTokens(tokens), headings };
}

/** One line of Markdown. */
export function renderInline(source: string): Html {
  return trusted(markdown.renderInline(source));
}

/** The title that a Markdown text begins with, if it does. */
export function readTitle(source: string): Titled | undefined {
  const [open, line] = markdown.parse(source, {});
  if (open?.type !== "heading_open" || open.tag !== "h1" || line === undefined) return undefined;
  const rest = source.split("\n").slice(open.map?.[1]).join("\n");
  return { label: renderLine(line), text: textOf(line), rest };
}

/** The first paragraph of a Markdown text, without its links. */
export function readFirstParagraph(source: string): Html | undefined {
  const tokens = markdown.parse(source, {});
  const index = tokens.findIndex(({ type }) => type === "paragraph_open");
  return index < 0 ? undefined : renderLine(tokens[index + 1]!);
}
