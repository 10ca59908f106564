/** A stretch of code, and what stands there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The code with all edits made; they must not overlap. */
export function applyEdits(code: string, edits: readonly Edit[]): string {
  const inOrder = [...edits].sort((a, b) => a.start - b.start);
  const kept = [...inOrder, { start: code.length }].map(({ start }, index) =>
    code.slice(inOrder[index - 1]?.end ?? 0, start),
  );
  return kept.map((text, index) => text + (inOrder[index]?.text ?? "")).join("");
}
