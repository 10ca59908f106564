import { hasBrowser } from "./browser.ts";

/** Ends a run of the tests: what was skipped for want of a browser is not left unsaid. */
export function teardown(): void {
  if (!hasBrowser && !process.env.CI)
    console.warn(
      "Found no Chromium: the tests of pages were skipped. Install it, or set CHROMIUM_PATH to one, and run them again.",
    );
}
