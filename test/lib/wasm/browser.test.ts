import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, launchBrowser } from "../../browser.ts";

const html = '<!doctype html><script type="module">import * as lab from "/lab.js"; window.lab = lab;</script>';

type Library = typeof import("../../../lib/index.ts");

/** The library and its dependencies as one module, as a bundler makes it. */
async function bundle(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("attention-lab");
  const options = { write: false, lib: { entry, formats: ["es" as const] }, minify: false };
  const [output] = (await build({ configFile: false, logLevel: "error", build: options })) as Rolldown.RolldownOutput[];
  return output!.output[0].code;
}

describe.skipIf(!hasBrowser && !process.env.CI)("in Chromium, the bundled library", () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    const code = await bundle();
    server = createServer(({ url }, response) => {
      const [type, body] = url === "/lab.js" ? ["text/javascript", code] : ["text/html", html];
      response.writeHead(url === "/favicon.ico" ? 204 : 200, { "content-type": type }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  /** Runs in the page. */
  const compute = (): { backends: string[]; threads: number; off: number[]; gradientsOff: number[] } => {
    const { lab } = window as unknown as { lab: Library };
    const [q, k, v] = [1, 2, 3].map((seed) => lab.random(seed).normal([2, 67, 11], "float32"));
    const mask = lab.masks.causal();
    const outcome = { backends: [lab.backend() as string], threads: lab.setThreads(4), off: [0], gradientsOff: [0] };
    const both = () => {
      const { value, pullback } = lab.vjp((x) => lab.scaledDotProductAttention(x, k!, v!, { mask }), q!);
      return [value, pullback(v!)] as const;
    };
    lab.setBackend("plain");
    const expected = both();
    for (const name of ["simd", "relaxed-simd"] as const) {
      lab.setBackend(name);
      outcome.backends.push(lab.backend());
      const found = both();
      outcome.off.push(lab.largestDifference(found[0], expected[0]));
      outcome.gradientsOff.push(lab.largestDifference(found[1], expected[1]));
    }
    return outcome;
  };

  test("computes with relaxed SIMD, and with every backend the same; threads there are none", async () => {
    const { backends, threads, off, gradientsOff } = await page.evaluate(compute);
    expect([backends, threads]).toEqual([["relaxed-simd", "simd", "relaxed-simd"], 1]);
    expect(Math.max(...off)).toBeLessThan(1e-5);
    expect(Math.max(...gradientsOff)).toBeLessThan(1e-4);
    expect(faults).toEqual([]);
  });
});
