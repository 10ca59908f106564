import { katex } from "@mdit/plugin-katex";
import type MarkdownIt from "markdown-it";

// A formula is like a picture to line breaking: without this, a line may begin with the comma after it.
const wordJoiner = "\u2060";

/**
 * `$…$` and `$$…$$` as MathML, which browsers draw without a font or a script. What TeX cannot read is shown as it was
 * written, marked as an error.
 */
export function math(markdown: MarkdownIt): void {
  katex(markdown, {
    output: "mathml",
    throwOnError: false,
    errorColor: "currentColor",
    logger: () => "ignore",
    transformer: (markup, display) =>
      display ? markup.replace("class='katex-block", "class='math") : markup + wordJoiner,
  });
}
