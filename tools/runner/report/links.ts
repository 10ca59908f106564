import type MarkdownIt from "markdown-it";
import { type Html, trusted } from "./html.ts";

const sibling = /^(?![\w.+-]+:|\/)([^/?#]+)\.ipynb(#.*)?$/;
const elsewhere = /^(?:https?:)?\/\//;

/** Where a link of a notebook leads from its report: to a report where it leads to a notebook of the same folder. */
export function reportAddress(address: string): string {
  return address.replace(sibling, "$1.html$2");
}

/** What is shown where no other page lies beside it: of links to such pages only their text is left. */
export function withoutSiblings({ markup }: Html): Html {
  return trusted(markup.replace(/<a\b[^>]*\shref="(?!#|[\w.+-]+:)[^"]*"[^>]*>(.*?)<\/a>/gs, "$1"));
}

/** Links between notebooks lead to reports, and pictures that would be fetched give way to their text. */
export function links(markdown: MarkdownIt): void {
  markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
    const token = tokens[index]!;
    const address = reportAddress(token.attrGet("href") ?? "");
    token.attrSet("href", address);
    if (elsewhere.test(address)) token.attrSet("rel", "noopener noreferrer");
    return self.renderToken(tokens, index, options);
  };
  const image = markdown.renderer.rules.image!;
  markdown.renderer.rules.image = (tokens, index, options, env, self) => {
    const token = tokens[index]!;
    if (token.attrGet("src")?.startsWith("data:image/")) return image(tokens, index, options, env, self);
    return `<em>${markdown.utils.escapeHtml(self.renderInlineAsText(token.children ?? [], options, env))}</em>`;
  };
}
