/** What keeps JupyterLab from being set up, in one line that says what to do. */
export class SetupError extends Error {
  override readonly name: string = "SetupError";
}
