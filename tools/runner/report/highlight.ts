import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import json from "highlight.js/lib/languages/json";
import typescript from "highlight.js/lib/languages/typescript";
import { escapeHtml, type Html, trusted } from "./html.ts";

hljs.registerLanguage("typescript", typescript);
hljs.registerLanguage("json", json);
hljs.registerLanguage("bash", bash);

/** Code with its parts marked for colouring; plain text when the language is not known. */
export function highlight(code: string, language: string): Html {
  const known = hljs.getLanguage(language) !== undefined;
  return trusted(known ? hljs.highlight(code, { language }).value : escapeHtml(code));
}
