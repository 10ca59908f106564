// biome-ignore-all lint/style/useNodejsImportProtocol: old Nodes do not know it, and are to be told their age
"use strict";
// Runs before every command of this project, on whatever Node there is: written so that old ones can read it too.
// Does nothing when everything is installed and built.
const childProcess = require("child_process");
const fs = require("fs");
const path = require("path");

/** Whether a Node of this version, like "v20.19.0", can run the project: ^20.19 || >=22.12. */
function supports(version) {
  const numbers = version.replace(/^v/, "").split(".").map(Number);
  const major = numbers[0];
  const minor = numbers[1];
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

/**
 * The packages of a lockfile that are not installed as it says, by their place, like "node_modules/tslab".
 *
 * @param lock what package-lock.json holds.
 * @param installed what node_modules/.package-lock.json holds, where npm notes what it installed.
 * @param withDev whether packages that only development needs are wanted.
 * @param exists whether a place exists on disk.
 */
function missingPackages(lock, installed, withDev, exists) {
  return Object.keys(lock.packages).filter((place) => {
    const wanted = lock.packages[place];
    const found = installed.packages[place];
    const needed = place.indexOf("node_modules/") >= 0 && !wanted.optional && !wanted.devOptional;
    if (!needed || (wanted.dev && !withDev)) return false;
    if (!found || !exists(place)) return true;
    return wanted.link ? found.resolved !== wanted.resolved : found.version !== wanted.version;
  });
}

/**
 * Outputs of the compiler whose source is no more: they could still be imported, and would hide that it is gone.
 *
 * @param files all files of the output folder, relative to it.
 * @param hasSource whether the source of that path exists.
 */
function staleOutputs(files, hasSource) {
  return files
    .filter((file) => /\.js$/.test(file) || /\.d\.ts$/.test(file))
    .filter((file) => {
      return !hasSource(file.replace(/(\.d\.ts|\.js)$/, ".ts"));
    });
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (_) {
    return { packages: {} };
  }
}

/** All files below a folder, relative to it. */
function filesBelow(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).reduce((files, name) => {
    const place = path.join(folder, name);
    if (!fs.statSync(place).isDirectory()) return files.concat(name);
    return files.concat(filesBelow(place).map((file) => path.join(name, file)));
  }, []);
}

/** The npm that started this, or else the one that came with this Node. */
function findNpm() {
  const beside = path.dirname(process.execPath);
  const cli = path.join("node_modules", "npm", "bin", "npm-cli.js");
  const candidates = [path.join(beside, cli), path.join(beside, "..", "lib", cli)];
  if (/npm-cli\.c?js$/.test(process.env.npm_execpath || "")) candidates.unshift(process.env.npm_execpath);
  return candidates.filter((file) => fs.existsSync(file))[0];
}

function runNode(root, argv) {
  return childProcess.spawnSync(process.execPath, argv, { cwd: root, stdio: "inherit" }).status === 0;
}

function fail(line) {
  console.error(line);
  return 1;
}

function install(root, withDev) {
  const npm = findNpm();
  if (!npm) return "npm was not found: run this by npm, as in `npm start`.";
  console.log(`Installing packages${withDev ? ", those for development too" : ""} …`);
  const which = withDev ? "--include=dev" : "--omit=dev";
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  if (runNode(root, [npm, "ci", "--ignore-scripts", which].concat(quiet))) return undefined;
  return "Packages could not be installed (npm's reason is above). This needs the network once: connect, and run the command again.";
}

function build(root) {
  const references = JSON.parse(fs.readFileSync(path.join(root, "tsconfig.json"), "utf8")).references;
  references.forEach((reference) => {
    const sources = path.join(root, reference.path);
    const outputs = path.join(sources, "dist");
    const hasSource = (file) => fs.existsSync(path.join(sources, file));
    staleOutputs(filesBelow(outputs), hasSource).forEach((file) => {
      fs.unlinkSync(path.join(outputs, file));
    });
  });
  return runNode(root, [path.join("node_modules", "typescript", "bin", "tsc"), "-b"]);
}

/** Sets the project up and returns the exit code. */
function main(version, argv) {
  const root = path.dirname(__dirname);
  if (!supports(version)) {
    return fail(
      `Node ${version} does not fit: this needs Node 20.19 or a later 20, or 22.12 or newer. Get it from https://nodejs.org, or with \`nvm install\`.`,
    );
  }
  const withDev = argv.indexOf("--dev") >= 0;
  const lock = readJson(path.join(root, "package-lock.json"));
  const installed = readJson(path.join(root, "node_modules", ".package-lock.json"));
  const exists = (place) => fs.existsSync(path.join(root, place, "package.json"));
  if (missingPackages(lock, installed, withDev, exists).length > 0) {
    const problem = install(root, withDev);
    if (problem) return fail(problem);
  }
  return build(root) ? 0 : fail("The sources do not compile: see above.");
}

module.exports = { supports, missingPackages, staleOutputs, main };

if (require.main === module) process.exitCode = main(process.version, process.argv.slice(2));
