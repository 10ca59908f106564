import { createRequire } from "node:module";
import type { Bundle } from "../../tools/display/send.ts";

/** An output as a kernel would publish it. */
export interface Sent extends Bundle {
  readonly transient: { readonly display_id?: string };
  readonly update: boolean;
}

const require = createRequire(import.meta.url);
const path = require.resolve("tslab/dist/jupyter.js");

/** Runs the code as tslab runs a cell, and returns what it showed. */
export async function inCell(code: () => unknown): Promise<Sent[]> {
  const tslab = require(path) as { lastWriteDisplayData: unknown };
  const sent: Sent[] = [];
  tslab.lastWriteDisplayData = (content: Sent, update: boolean) => sent.push({ ...content, update });
  try {
    await code();
  } finally {
    tslab.lastWriteDisplayData = null;
  }
  return sent;
}
