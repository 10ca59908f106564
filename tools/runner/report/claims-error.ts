import { NotebookError } from "../notebook/notebook-error.ts";

/** A claims file that cannot be used; the message is one line for people, and begins with the file. */
export class ClaimsError extends NotebookError {
  override readonly name = "ClaimsError";
}
