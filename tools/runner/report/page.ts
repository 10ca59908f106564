import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Html, html, trusted } from "./html.ts";

/** What makes a page of its parts. */
export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Style sheets and scripts of this folder that the page holds besides those of every page. */
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
  /** A script that the page's own need, as text: a page that holds it loads nothing. */
  readonly library?: string;
}

// Both the source and the built file lie two folders below the package that holds the style sheets.
const sources = new URL(import.meta.url.includes("/dist/") ? "../../report/" : "./", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, sources), "utf8");

const digest = (script: string): string => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

/**
 * Only the page's own scripts run, known by their digests, and plotly.js, which lies beside the page: by `'self'` where it is
 * served, by `file:` where it is opened from a disk, where browsers verify no digest of a file. Nothing else is fetched.
 */
function policy(scripts: readonly string[]): string {
  return [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "img-src data: blob:",
    "style-src 'unsafe-inline'",
    `script-src ${scripts.map(digest).join(" ")} 'self' file:`,
  ].join("; ");
}

/** A whole page, which needs no other file but what its scripts load. */
export function renderPage({ title, body, styles, scripts, library }: Page): string {
  const css = ["colours.css", "page.css", ...styles, "print.css"].map(read).join("\n");
  const js = ["page.js", ...scripts].map(read);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(library === undefined ? js : [library, ...js])}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>
${trusted(css)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${body}
${library === undefined ? "" : html`<script>${trusted(library)}</script>\n`}${js.map((script) => html`<script type="module">${trusted(script)}</script>\n`)}</body>
</html>
`.markup;
}
