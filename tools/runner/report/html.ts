import { sortKeys } from "../notebook/format.ts";

/** Markup that may stand in a page as it is. */
export interface Html {
  readonly markup: string;
}

/** What a template takes: texts are escaped, markup is not, nothing is left out. */
export type Content = Html | string | number | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as it is written between tags or within a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

function markupOf(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "object") return "markup" in content ? content.markup : content.map(markupOf).join("");
  return escapeHtml(String(content));
}

/** Declares that a text is markup and holds nothing of others that was not made harmless. */
export function trusted(markup: string): Html {
  return { markup };
}

/** Markup from a template, whose values are escaped unless they are markup: attributes must be quoted. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return trusted(String.raw({ raw: strings }, ...values.map(markupOf)));
}

/** A value as the content of a script of type `application/json`, which no value can end; as in a saved notebook, keys are in order. */
export function json(value: unknown): Html {
  return trusted(JSON.stringify(value, sortKeys).replace(/</g, "\\u003c"));
}
