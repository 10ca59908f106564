import { parseArgs } from "node:util";

export interface Choices {
  /** Small shapes and few samples. */
  readonly quick: boolean;
  /** Parts of names: benchmarks whose name contains one are run; all, if there are none. */
  readonly filters: readonly string[];
  /** Where the results go. */
  readonly json?: string;
}

const usage = "npm run bench -- [--quick] [--node=24] [--json=FILE] [PART OF A BENCHMARK'S NAME …]";

/** @throws Error with one line for a person when an option is not known. */
export function readChoices(argv: readonly string[]): Choices {
  const options = { quick: { type: "boolean", default: false }, json: { type: "string" } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const { quick, json } = values;
    return { quick, filters: positionals, ...(json === undefined ? {} : { json }) };
  } catch (error) {
    throw new Error(`${(error as Error).message.split(". ")[0]}; usage: ${usage}`);
  }
}

export function isChosen(name: string, filters: readonly string[]): boolean {
  return filters.length === 0 || filters.some((filter) => name.includes(filter));
}
