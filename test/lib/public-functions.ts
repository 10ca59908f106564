import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as library from "../../lib/index.ts";

/** The folder of the library's sources. */
export const lib: string = fileURLToPath(new URL("../../lib/", import.meta.url));

type Exports = Readonly<Record<string, unknown>>;
export type Callable = (...args: never) => unknown;

export const isCallable = (value: unknown): value is Callable => typeof value === "function";

/** The methods of a class, by name; a function that is no class has none. */
function methodsOf(value: Callable): [name: string, method: Callable][] {
  const own = Object.entries(Object.getOwnPropertyDescriptors(value.prototype ?? {}));
  return own.flatMap(([name, { value }]) => (name !== "constructor" && isCallable(value) ? [[name, value]] : []));
}

function callables(exports: Exports, prefix: string): [name: string, value: Callable][] {
  return Object.entries(exports).flatMap(([name, value]) => {
    if (!isCallable(value)) return callables(value as Exports, `${prefix}${name}.`);
    const methods = methodsOf(value).map(([method, f]): [string, Callable] => [`${prefix}${name}.${method}`, f]);
    return [[prefix + name, value], ...methods];
  });
}

/** Everything public that can be called, by the name that users write: `attend`, `ops.add`, `KeyValueCache.crop`. */
export const publicFunctions: ReadonlyMap<string, Callable> = new Map(callables(library, ""));

function filesOf(index: string, prefix: string): [name: string, file: string][] {
  const statements = readFileSync(index, "utf8").matchAll(/export (?:\* as (\w+)|\{([^}]*)\}) from "([^"]+)"/g);
  return [...statements].flatMap(([, namespace, names, path]) => {
    const file = join(dirname(index), path!);
    if (namespace !== undefined) return filesOf(file, `${prefix}${namespace}.`);
    return names!.split(",").map((name): [string, string] => [prefix + name.trim(), file]);
  });
}

const files: ReadonlyMap<string, string> = new Map(filesOf(join(lib, "index.ts"), ""));

/** Is the name that of a method: is its class what is exported? */
export const isMethod = (name: string): boolean => !files.has(name);

/** The file behind a public name; that of its class behind a method. */
export const fileOf = (name: string): string => files.get(name) ?? files.get(name.split(".").slice(0, -1).join("."))!;
