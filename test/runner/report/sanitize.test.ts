import { expect, test } from "vitest";
import { sanitize } from "../../../tools/runner/report/sanitize.ts";

test("sanitize(markup) keeps tables with their alignment, and progress bars", () => {
  const table =
    '<table><caption>A</caption><thead><tr><th style="text-align:right" scope="col">n</th></tr></thead><tbody><tr><td colspan="2">1</td></tr></tbody></table>';
  const progress = '<div><progress aria-label="fitting a model" max="10" value="3"></progress> 3/10</div>';
  expect(sanitize(table).markup).toBe(table);
  expect(sanitize(progress).markup).toBe(progress);
});

test.each([
  ["<script>a()</script>", ""],
  ["<img src=x onerror=a()>", ""],
  ['<p onclick="a()">b</p>', "<p>b</p>"],
  ['<a href="javascript:a()">b</a>', "<a>b</a>"],
  ['<a href="https://example.org">b</a>', '<a href="https://example.org">b</a>'],
  ['<p style="position:fixed;inset:0">b</p>', "<p>b</p>"],
  ['<p style="text-align:left;background:url(//x)">b</p>', "<p>b</p>"],
  ['<p id="content" class="check" name="x">b</p>', "<p>b</p>"],
  ["<style>*{display:none}</style><b>c</b>", "<b>c</b>"],
  ['<iframe srcdoc="<script>a()</script>"></iframe>', ""],
  ["<form action=//x><button>b</button></form>", "b"],
  ["<svg><animate onbegin=a()></svg>", ""],
])("sanitize(%j) is %j", (markup, expected) => {
  expect(sanitize(markup).markup).toBe(expected);
});
