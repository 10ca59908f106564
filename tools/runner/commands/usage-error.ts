/** A command that was called wrongly; the message is one line that says what to do. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}
