// Takes the picture of JupyterLab in the README: `npm run screenshots`. It runs notebook 01 and does not save it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = (place) => fileURLToPath(new URL(place, import.meta.url));
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
// As JupyterLab comes, whatever was set in it here.
const settings = mkdtempSync(path.join(tmpdir(), "lab-settings-"));

const options = ["--no-browser", "--port=0", `--LabApp.user_settings_dir=${settings}`];
const lab = spawn(process.execPath, [here("runner/bin/lab.js"), ...options], {
  stdio: ["ignore", "ignore", "pipe"],
});
const address = await new Promise((resolve, reject) => {
  let text = "";
  lab.stderr.on("data", (chunk) => {
    text += chunk;
    const [found] = /(?<=URLs?:\s+)http:\/\/127\.0\.0\.1:\S+token=\S+/.exec(text) ?? [];
    if (found !== undefined) resolve(new URL(found));
  });
  lab.stderr.once("end", () => reject(new Error(text)));
});

// It says where before it serves there.
while (
  !(await fetch(address).then(
    () => true,
    () => false,
  ))
);

/** Whether the kernel has nothing to do and JupyterLab listens to it. */
async function isReady() {
  const sessions = await (await fetch(new URL(`/api/sessions${address.search}`, address))).json();
  return sessions[0]?.kernel.execution_state === "idle" && sessions[0].kernel.connections > 0;
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 }, reducedMotion: "reduce" });
  const notebook = new URL(`/lab/workspaces/picture/tree/notebooks/01-query-key-value.ipynb${address.search}`, address);
  notebook.searchParams.set("reset", "");
  await page.goto(notebook.href);
  await page.locator(".jp-Notebook .jp-Cell").first().waitFor();
  while (!(await isReady())) await page.waitForTimeout(100);
  for (const item of [".lm-MenuBar-itemLabel >> text=/^Run$/", ".lm-Menu-itemLabel >> text=/^Run All Cells$/"])
    await page.locator(item).click();
  const figure = page.locator('.nbfig:has(.main-svg)[style]:has([aria-label^="Predicted weight over 304 people"])');
  await figure.waitFor({ timeout: 120_000 });
  while (!(await isReady()) || (await page.locator(".nbfig img").count()) > 0) await page.waitForTimeout(100);
  // Cells above find their heights while they scroll by, and move it again.
  const bottom = async () => {
    await figure.evaluate((element) => element.scrollIntoView({ block: "end" }));
    const { y, height } = await figure.boundingBox();
    return y + height;
  };
  for (let before = 0, now = await bottom(); now !== before; before = now, now = await bottom())
    await page.waitForTimeout(500);
  await page.screenshot({ path: here("../docs/lab.png") });
} finally {
  await browser.close();
  lab.kill();
  rmSync(settings, { recursive: true });
}
