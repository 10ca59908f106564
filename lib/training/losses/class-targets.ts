import { ArgumentError, describe } from "../../tensor/argument-error.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/**
 * The classes of nested arrays in row-major order; 0 where the mask leaves a place out, whatever stands there.
 *
 * @throws ArgumentError when the arrays have not the shape, or what counts is not a class.
 */
export function classTargets(
  caller: string,
  targets: NestedArray,
  shape: readonly number[],
  classes: number,
  counted: Uint8Array,
): Int32Array {
  const out = new Int32Array(counted.length);
  let at = 0;
  const read = (entry: NestedArray, path: readonly number[]): void => {
    const where = path.length ? ` at [${path.join(", ")}]` : "";
    if (path.length === shape.length) {
      const known = Number.isInteger(entry) && (entry as number) >= 0 && (entry as number) < classes;
      if (known) out[at] = entry as number;
      else if (counted[at]) {
        throw new ArgumentError(caller, "targets", `${describe(entry)}${where}`, `a class, 0 to ${classes - 1}`);
      }
      at++;
      return;
    }
    const length = shape[path.length];
    if (!Array.isArray(entry) || entry.length !== length) {
      const has = Array.isArray(entry) ? `length ${entry.length}` : describe(entry);
      throw new ArgumentError(caller, "targets", `${has}${where}`, `an array of length ${length} (from logits)`);
    }
    for (let i = 0; i < length; i++) read(entry[i], [...path, i]);
  };
  read(targets, []);
  return out;
}
