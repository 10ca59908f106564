// Takes the pictures of the README from the reports: `npm run screenshots`, after `npm start`.
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const reports = new URL("../reports/", import.meta.url);
const docs = fileURLToPath(new URL("../docs/", import.meta.url));
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 }, reducedMotion: "reduce" });
  await page.goto(new URL("01-query-key-value.html", reports).href);
  // The bandwidth's slider among 507 people, with what is said before it and after.
  const figure = page.locator('figure[data-alt^="Predicted weight over 304 people"]');
  await figure.scrollIntoViewIfNeeded();
  await figure.locator(".main-svg").first().waitFor();
  await figure.evaluate((element) => element.scrollIntoView({ block: "center" }));
  await page.screenshot({ path: `${docs}report.png` });
} finally {
  await browser.close();
}
