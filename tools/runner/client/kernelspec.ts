import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../project/root.ts";

/** How a kernel is started, as its kernel.json says. */
export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  /** Variables of its environment, beside those of who starts it. */
  readonly env?: Readonly<Record<string, string>>;
}

const kernels: string = path.join(projectRoot, "tools", "runner", "kernelspec", "kernels");

// What Jupyter replaces by the folder of the specification.
const resources = "{resource_dir}";

/** The names of the kernels this project brings. */
export function kernelNames(): string[] {
  return readdirSync(kernels).sort();
}

/** The pictures by which launchers show a kernel. */
export function kernelLogos(name: string): string[] {
  const folder = path.join(kernels, name);
  const logos = readdirSync(folder).filter((file) => file.startsWith("logo-"));
  return logos.sort().map((file) => path.join(folder, file));
}

/**
 * The specification of a kernel, ready to start.
 *
 * @throws Error when this project has no kernel of that name.
 */
export function readKernelSpec(name: string): KernelSpec {
  const folder = path.join(kernels, name);
  if (!kernelNames().includes(name) || !existsSync(path.join(folder, "kernel.json"))) {
    throw new Error(`readKernelSpec: name is "${name}", expected one of ${kernelNames().join(", ")}`);
  }
  const spec: KernelSpec = JSON.parse(readFileSync(path.join(folder, "kernel.json"), "utf8"));
  // The Node that runs this, not whichever comes first in PATH.
  const expand = (argument: string, position: number): string => {
    if (position === 0 && argument === "node") return process.execPath;
    return argument.startsWith(resources) ? path.join(folder, argument.slice(resources.length)) : argument;
  };
  return { ...spec, argv: spec.argv.map(expand) };
}
