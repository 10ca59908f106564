import { createRequire } from "node:module";

/** One output in several formats, of which a front end takes the richest it knows. */
export interface Bundle {
  readonly data: { readonly [mime: string]: unknown };
  readonly metadata?: { readonly [name: string]: unknown };
}

/** What makes an output replaceable: its id, and whether this replaces it. */
export interface Identity {
  readonly id: string;
  readonly update: boolean;
}

interface DisplayData extends Bundle {
  readonly transient: { readonly display_id?: string };
}
type Write = (content: DisplayData, update: boolean) => void;
interface DenoJupyter {
  // Whether it returns a promise depends on Deno's version.
  broadcast(type: string, content: DisplayData): Promise<void> | undefined;
}

const require = createRequire(import.meta.url);
const tslab = /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/;

// Asked for at each call: every cell has a writer of its own.
function tslabWriter(): Write | undefined {
  const modules = Object.entries(require.cache ?? {}).filter(([path]) => tslab.test(path));
  for (const [, module] of modules) {
    const { lastWriteDisplayData } = (module?.exports ?? {}) as { lastWriteDisplayData?: Write | null };
    if (lastWriteDisplayData) return lastWriteDisplayData;
  }
  return undefined;
}

function denoWriter(): Write | undefined {
  const { jupyter } = (globalThis as { Deno?: { jupyter?: DenoJupyter } }).Deno ?? {};
  if (!jupyter?.broadcast) return undefined;
  return (content, update) => {
    const type = update ? "update_display_data" : "display_data";
    jupyter.broadcast(type, content)?.catch((error: unknown) => console.error(`notebook-display: ${error}`));
  };
}

const writer = (): Write | undefined => tslabWriter() ?? denoWriter();

/** Whether a kernel runs this code, that can show outputs; not so in plain Node. */
export function hasKernel(): boolean {
  return writer() !== undefined;
}

/**
 * Shows an output below the cell that is running, on the tslab kernel or on Deno's.
 *
 * @returns whether there was a kernel to show it; in plain Node there is none, and nothing happens
 */
export function send({ data, metadata = {} }: Bundle, identity?: Identity): boolean {
  const write = writer();
  if (!write) return false;
  const transient = identity ? { display_id: identity.id } : {};
  write({ data, metadata, transient }, identity?.update ?? false);
  return true;
}
