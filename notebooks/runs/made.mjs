import { cpus } from "node:os";

/** When and on what a run is made, for its result to say. */
export const made = () => ({
  made: new Date().toISOString().slice(0, 10),
  machine: `${cpus()[0]?.model}, Node ${process.versions.node}`,
});
