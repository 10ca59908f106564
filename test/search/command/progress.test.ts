import { expect, test } from "vitest";
import { attentionBars } from "../../../search/command/attention-bars.ts";
import { progressOn } from "../../../search/command/progress.ts";

function written(isTTY: boolean): { texts: string[]; progress: ReturnType<typeof progressOn> } {
  const texts: string[] = [];
  return { texts, progress: progressOn({ isTTY, write: (text) => texts.push(text) }) };
}

test("progressOn(stream) draws a bar over and over in a terminal, and takes it away at the end", () => {
  const { texts, progress } = written(true);
  progress.step("encoding", 1, 4);
  progress.step("encoding", 4, 4);
  progress.line("done");
  expect(texts[0]).toBe(`\r\u001b[2K${"█".repeat(6)}${"░".repeat(18)} encoding 1/4`);
  expect(texts[1]).toBe(`\r\u001b[2K${"█".repeat(24)} encoding 4/4\r\u001b[2K`);
  expect(texts[2]).toBe("\r\u001b[2Kdone\n");
});

test("progressOn(stream) writes plain lines elsewhere, one for what is done", () => {
  const { texts, progress } = written(false);
  progress.step("encoding", 1, 4);
  progress.step("encoding", 4, 4);
  progress.line("done");
  expect(texts).toEqual(["encoding 4/4\n", "done\n"]);
});

test("attentionBars(weighted) puts the words that count most first, and counts the others", () => {
  expect(attentionBars({ words: ["in", "love"], weights: [0.25, 0.75] })).toBe("█ love .75  ▃ in .25");
  const words = Array.from({ length: 11 }, (_, i) => `w${i}`);
  expect(attentionBars({ words, weights: words.map((_, i) => (i + 1) / 66) })).toMatch(
    /^█ w10 \.17 .* w3 \.06 {2}and 3 more$/,
  );
  expect(attentionBars({ words: [], weights: [] })).toBe("");
});
