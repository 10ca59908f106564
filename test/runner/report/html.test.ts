import { expect, test } from "vitest";
import { html, json, trusted } from "../../../tools/runner/report/html.ts";

test("html`…` escapes texts between tags and in attributes", () => {
  expect(html`<a title="${`"'<>&`}">${"<b>"}</a>`.markup).toBe('<a title="&quot;&#39;&lt;&gt;&amp;">&lt;b&gt;</a>');
});

test("html`…` takes markup and lists as they are, and nothing for undefined", () => {
  expect(html`<ul>${[html`<li>${1}</li>`, trusted("<li>2</li>")]}${undefined}</ul>`.markup).toBe(
    "<ul><li>1</li><li>2</li></ul>",
  );
});

test("json(value) cannot end the script it stands in, and gives back the value", () => {
  const value = { text: "</script><!-- <script>" };
  const { markup } = json(value);
  expect(markup).not.toContain("<");
  expect(JSON.parse(markup)).toEqual(value);
});
