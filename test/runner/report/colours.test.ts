import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../../../tools/runner/report/colours.css", import.meta.url), "utf8");
const [, light = "", dark = ""] = css.split(":root {");
const colours = (block: string): Map<string, string> =>
  new Map([...block.matchAll(/--([\w-]+): (#\w{6});/g)].map(([, name, colour]) => [name!, colour!]));

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const pairs = [
  ...["text", "muted", "link", "passed", "failed", "open", "corrected"].map((name) => [name, "page"]),
  ...["text", "muted", "link", "code-keyword", "code-string", "code-number", "code-title", "code-comment"].map(
    (name) => [name, "soft"],
  ),
  ...["passed", "failed", "open", "corrected"].flatMap((name) => [
    [name, `${name}-back`],
    ["text", `${name}-back`],
  ]),
  ["link", "failed-back"],
];

test.each([
  ["light", light],
  ["dark", dark],
])("each text of the %s theme has a contrast of 4.5 to its background", (_theme, block) => {
  const palette = colours(block);
  const weak = pairs.filter(([text, back]) => !(contrast(palette.get(text!)!, palette.get(back!)!) >= 4.5));
  expect(palette.size).toBe(20);
  expect(weak).toEqual([]);
});
