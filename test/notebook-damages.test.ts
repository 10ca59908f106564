import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { notebookNames, run } from "../tools/runner/index.ts";

interface Damage {
  /** A built file: its workspace, and the path in its dist. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** The check that must notice. */
  readonly check: string;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const notebooks = join(root, "notebooks");
const workspaces = { lib: "attention-lab", search: "attention-search" };
const listed: Record<string, readonly Damage[]> = JSON.parse(
  readFileSync(new URL("notebook-damages.json", import.meta.url), "utf8"),
);
// Each is a run of a notebook: `npm test` takes the first of every notebook, `npm run test:damages` all.
const chosen = process.env.MODE === "all" ? Number.POSITIVE_INFINITY : 1;
const damages = Object.entries(listed).flatMap(([name, some]) =>
  some.slice(0, chosen).map((damage) => ({ name, ...damage })),
);

const folder = mkdtempSync(join(tmpdir(), "damaged-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with copies of the published workspaces, beside links to all else that is installed. */
function copyOfWorkspaces(): { place: string; distOf: (workspace: string) => string } {
  const place = mkdtempSync(join(folder, "copy-"));
  const installed = join(place, "node_modules");
  mkdirSync(installed);
  const copied = Object.values(workspaces);
  for (const name of readdirSync(join(root, "node_modules")))
    if (!copied.includes(name) && !name.startsWith("."))
      symlinkSync(join(root, "node_modules", name), join(installed, name), "junction");
  for (const [workspace, name] of Object.entries(workspaces))
    for (const part of ["dist", "package.json"])
      cpSync(join(root, workspace, part), join(installed, name, part), { recursive: true });
  const distOf = (workspace: string): string => join(installed, workspaces[workspace as "lib" | "search"], "dist");
  return { place, distOf };
}

/** A copy of a notebook, and of what it reads. */
function copyNotebook(name: string, place: string): string {
  const to = join(place, "notebooks");
  for (const part of ["data", "runs", "claims.json", `${name}.ipynb`])
    cpSync(join(notebooks, part), join(to, part), { recursive: true });
  return to;
}

// Kernels start and wait: two at a time take little longer than one.
describe.concurrent("a damaged library fails the notebook that teaches it", () => {
  test("every notebook with claims has damages", () => {
    const claims: { notebook: string }[] = JSON.parse(readFileSync(join(notebooks, "claims.json"), "utf8")).claims;
    const withClaims = notebookNames(notebooks).filter((name) => claims.some(({ notebook }) => notebook === name));
    expect(Object.keys(listed)).toEqual(withClaims);
  });

  test.each(damages)(
    "$name, with $file: $find → $replace",
    async ({ name, file, find, replace, check }) => {
      const { place, distOf } = copyOfWorkspaces();
      const [workspace = "", ...path] = file.split("/");
      const damaged = join(distOf(workspace), ...path);
      const source = readFileSync(damaged, "utf8");
      expect(source).toContain(find);
      writeFileSync(damaged, source.replace(find, replace));

      const { failures } = await run({ notebooks: copyNotebook(name, place), reports: join(place, "reports") });
      expect(failures.map(({ cause }) => cause).join("\n")).toContain(`check failed: ${check}`);
    },
    300_000,
  );
});
