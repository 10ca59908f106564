/** Runs one statement with the values of its parameters $1, $2, …, and gives the rows. */
export type Query = (
  statement: string,
  parameters?: readonly unknown[],
) => Promise<Readonly<Record<string, unknown>>[]>;

/** What an index asks of PostgreSQL, be it embedded or a server. */
export interface Database {
  query: Query;
  /** Do some work whole or not at all: what its queries changed is kept when it is done, and undone when it throws. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
