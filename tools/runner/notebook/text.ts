import type { MimeBundle } from "./nbformat.ts";

/** Text that the file may hold as an array of lines, as one string. */
export function joinLines(text: unknown): string {
  return Array.isArray(text) ? text.join("") : String(text ?? "");
}

/** The lines of a text, each with its line break. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

const isText = (type: string): boolean =>
  type.startsWith("text/") || type === "image/svg+xml" || type === "application/javascript";

/** A bundle with its texts, the values that Jupyter keeps as lines, changed. */
export function mapTexts(bundle: MimeBundle, change: (text: unknown) => unknown): MimeBundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => [type, isText(type) ? change(value) : value]),
  );
}
