// Runs every notebook, unchanged, on the kernel of Deno: `npm run test:deno`, which gets Deno for this run only. A notebook
// passes when no cell fails and each shows the plots, tables and checks that it shows in the committed notebook.
import { execSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Kernel } from "./runner/dist/client/kernel.js";
import { Outputs } from "./runner/dist/execute/outputs.js";
import { codeCells } from "./runner/dist/notebook/code-cells.js";
import { notebookNames, readNotebook } from "./runner/dist/notebook/folder.js";

const folder = fileURLToPath(new URL("../notebooks/", import.meta.url));
// The program itself: the one in PATH starts another process, which could be left behind.
const deno = execSync('deno eval "console.log(Deno.execPath())"', { encoding: "utf8" }).trim();
const spec = {
  argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
  display_name: "Deno",
  language: "typescript",
};
const timeLimit = 600_000;
// As the notebooks' own kernel has it: by fused multiply–adds, what is trained becomes something else.
process.env.ATTENTION_LAB_BACKEND = "simd";

/** What a cell shows, in words. The value of the last expression is left out, which Deno sends and tslab prints. */
const shown = (outputs) =>
  outputs
    .filter(({ output_type }) => output_type === "display_data")
    .map(({ data }) => `${Object.keys(data).sort()}: ${data["text/plain"]}`)
    .join("\n")
    .replace(/\s+/g, " "); // columns are as wide as their numbers

const number = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;

/** Whether two texts are the same but for the last digits of their numbers, which differ from one V8 to the next. */
function areAlike(a, b) {
  const [xs, ys] = [a, b].map((text) => (text.match(number) ?? []).map(Number));
  return (
    a.replace(number, "#") === b.replace(number, "#") &&
    xs.every((x, i) => Math.abs(x - ys[i]) <= 1e-9 + 1e-3 * Math.max(Math.abs(x), Math.abs(ys[i])))
  );
}

async function differences(name) {
  const cells = codeCells(readNotebook(folder, name, ["tslab"]));
  const kernel = await Kernel.start(spec, folder);
  const outputs = new Outputs();
  try {
    for (const [index, { source }] of cells.entries())
      await kernel.execute(source, { timeLimit, listener: (message) => outputs.receive(index, message) });
  } finally {
    await kernel.shutdown();
  }
  return cells.flatMap((cell, index) => {
    const found = outputs.cell(index).outputs;
    const error = found.find(({ output_type }) => output_type === "error");
    if (error) return `cell ${index + 1}: ${error.ename}: ${error.evalue}`;
    // Measured times are new in every run.
    if (cell.metadata.tags?.includes("volatile")) return [];
    return areAlike(shown(found), shown(cell.outputs)) ? [] : `cell ${index + 1} shows something else`;
  });
}

for (const name of notebookNames(folder)) {
  const found = await differences(name);
  console.log([`${found.length === 0 ? "✓" : "✗"} ${name}`, ...found.map((line) => `  ${line}`)].join("\n"));
  if (found.length > 0) process.exitCode = 1;
}
