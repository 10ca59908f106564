interface SystemError extends Error {
  readonly code: string;
  readonly path?: string;
}

const advice: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full: make room, and run the command again",
  EDQUOT: "the disk is full: make room, and run the command again",
  EROFS: "it is on a disk that cannot be written: work on a copy elsewhere",
  EACCES: "this user may not write there: change its permissions, or work on a copy elsewhere",
  EPERM: "this user may not write there: change its permissions, or work on a copy elsewhere",
  ENOTDIR: "a part of its path is a file: move that away",
  EEXIST: "a part of its path is a file: move that away",
  EISDIR: "a folder is in its place: move that away",
  EMFILE: "too many files are open: close programs, or raise the limit (`ulimit -n`)",
};

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && typeof (error as { code?: unknown }).code === "string" && "syscall" in error;

/** What to do about a file that the machine does not let us read or write, as one line; undefined for other errors. */
export function fileProblem(error: unknown): string | undefined {
  if (!isSystemError(error)) return undefined;
  const { code, path: file } = error;
  const todo = advice[code];
  return todo && `${file ?? "A file"} could not be read or written (${code}): ${todo}.`;
}
