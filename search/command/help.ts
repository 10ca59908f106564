import type { Command } from "./command.ts";

/** What attention-search can do. */
export function helpOf(commands: Readonly<Record<string, Command>>): string {
  const lines = Object.entries(commands).map(([name, command]) => [usageOf(name, command), command.about] as const);
  return `Search by attention, in a folder of documents, queries and judgements in the layout of BEIR.

${columns(lines)}

attention-search <command> --help says more.
`;
}

/** What one command can do. */
export function helpFor(name: string, command: Command): string {
  const options = Object.entries(command.options).map(
    ([option, { value, about }]) => [`--${option}${value === undefined ? "" : ` <${value}>`}`, about] as const,
  );
  return `${usageOf(name, command)} [options]

${command.about}

${columns(options)}
`;
}

const usageOf = (name: string, { positionals }: Command): string =>
  ["attention-search", name, ...positionals].join(" ");

function columns(rows: readonly (readonly [left: string, right: string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
