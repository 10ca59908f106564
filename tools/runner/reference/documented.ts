/** What a package exports under one name, as its documentation says. */
export interface Documented {
  /** As a user of the package writes it: `attend`, `scores.cosine`. */
  readonly name: string;
  /** The package it is exported from. */
  readonly from: string;
  readonly kind: "function" | "type" | "class" | "value";
  /** Its declarations in TypeScript: one for each overload. */
  readonly signatures: readonly string[];
  /** Markdown. */
  readonly text: string;
  /** What each argument is, in Markdown, where that is said. */
  readonly parameters: readonly { readonly name: string; readonly text: string }[];
  /** Markdown: what it gives and what it throws, where that is said. */
  readonly returns: string;
  readonly throws: string;
  /** Markdown, a block of code or more. */
  readonly examples: readonly string[];
  /** The source that declares it, from the root of the project. */
  readonly source: string;
}
