/** What went wrong between an index and its database; `cause` is the error of the driver. */
export class DatabaseError extends Error {
  override name = "DatabaseError";

  constructor(what: string, cause?: unknown) {
    super(`indexes.postgres: ${what}`, cause === undefined ? {} : { cause });
  }
}

const unreachable = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"];
const lost = ["ECONNRESET", "EPIPE", "57P01", "57P02", "57P03"];

/**
 * The error of a driver in words: what happened, and what to do.
 *
 * @param place where the database is, without its password
 */
export function explain(error: unknown, place: string): DatabaseError {
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  const because = (what: string): DatabaseError => new DatabaseError(what, error);
  if (unreachable.includes(code)) return because(`no server answers at ${place} (${code})`);
  if (code.startsWith("28")) return because(`${place} refuses this user or password (${message})`);
  if (code === "3D000") return because(`there is no such database at ${place} (${message})`);
  if (lost.includes(code) || code.startsWith("08") || /^Connection terminated|^Client has encountered/.test(message))
    return because(`the connection to ${place} was lost; what was committed is kept (${message || code})`);
  return because(`${place} says: ${message || code}`);
}
