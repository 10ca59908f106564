import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const installed = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

function find(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const asked = process.env.CHROMIUM_PATH;
  return (asked ? [asked] : [...onPath, ...installed]).find((path) => existsSync(path));
}

const executablePath = find();

/** Whether a Chromium is installed: on the PATH, in its usual place, or where CHROMIUM_PATH says. */
export const hasBrowser: boolean = executablePath !== undefined;

/**
 * Starts the installed Chromium, headless and asking nothing of the network; the caller closes it.
 *
 * Guard the tests with `describe.skipIf(!hasBrowser && !process.env.CI)`: on a continuous build a missing browser fails them.
 */
export async function launchBrowser(): Promise<Browser> {
  if (!executablePath) throw new Error("launchBrowser: found no Chromium, install it or set CHROMIUM_PATH");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
    ],
  });
}
