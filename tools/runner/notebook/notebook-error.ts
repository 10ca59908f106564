/** A notebook that cannot be read or run; the message is one line for people, and begins with the file. */
export class NotebookError extends Error {
  override readonly name: string = "NotebookError";
}
