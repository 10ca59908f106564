import { MissingPackageError } from "../../validation/missing-package.ts";

/**
 * A package that is needed for some indexes only, and is loaded when one is opened.
 *
 * @throws MissingPackageError when it is not installed.
 */
export async function optionalPeer<T>(name: string, need: string): Promise<T> {
  try {
    // By a variable, so that neither compilers nor bundlers ask for what may not be there.
    return (await import(name)) as T;
  } catch (error) {
    const { code, message = "" } = error as { code?: string; message?: string };
    // A package that is there, and itself misses another, says so better.
    if (code !== "ERR_MODULE_NOT_FOUND" || !message.includes(`'${name}'`)) throw error;
    throw new MissingPackageError(`indexes.postgres: ${need}`, name);
  }
}
