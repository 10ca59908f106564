import { cpus } from "node:os";

/** Prints the result of a run: what it is about, by which command, when and on what it was made, and its lists, a line for each entry. */
export function printResult({ about, command, ...settings }, lists) {
  const made = new Date().toISOString().slice(0, 10);
  const machine = `${cpus()[0]?.model}, Node ${process.versions.node}`;
  const head = JSON.stringify({ about, command, made, machine, ...settings }, null, 1).slice(0, -2);
  const listed = Object.entries(lists).map(
    ([name, entries]) => `,\n "${name}": [\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]`,
  );
  console.log(`${head}${listed.join("")}\n}`);
}
