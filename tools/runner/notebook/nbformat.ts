/**
 * The notebook format, version 4.5, as it is held in memory: every text is one string (`source`, `text`, text outputs),
 * whatever its shape in the file. {@link readNotebook} joins lines, {@link formatNotebook} splits them again.
 */
export interface Notebook {
  readonly nbformat: 4;
  readonly nbformat_minor: number;
  readonly metadata: NotebookMetadata;
  readonly cells: readonly Cell[];
}

/** The only metadata kept for a whole notebook: what it takes to run it and to colour its code. */
export interface NotebookMetadata {
  readonly kernelspec: { readonly name: string; readonly display_name: string; readonly language: string };
  readonly language_info: { readonly name: string; readonly file_extension: string; readonly mimetype: string };
}

/** A cell of any of the three kinds. */
export type Cell = CodeCell | MarkdownCell | RawCell;

/** What every cell has. */
export interface CellBase {
  /** 1 to 64 letters, digits, `-` or `_`, unique in the notebook. */
  readonly id: string;
  readonly metadata: CellMetadata;
  readonly source: string;
}

/** Metadata of a cell: tags, and whatever its editor keeps there. */
export interface CellMetadata {
  readonly tags?: readonly string[];
  readonly [key: string]: unknown;
}

/** A cell of code with what it printed. */
export interface CodeCell extends CellBase {
  readonly cell_type: "code";
  /** null when the cell was not run. */
  readonly execution_count: number | null;
  readonly outputs: readonly Output[];
}

/** A cell of Markdown. */
export interface MarkdownCell extends CellBase {
  readonly cell_type: "markdown";
  readonly attachments?: Readonly<Record<string, MimeBundle>>;
}

/** A cell that is neither code nor Markdown. */
export interface RawCell extends CellBase {
  readonly cell_type: "raw";
  readonly attachments?: Readonly<Record<string, MimeBundle>>;
}

/** One value in several representations, by MIME type: text types are strings, JSON types any JSON value. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** Anything a code cell can print. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** Text written to standard output or standard error. */
export interface StreamOutput {
  readonly output_type: "stream";
  readonly name: "stdout" | "stderr";
  readonly text: string;
}

/** A value shown by the cell. */
export interface DisplayOutput {
  readonly output_type: "display_data";
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The value of the cell's last expression. */
export interface ResultOutput {
  readonly output_type: "execute_result";
  readonly execution_count: number | null;
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What ended the cell, or was thrown by what the cell left running. */
export interface ErrorOutput {
  readonly output_type: "error";
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}
