import { ArgumentError } from "attention-lab";

/** What a value looks like in an error message: `value 3`, `value "a"`, `type object`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === "number" || typeof value === "boolean")
    return `value ${value}`;
  if (typeof value === "string") return `value ${JSON.stringify(value)}`;
  return `type ${Array.isArray(value) ? "array" : typeof value}`;
}

/** Throw unless `value` is a text. */
export function expectText(caller: string, argument: string, value: unknown): asserts value is string {
  if (typeof value !== "string") throw new ArgumentError(caller, argument, describe(value), "a text");
}

/** Throw unless `value` is a text that is not empty. */
export function expectId(caller: string, argument: string, value: unknown): asserts value is string {
  if (typeof value !== "string" || value === "")
    throw new ArgumentError(caller, argument, describe(value), "a text, not empty");
}

/** Throw unless `value` is an array. */
export function expectArray(caller: string, argument: string, value: unknown): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) throw new ArgumentError(caller, argument, describe(value), "an array");
}

/** Throw unless `value` is a map. */
export function expectMap(caller: string, argument: string, value: unknown): asserts value is Map<unknown, unknown> {
  if (!(value instanceof Map)) throw new ArgumentError(caller, argument, describe(value), "a Map");
}

/** Throw unless `value` is a function. */
export function expectFunction(caller: string, argument: string, value: unknown): void {
  if (typeof value !== "function") throw new ArgumentError(caller, argument, describe(value), "a function");
}

/** Throw unless `value` is a whole number, at least `least`. */
export function expectInteger(caller: string, argument: string, value: unknown, least: number): void {
  if (!(Number.isSafeInteger(value) && (value as number) >= least))
    throw new ArgumentError(caller, argument, describe(value), `a whole number, at least ${least}`);
}

/** Throw unless `value` is a whole number from `least` to `most`. */
export function expectIntegerWithin(
  caller: string,
  argument: string,
  value: unknown,
  least: number,
  most: number,
): void {
  if (!(Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most))
    throw new ArgumentError(caller, argument, describe(value), `a whole number from ${least} to ${most}`);
}

/** Throw unless `value` is a finite number. */
export function expectFinite(caller: string, argument: string, value: unknown): asserts value is number {
  if (!Number.isFinite(value)) throw new ArgumentError(caller, argument, describe(value), "a finite number");
}

/** Throw unless `value` is a finite number, not below 0. */
export function expectNotNegative(caller: string, argument: string, value: unknown): void {
  if (!(Number.isFinite(value) && (value as number) >= 0))
    throw new ArgumentError(caller, argument, describe(value), "a finite number, not below 0");
}

/** Throw unless `value` is a number between 0 and 1, neither of them. */
export function expectFraction(caller: string, argument: string, value: unknown): void {
  if (!(typeof value === "number" && value > 0 && value < 1))
    throw new ArgumentError(caller, argument, describe(value), "a number between 0 and 1");
}

/** Throw unless `options` is an object with no other keys than `known`: a misspelt option would be silently ignored. */
export function expectOptions(caller: string, options: object, known: readonly string[], argument = "options"): void {
  if (typeof options !== "object" || options === null)
    throw new ArgumentError(caller, argument, describe(options), "an object");
  const stranger = Object.keys(options).find((key) => !known.includes(key));
  if (stranger !== undefined)
    throw new ArgumentError(caller, argument, `key ${JSON.stringify(stranger)}`, `only ${known.join(", ")}`);
}
