import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../project/root.ts";

/** A digest of any JSON value. */
export function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

/** Name and content digest of each file in a folder and below; of one file when it is one; nothing when it is not there. */
export const digestTree = (place: string): unknown => {
  if (!existsSync(place)) return null;
  if (!statSync(place).isDirectory()) return createHash("sha256").update(readFileSync(place)).digest("hex");
  const names = readdirSync(place).filter((name) => !name.endsWith(".tsbuildinfo"));
  return names.sort().map((name) => [name, digestTree(path.join(place, name))]);
};

// Not the report: it shows outputs and does not change them.
const runnerParts = ["client", "execute", "kernel", "notebook", "protocol", "typecheck"];

const inputs: readonly string[] = [
  "package-lock.json",
  "lib/dist",
  "search/dist",
  "tools/display/dist",
  ...runnerParts.map((part) => `tools/runner/dist/${part}`),
];

/** A digest of everything but the cells that can change what the notebooks of a folder print. */
export function environmentDigest(notebooks: string): string {
  const built = inputs.map((input) => digestTree(path.join(projectRoot, input)));
  const node = [process.version, process.platform, process.arch];
  const read = ["data", "runs"].map((folder) => digestTree(path.join(notebooks, folder)));
  return digest([built, read, node]);
}
