import { expect, test } from "vitest";
import { wrap } from "../../../tools/display/figures/wrap.ts";
import { textWidth } from "../../../tools/display/text-width.ts";

const text = "Without the division by √d, the softmax puts all its weight on a single key";

test("wrap(text, width, size) breaks between words, within the width, into lines of about one length", () => {
  const lines = wrap(text, 300, 16);
  expect(lines.join(" ")).toBe(text);
  const widths = lines.map((line) => textWidth(line, 16));
  expect(lines.length).toBeGreaterThan(1);
  expect(Math.max(...widths)).toBeLessThanOrEqual(300);
  expect(Math.min(...widths)).toBeGreaterThan(150);
});

test("wrap(text, width, size) leaves a short text whole, and a long word too", () => {
  expect(wrap("short", 300, 16)).toEqual(["short"]);
  expect(wrap("", 300, 16)).toEqual([""]);
  expect(wrap("Donaudampfschifffahrtsgesellschaft", 50, 16)).toEqual(["Donaudampfschifffahrtsgesellschaft"]);
});

test("wrap(text, width, size) keeps breaks that are there, and does not count tags", () => {
  expect(wrap("one<br>two", 300, 16)).toEqual(["one", "two"]);
  expect(wrap("<b>one</b> <i>two</i>", textWidth("one two", 16) + 1, 16)).toEqual(["<b>one</b> <i>two</i>"]);
});
