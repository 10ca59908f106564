// `npm run bench`: installs what the library is measured against, once, compiles the benchmarks, and starts them on this
// Node or on the one of `--node=24`.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

function run(program, argv, cwd) {
  const { status } = spawnSync(program, argv, {
    cwd,
    stdio: "inherit",
    shell: program === "npm" && process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {});

/** Is a package that this machine can use missing, or of another version than the lockfile's? */
function isIncomplete() {
  const [wanted, found] = [read(`${folder}package-lock.json`), read(`${folder}node_modules/.package-lock.json`)];
  return Object.keys(wanted).some(
    (place) => place !== "" && !wanted[place].optional && found[place]?.version !== wanted[place].version,
  );
}

/** The program of a Node of this major version: this one, or else the one that was installed. */
function nodeOf(major) {
  if (major === undefined || process.version.startsWith(`v${major}.`)) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const program = `${folder}node_modules/node-${platform}-${process.arch}/bin/node${platform === "win" ? ".exe" : ""}`;
  const version = existsSync(program) ? spawnSync(program, ["--version"], { encoding: "utf8" }).stdout : "";
  if (version.startsWith(`v${major}.`)) return program;
  console.error(`There is no Node ${major} here for this machine: run the benchmarks with one of your own.`);
  process.exit(1);
}

const argv = process.argv.slice(2);
const node = argv.find((word) => word.startsWith("--node="));
if (isIncomplete()) {
  console.log("Installing what the library is measured against …");
  run("npm", ["ci", "--ignore-scripts", "--workspaces=false", "--no-audit", "--no-fund", "--loglevel=error"], folder);
}
run(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", folder], root);
run(
  nodeOf(node?.slice("--node=".length)),
  [`${folder}dist/bench/main.js`, ...argv.filter((word) => word !== node)],
  root,
);
