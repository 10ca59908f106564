import { readFileSync } from "node:fs";
import path from "node:path";
import { digest, digestTree } from "../cache/digest.ts";
import { writeFile } from "../notebook/write-file.ts";
import { projectRoot } from "../project/root.ts";
import type { Documented } from "./documented.ts";

/** The published packages, and the folders of their workspaces. */
const packages = { "attention-lab": "lib", "attention-search": "search" };

const file = path.join(projectRoot, "node_modules", ".cache", "reference.json");

const read = (): { readonly key?: string; readonly documented?: readonly Documented[] } => {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
};

/** What the published packages export, as they are built; read anew when they have changed. */
export async function readReference(): Promise<readonly Documented[]> {
  const folders = Object.values(packages).map((folder) => path.join(projectRoot, folder, "dist"));
  const key = digest(folders.map(digestTree));
  const kept = read();
  if (kept.key === key && kept.documented) return kept.documented;
  const { readPackage } = await import("./read-package.ts");
  const documented = Object.keys(packages).flatMap((name, i) =>
    readPackage(name, path.join(folders[i]!, "index.d.ts")),
  );
  writeFile(file, JSON.stringify({ key, documented }));
  return documented;
}
