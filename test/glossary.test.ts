import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import * as library from "../lib/index.ts";
import { notebookNames, parseNotebook } from "../tools/runner/index.ts";
import { readGlossary } from "../tools/runner/report/glossary.ts";
import { proseOf } from "../tools/runner/report/glossary-page.ts";
import { spansOf, termSpans } from "../tools/runner/report/term-spans.ts";

const notebooks = join(dirname(dirname(fileURLToPath(import.meta.url))), "notebooks");
const terms = readGlossary(join(notebooks, "glossary.json"));
const names = notebookNames(notebooks);
const proseIn = (name: string): string => {
  const file = join(notebooks, `${name}.ipynb`);
  return proseOf(parseNotebook(readFileSync(file, "utf8"), file, ["tslab"]));
};
const prose = new Map(names.map((name) => [name, proseIn(name)]));

/** What a notebook prints in bold within a sentence, where it says what a word means: "the **keys** $k_i$ are …". */
const introduced = [...prose.values()].flatMap((text) =>
  [...text.matchAll(/(?<=^|[^*])\*\*(?:an? |the )?(\p{Ll}[^*.:,?]*)\*\*/gmu)].map(([, words]) => words!),
);

// Words in bold for their weight in a sentence, which are nobody's term.
const ordinary = ["near", "long", "maximum", "sum", "output", "all at once"];

/** The library's own names of scores, normalisers and layers, as words. */
const { scores, normalizers, layers } = library;
const named = [scores, normalizers, layers]
  .flatMap((space) => Object.keys(space))
  .map((name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase());

const vocabulary = [...new Set([...introduced, ...named])].filter((words) => !ordinary.includes(words));

const takeawaysOf = (text: string): string[] => [
  ...[...text.matchAll(/^\*\*Takeaway\.\*\* (.+)$/gm)].map(([, sentence]) => sentence!),
  ...[...text.matchAll(/^## Takeaways\n\n((?:- .+\n?)+)/gm)].map(([, list]) => list!),
];

/** The words of the vocabulary that a text has outside all terms of the glossary. */
function missing(text: string): string[] {
  const known = terms.flatMap((term) => termSpans(term, text));
  return vocabulary.filter((words) =>
    spansOf(words, text).some(({ from, to }) => !known.some((term) => term.from <= from && to <= term.to)),
  );
}

describe("the glossary", () => {
  test("has every term of a takeaway: what notebooks introduce in bold, and what the library calls its parts", () => {
    expect(vocabulary).toEqual(expect.arrayContaining(["keys", "query", "softmax", "permutation equivariance"]));
    for (const name of names) {
      const takeaways = takeawaysOf(prose.get(name)!);
      if (name !== "00-start-here") expect(takeaways.length).toBeGreaterThan(1);
      expect([name, takeaways.flatMap(missing)]).toEqual([name, []]);
    }
  });

  test("would miss a term that it has not", () => {
    expect(missing("Softmax of a query.")).toEqual([]);
    const [first] = named.filter((words) => !terms.some((term) => termSpans(term, words).length > 0));
    expect(missing(`Here is ${first}.`)).toEqual([first]);
  });

  test.each(terms.map(({ en }) => en))("has %s, and a notebook that names it", (en) => {
    const term = terms.find((one) => one.en === en)!;
    expect(names.some((name) => termSpans(term, prose.get(name)!).length > 0)).toBe(true);
  });

  test("says each term in Chinese, or by the name it has in all languages", () => {
    for (const { en, "zh-Hans": simplified, "zh-Hant": traditional } of terms)
      for (const text of [simplified, traditional])
        expect(/\p{Script=Han}/u.test(text) || text === en, `${en}: ${text}`).toBe(true);
  });
});
