import createPurifier from "dompurify";
import { JSDOM } from "jsdom";
import { type Html, trusted } from "./html.ts";

const tags =
  "a abbr b blockquote br caption code col colgroup dd del div dl dt em figcaption figure h2 h3 h4 hr i ins kbd li mark ol p pre progress q s samp small span strong sub sup table tbody td tfoot th thead tr u ul var";
const attributes = "colspan rowspan scope title href value max aria-label style";
const alignment = /^text-align:\s*(?:left|right|center)$/;

let purifier: ReturnType<typeof createPurifier> | undefined;

function load(): ReturnType<typeof createPurifier> {
  const purify = createPurifier(new JSDOM("").window);
  // Of styles, tables need this one; others could cover the page or fetch.
  purify.addHook("uponSanitizeAttribute", (_element, attribute) => {
    if (attribute.attrName === "style") attribute.keepAttr = alignment.test(attribute.attrValue);
  });
  return purify;
}

/**
 * HTML that a cell printed, without what could run, fetch, cover the page or clash with its anchors: text, lists, tables and
 * progress bars remain.
 */
export function sanitize(markup: string): Html {
  purifier ??= load();
  return trusted(
    purifier.sanitize(markup, {
      ALLOWED_TAGS: tags.split(" "),
      ALLOWED_ATTR: attributes.split(" "),
      ALLOW_DATA_ATTR: false,
      ALLOW_ARIA_ATTR: false,
    }),
  );
}
