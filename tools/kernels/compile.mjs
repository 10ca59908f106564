// Compiles the kernels of lib/wasm/assembly to WebAssembly, one build for each way of multiplying and adding.
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const sources = fileURLToPath(new URL("../../lib/wasm/assembly/", import.meta.url));

/** Rows of a register tile: 6 need fused multiply–add to find room in 16 registers. */
const builds = {
  relaxed6x8: { RELAXED: 1, TILE_ROWS: 6 },
  relaxed4x8: { RELAXED: 1, TILE_ROWS: 4 },
  simd4x8: { RELAXED: 0, TILE_ROWS: 4 },
};

async function compile(constants) {
  let bytes;
  const uses = Object.entries(constants).flatMap(([name, value]) => ["--use", `${name}=${value}`]);
  const features = ["--enable", "simd", ...(constants.RELAXED ? ["--enable", "relaxed-simd"] : [])];
  const memory = ["--importMemory", "--initialMemory", "1", "--maximumMemory", "65536", "--memoryBase", "64"];
  const options = ["-O3", "--noAssert", "--runtime", "stub", "--baseDir", sources, "--outFile", "kernels.wasm"];
  const writeFile = (name, contents) => {
    if (name === "kernels.wasm") bytes = contents;
  };
  const { error, stderr } = await asc.main(["index.ts", ...options, ...features, ...memory, ...uses], { writeFile });
  if (error) throw new Error(`the kernels do not compile: ${error.message}\n${stderr}`);
  return bytes;
}

/** The text of lib/wasm/builds.ts. */
export async function generate() {
  const lines = ["// Made by `npm run build:kernels` from lib/wasm/assembly: WebAssembly modules in base64."];
  for (const [name, constants] of Object.entries(builds)) {
    const text = Buffer.from(await compile(constants)).toString("base64");
    lines.push(`export const ${name}: string =\n  "${text}";`);
  }
  return `${lines.join("\n")}\n`;
}
