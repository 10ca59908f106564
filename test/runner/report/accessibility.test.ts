import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, Result } from "axe-core";
import { describe, expect, test } from "vitest";
import { hasBrowser } from "../../browser.ts";
import { drawAll, openReports, patience } from "./open-reports.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What an audit found, as one line each. */
const said = ({ id, impact, nodes }: Result): string =>
  `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`;

describe.skipIf(!hasBrowser && !process.env.CI)("an accessibility audit by axe-core", patience, () => {
  const { open } = openReports();
  const pages = ["01-full.html", "02-failing.html", "index.html", "reference.html", "glossary.html"];

  test.each(pages.flatMap((file) => [[file, "light"] as const, [file, "dark"] as const]))(
    "of %s in the %s theme finds nothing",
    async (file, colorScheme) => {
      const { page } = await open(file, { colorScheme });
      await drawAll(page);
      // What is folded is read too, when it is unfolded.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate(() =>
        (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      expect(passes.length).toBeGreaterThan(15);
      expect(violations.map(said)).toEqual([]);
    },
  );
});
