/**
 * An argument is not what the function expects.
 *
 * The message always reads `function: argument has …, expected …`. It is thrown before any arithmetic, unless it is
 * about what a function that was passed in returns.
 *
 * @example
 * ```ts
 * let message = "";
 * try { ops.matmul(ones([2, 3]), ones([2, 3])); }
 * catch (error) { if (error instanceof ArgumentError) message = error.message; }
 * message; // "ops.matmul: b has shape [2, 3], expected […, k, m] with k = 3 (from a)"
 * ```
 */
export class ArgumentError extends Error {
  override name = "ArgumentError";

  constructor(caller: string, argument: string, has: string, expected: string) {
    super(`${caller}: ${argument} has ${has}, expected ${expected}`);
  }
}

/** What a value looks like in an error message: `value 3`, `value "a"`, `type object`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === "number" || typeof value === "boolean") {
    return `value ${value}`;
  }
  if (typeof value === "string") return `value ${JSON.stringify(value)}`;
  return `type ${Array.isArray(value) ? "array" : typeof value}`;
}

/** Throw unless `value` is a finite number above zero. */
export function expectPositive(caller: string, argument: string, value: unknown): void {
  if (!(typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError(caller, argument, describe(value), "a finite number above 0");
  }
}

/** Throw unless `value` is a whole number, at least `least`. */
export function expectInteger(caller: string, argument: string, value: unknown, least: number): void {
  if (!(Number.isSafeInteger(value) && (value as number) >= least)) {
    const bound = least === Number.MIN_SAFE_INTEGER ? "a whole number" : `a whole number, at least ${least}`;
    throw new ArgumentError(caller, argument, describe(value), bound);
  }
}

/** Throw unless `value` is true or false. */
export function expectBoolean(caller: string, argument: string, value: unknown): void {
  if (typeof value !== "boolean") throw new ArgumentError(caller, argument, describe(value), "true or false");
}

/** Throw unless `value` is a function. */
export function expectFunction(caller: string, argument: string, value: unknown): void {
  if (typeof value !== "function") throw new ArgumentError(caller, argument, describe(value), "a function");
}

/** Throw unless `value` is an array. */
export function expectArray(caller: string, argument: string, value: unknown): void {
  if (!Array.isArray(value)) throw new ArgumentError(caller, argument, describe(value), "an array");
}

/** Throw unless `value` is an object: arguments by name. */
export function expectObject(caller: string, argument: string, value: unknown): void {
  if (typeof value !== "object" || value === null)
    throw new ArgumentError(caller, argument, describe(value), "an object");
}

/** Throw unless `options` is an object with no other keys than `known`: a misspelt option would be silently ignored. */
export function expectOptions(caller: string, options: object, known: readonly string[], argument = "options"): void {
  expectObject(caller, argument, options);
  const stranger = Object.keys(options).find((key) => !known.includes(key));
  if (stranger !== undefined) {
    throw new ArgumentError(caller, argument, `key ${JSON.stringify(stranger)}`, `only ${known.join(", ")}`);
  }
}
