import { Script } from "node:vm";
import type { Node, SourceFile } from "@tslab/typescript-for-tslab";
import { applyEdits, type Edit } from "./edits.ts";
import { compiler } from "./tslab.ts";

type Step = () => IteratorResult<unknown, unknown>;
type Cell = () => Generator<unknown, unknown, unknown>;

declare global {
  /** What the code of cells runs with. */
  var __tslab__: { inSteps?: (cell: Cell) => Promise<unknown>; step?: Step };
}

/** The awaits of a cell itself as yields; undefined when there is one that cannot be written so. */
const awaits = (node: Node): Edit[] | undefined => {
  if (compiler.isFunctionLike(node)) return [];
  if (compiler.isForOfStatement(node) && node.awaitModifier !== undefined) return undefined;
  const edits: Edit[] = [];
  if (compiler.isAwaitExpression(node)) {
    const start = node.getStart();
    edits.push({ start, end: start + "await".length, text: "(yield" });
    edits.push({ start: node.getEnd(), end: node.getEnd(), text: ")" });
  }
  const cannot = compiler.forEachChild(node, (child) => {
    const below = awaits(child);
    edits.push(...(below ?? []));
    return below === undefined;
  });
  return cannot ? undefined : edits;
};

// Without it, "await" would be a name like others.
const [before, after] = ["async function cell() {", "\n}"];

const bodyOf = (file: SourceFile): Node => {
  const [cell] = file.statements;
  return (cell !== undefined && compiler.isFunctionDeclaration(cell) && cell.body) || file;
};

/** Compiled code of a cell, and whether it awaits anything itself. */
interface Compiled {
  readonly output: string;
  readonly hasToplevelAwait: boolean;
}

/**
 * Rewrites the compiled code of a cell to be run by {@link Steps}, where it awaits anything and that can be: as it is,
 * what follows an await would run where no interrupt reaches it.
 */
export function inSteps(code: string): Compiled {
  const { createSourceFile, ScriptTarget, ScriptKind } = compiler;
  const text = before + code + after;
  const file = createSourceFile("cell.js", text, ScriptTarget.Latest, true, ScriptKind.JS);
  const edits = awaits(bodyOf(file));
  if (edits === undefined) return { output: code, hasToplevelAwait: true };
  if (edits.length === 0) return { output: code, hasToplevelAwait: false };
  const body = applyEdits(text, edits).slice(before.length, -after.length);
  return { output: `return globalThis.__tslab__.inSteps(function* () {${body}\n});`, hasToplevelAwait: true };
}

// Named like this file, whose frames are not shown.
const script = new Script("globalThis.__tslab__.step()", { filename: import.meta.filename });

const interruptible = (step: Step): IteratorResult<unknown, unknown> => {
  globalThis.__tslab__.step = step;
  return script.runInThisContext({ breakOnSigint: true });
};

/** Runs cells from one await to the next. */
export class Steps {
  #running: unknown;

  /** Lets cells that were rewritten by {@link inSteps} find this; tslab must have made its global before. */
  install(): void {
    globalThis.__tslab__.inSteps = (cell) => this.#run(cell());
  }

  /** Lets the cell that awaits something never go on. */
  stop(): void {
    this.#running = undefined;
  }

  async #run(cell: ReturnType<Cell>): Promise<unknown> {
    this.#running = cell;
    for (let step: Step = () => cell.next(); this.#running === cell; ) {
      const { done, value } = interruptible(step);
      if (done) return value;
      step = await Promise.resolve(value).then(
        (result) => () => cell.next(result),
        (error: unknown) => () => cell.throw(error),
      );
    }
    return undefined;
  }
}
