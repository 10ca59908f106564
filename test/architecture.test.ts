import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The TypeScript sources under a folder of the project, by their paths from its root, written with slashes. */
function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    // What is in assembly/ is AssemblyScript.
    if (entry.isDirectory())
      return ["assembly", "dist", "node_modules", ".venv"].includes(entry.name) ? [] : sourcesIn(path);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

const text = (file: string): string => readFileSync(join(root, file), "utf8");

/** What a file imports, exports from elsewhere, or imports on demand, as written. */
function importsOf(file: string): string[] {
  const statements =
    /(?:^|\n)\s*(?:import|export)\b[^;]*?\bfrom\s*"([^"]+)"|(?:^|\n)\s*import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/g;
  return [...text(file).matchAll(statements)].map(([, from, bare, onDemand]) => (from ?? bare ?? onDemand)!);
}

const packagesOf = (file: string): string[] => importsOf(file).filter((name) => !name.startsWith("."));
const filesOf = (file: string): string[] =>
  importsOf(file)
    .filter((name) => name.startsWith("."))
    .map((name) => posix.join(posix.dirname(file), name));

const lib = sourcesIn("lib");
const display = sourcesIn("tools/display");
const runner = sourcesIn("tools/runner");
const search = sourcesIn("search");
const all = [...lib, ...search, ...display, ...runner];

test("the sources are found, and their imports are files", () => {
  expect([lib.length > 50, display.length > 15, runner.length > 30]).toEqual([true, true, true]);
  expect(lib).toContain("lib/attention/attend.ts");
  expect(importsOf("lib/attention/attend.ts")).toContain("../tensor/shapes.ts");
  expect(importsOf("lib/index.ts")).toContain("./masks/index.ts");
  const found = new Set(all);
  for (const file of all) expect(filesOf(file).filter((to) => to.endsWith(".ts") && !found.has(to))).toEqual([]);
});

test("workspaces import each other by package name only", () => {
  const workspaceOf = (file: string) => file.split("/", file.startsWith("tools/") ? 2 : 1).join("/");
  for (const file of all)
    expect([file, ...filesOf(file).filter((to) => workspaceOf(to) !== workspaceOf(file))]).toEqual([file]);
});

describe("lib", () => {
  // Each layer may import from itself and from those above it in this list; folders on one line may not see each other.
  const layers = [
    ["tensor"],
    ["wasm"],
    ["autodiff"],
    ["ops"],
    ["scores", "normalizers", "masks", "positions", "feature-maps"],
    ["attention"],
    ["layers", "training"],
    ["index.ts"],
  ];
  const folderOf = (file: string) => file.split("/")[1]!;
  const layerOf = (file: string) => layers.findIndex((layer) => layer.includes(folderOf(file)));

  test("has no folder that belongs to no layer", () => {
    expect(lib.filter((file) => layerOf(file) < 0)).toEqual([]);
  });

  test("imports downwards only", () => {
    const upwards = lib.flatMap((file) =>
      filesOf(file)
        .filter((to) => folderOf(to) !== folderOf(file) && layerOf(to) >= layerOf(file))
        .map((to) => `${file} → ${to}`),
    );
    expect(upwards).toEqual([]);
  });

  test("imports no package but ndarray and pure-rand", () => {
    const packages = new Set(lib.flatMap(packagesOf).map((name) => name.split("/")[0]));
    expect([...packages].sort()).toEqual(["ndarray", "pure-rand"]);
  });

  test("exports from index.ts only what others define", () => {
    expect(
      text("lib/index.ts")
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("export ")),
    ).toEqual([]);
  });
});

describe("search", () => {
  // Each layer may import from itself and from those above it in this list.
  const layers = [
    ...["validation", "text", "storage", "knowledge", "collections", "ranking", "metrics", "indexes", "encoders"],
    ...["engine", "command", "index.ts"],
  ];
  const layerOf = (file: string) => layers.indexOf(file.split("/")[1]!);

  test("has no folder that belongs to no layer, and imports downwards only", () => {
    expect(search.filter((file) => layerOf(file) < 0)).toEqual([]);
    const upwards = search.flatMap((file) => filesOf(file).filter((to) => layerOf(to) > layerOf(file)));
    expect(upwards).toEqual([]);
  });

  test("imports no package but attention-lab and ndarray, and Node's own", () => {
    const packages = new Set(search.flatMap(packagesOf).filter((name) => !name.startsWith("node:")));
    expect([...packages].filter((name) => !["attention-lab", "ndarray"].includes(name))).toEqual([]);
    expect(packages.has("attention-lab")).toBe(true);
  });
});

test("no file imports itself in a circle", () => {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file)) return;
    done.add(file);
    for (const to of filesOf(file)) if (to.endsWith(".ts")) visit(to, [...path, file]);
  };
  for (const file of all) visit(file, []);
  expect(circles).toEqual([]);
});

test("no file or folder is named utils, helpers or common", () => {
  const named = /(^|\/)(utils?|helpers?|common|misc|shared)(\/|\.|$)/;
  expect([...all, ...sourcesIn("test")].filter((file) => named.test(file))).toEqual([]);
});

test("every source file is named in kebab-case, and none has more than 250 lines", () => {
  const shapeless = /^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.ts$/;
  expect(all.filter((file) => !shapeless.test(file))).toEqual([]);
  const lengths = all.map((file) => [file, text(file).trimEnd().split("\n").length] as const);
  expect(lengths.filter(([, lines]) => lines > 250)).toEqual([]);
});
