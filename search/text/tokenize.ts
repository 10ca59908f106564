import { expectText } from "../validation/expect.ts";

/**
 * The words of a text: each begins with a letter or a digit, and goes on with letters, marks and digits of any script.
 *
 * Texts that Unicode calls compatible, and those that differ in case only, give the same words (much as
 * NFKC_Casefold of The Unicode Standard, §3.13.3, with the cases that JavaScript knows: dotless ı becomes i). What is
 * not seen (joiners, soft hyphens, variation selectors) is dropped. Scripts that put no space between words (Chinese,
 * Thai) give one word for each run of letters. A text with no letter and no digit has no words.
 *
 * @example
 * ```ts
 * tokenize("Ｆｕｌｌ-width STRASSE, Straße: ½"); // ["full", "width", "strasse", "strasse", "1", "2"]
 * ```
 *
 * @throws ArgumentError when `text` is no text.
 */
export function tokenize(text: string): string[] {
  expectText("tokenize", "text", text);
  return folded(text).match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];
}

// To upper case and back: ß is lower case already, and SS becomes ss; ẞ is upper case already, so to lower case first. A sigma at the end of a word is a sigma.
const folded = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .normalize("NFKC");
