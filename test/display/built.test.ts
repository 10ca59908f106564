import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { examples } from "./examples.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const compiler = join(root, "node_modules/typescript/bin/tsc");
const kernelCompiler = join(root, "node_modules/@tslab/typescript-for-tslab/bin/tsc");
const node = (...args: string[]): Promise<{ stdout: string }> =>
  run(process.execPath, args, { cwd: root, maxBuffer: 1 << 26, encoding: "utf8" });

const consumer = `
import { bars, type Bound, check, CheckError, type Figure, heatmap, lines, plot, progress, scatter, slider, table } from "notebook-display";
const tensor = { shape: [2, 2], get: (...index: number[]): number => index.length };
const labels = { title: "t", x: "x", y: "y" };
const map: Figure = heatmap(tensor, { ...labels, values: true, range: [0, 1] });
const dots: Figure = scatter([{ name: "a", x: new Float32Array(2), y: [1, 2] }], { ...labels, lines: [{ name: "b", x: [1], y: [1], dash: "dot" }] });
const moved: Figure = slider([{ label: "1", figure: map }, { label: "2", figure: map }], { label: "h = ", active: 1 });
const shown: Promise<void> = plot(moved, { alt: "a", caption: "b" });
const raw: Promise<void> = plot({ data: [{ type: "scatter", y: [1] }], layout: { height: 300 } }, { alt: "a" });
const bound: Bound = { within: [0, 1] };
check("A.b", "s", 1, bound);
const sent: void = table([{ a: 1, b: "c" }], { caption: "c" });
progress("p", 3).update(1, "note");
export const all = [bars([{ name: "a", values: [1] }], { ...labels, labels: ["p"] }), lines([], labels), dots, shown, raw, sent, CheckError];
// @ts-expect-error alt is missing
void plot(map, {});
// @ts-expect-error a figure is no number, which it would be were the types lost
export const lost: number = heatmap([[1]], labels);
// @ts-expect-error no such bound
check("A.b", "s", 1, { about: 1 });
`;

describe("the built package", () => {
  beforeAll(async () => {
    await node(compiler, "-b", "tools/display");
  }, 60_000);

  test("draws the same bytes in two fresh processes, which then end", async () => {
    const folder = await mkdtemp(join(root, "tools/display/dist/fresh-"));
    try {
      const script = join(folder, "draw.mjs");
      await writeFile(join(folder, "figures.json"), JSON.stringify(examples));
      await writeFile(
        script,
        `import { readFileSync } from "node:fs";
        import { staticSvg } from "../static/static-svg.js";
        const figures = JSON.parse(readFileSync(new URL("figures.json", import.meta.url), "utf8"));
        for (const [name, figure] of Object.entries(figures)) console.log(name, await staticSvg(figure));`,
      );
      const [first, second] = await Promise.all([node(script), node(script)]);
      expect(first.stdout.match(/<svg /g)).toHaveLength(Object.keys(examples).length);
      expect(second.stdout).toBe(first.stdout);
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);

  test("can be required, as tslab does, and loads jsdom only when a plot is drawn", async () => {
    const program = `
      const display = require("notebook-display");
      display.lines([{ name: "f", x: [0], y: [0] }], { title: "t", x: "x", y: "y" });
      console.log(JSON.stringify([Object.keys(display).sort(), Object.keys(require.cache).filter((path) => path.includes("jsdom")).length]));`;
    const { stdout } = await node("-e", program);
    expect(JSON.parse(stdout)).toEqual([
      [
        "CheckError",
        "bars",
        "check",
        "contours",
        "ellipse",
        "heatmap",
        "lines",
        "meanInterval",
        "panels",
        "plot",
        "progress",
        "ranking",
        "scatter",
        "slider",
        "table",
        "trainingProgress",
      ],
      0,
    ]);
  }, 60_000);

  test("has types that the kernel's TypeScript 5.0 reads", async () => {
    const folder = await mkdtemp(join(root, "tools/display/dist/types-"));
    try {
      const file = join(folder, "consumer.ts");
      await writeFile(file, consumer);
      const flags =
        "--noEmit --strict --module esnext --target es2022 --lib es2022 --moduleResolution node10 --types node";
      const { stdout } = await node(kernelCompiler, ...flags.split(" "), file).catch(
        (error: { stdout: string }) => error,
      );
      expect(stdout).toBe("");
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);
});
