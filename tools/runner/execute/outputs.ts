import type { MimeBundle, Output } from "../notebook/nbformat.ts";
import type { Message } from "../protocol/message.ts";

/** What the cells of one notebook have printed so far. */
export interface CollectedCell {
  executionCount: number | null;
  readonly outputs: Output[];
}

interface DisplayContent {
  readonly data: MimeBundle;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly transient?: { readonly display_id?: string };
}

/** Turns the messages of a kernel into outputs of cells. */
export class Outputs {
  readonly #cells: Map<number, CollectedCell> = new Map();
  readonly #displays: Map<string, { outputs: Output[]; index: number }[]> = new Map();

  /** The cell of the given index, with nothing in it at first. */
  cell(index: number): CollectedCell {
    const known = this.#cells.get(index);
    if (known !== undefined) return known;
    const cell: CollectedCell = { executionCount: null, outputs: [] };
    this.#cells.set(index, cell);
    return cell;
  }

  /** Whether any cell has printed an error. */
  get failed(): boolean {
    return [...this.#cells.values()].some(({ outputs }) => outputs.some(({ output_type }) => output_type === "error"));
  }

  /** Applies a message that belongs to the cell of the given index. */
  receive(index: number, { header, content }: Message): void {
    const cell = this.cell(index);
    switch (header.msg_type) {
      case "execute_input":
        cell.executionCount = Number(content.execution_count);
        break;
      case "stream":
        appendStream(cell.outputs, content.name === "stderr" ? "stderr" : "stdout", String(content.text));
        break;
      case "display_data":
        this.#display(cell.outputs, content as unknown as DisplayContent);
        break;
      case "update_display_data":
        this.#update(content as unknown as DisplayContent);
        break;
      case "error":
        cell.outputs.push({
          output_type: "error",
          ename: String(content.ename),
          evalue: String(content.evalue),
          traceback: (content.traceback as string[]).map(String),
        });
    }
  }

  #display(outputs: Output[], { data, metadata = {}, transient }: DisplayContent): void {
    const index = outputs.push({ output_type: "display_data", data, metadata }) - 1;
    const id = transient?.display_id;
    if (id !== undefined) this.#displays.set(id, [...(this.#displays.get(id) ?? []), { outputs, index }]);
  }

  #update({ data, metadata = {}, transient }: DisplayContent): void {
    for (const { outputs, index } of this.#displays.get(transient?.display_id ?? "") ?? []) {
      outputs[index] = { output_type: "display_data", data, metadata };
    }
  }
}

const appendStream = (outputs: Output[], name: "stdout" | "stderr", text: string): void => {
  const last = outputs.at(-1);
  if (last?.output_type === "stream" && last.name === name) {
    outputs[outputs.length - 1] = { ...last, text: last.text + text };
  } else outputs.push({ output_type: "stream", name, text });
};
