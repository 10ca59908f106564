/** A package that only some functions need is not installed. */
export class MissingPackageError extends Error {
  override name = "MissingPackageError";

  constructor(caller: string, name: string) {
    super(`${caller} needs the package ${name}, which is not installed: npm install ${name}`);
  }
}
