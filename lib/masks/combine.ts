import { expectMask, type Mask } from "./mask.ts";

function expectMasks(caller: string, masks: readonly Mask[]): void {
  masks.forEach((mask, i) => {
    expectMask(caller, `masks[${i}]`, mask);
  });
}

/**
 * What all of the masks allow; without masks, everything. Its bounds are where all bounds overlap, exact if all are.
 *
 * @example
 * ```ts
 * const mask = masks.and(masks.causal(), masks.documents([0, 0, 1]));
 * masks.toTensor(mask, 3, 3).data; // [1, 0, 0,  1, 1, 0,  0, 0, 1]
 * ```
 *
 * @throws ArgumentError when an argument is not a mask.
 */
export function and(...masks: readonly Mask[]): Mask {
  expectMasks("masks.and", masks);
  const bounded = masks.filter((mask) => mask.bounds !== undefined);
  return {
    allows: (i, j, lead) => masks.every((mask) => mask.allows(i, j, lead)),
    bounds(i, lead) {
      let [from, to] = [0, Number.POSITIVE_INFINITY];
      for (const mask of bounded) {
        const [first, end] = mask.bounds?.(i, lead) ?? [from, to];
        [from, to] = [Math.max(from, first), Math.min(to, end)];
      }
      return [from, to];
    },
    exact: masks.every((mask) => mask.bounds !== undefined && mask.exact === true),
  };
}

/**
 * What any of the masks allows; without masks, nothing. Its bounds enclose all bounds, if every mask has them.
 *
 * @example
 * ```ts
 * const mask = masks.or(masks.prefix(2), masks.causal());
 * masks.toTensor(mask, 3, 3).data; // [1, 1, 0,  1, 1, 0,  1, 1, 1]
 * ```
 *
 * @throws ArgumentError when an argument is not a mask.
 */
export function or(...masks: readonly Mask[]): Mask {
  expectMasks("masks.or", masks);
  const allows: Mask["allows"] = (i, j, lead) => masks.some((mask) => mask.allows(i, j, lead));
  if (masks.some((mask) => mask.bounds === undefined)) return { allows };
  return {
    allows,
    bounds(i, lead) {
      const ranges = masks.map((mask) => mask.bounds?.(i, lead) ?? [0, 0]).filter(([from, to]) => from < to);
      if (ranges.length === 0) return [0, 0];
      return [Math.min(...ranges.map(([from]) => from)), Math.max(...ranges.map(([, to]) => to))];
    },
  };
}

/**
 * What the mask does not allow.
 *
 * @example
 * ```ts
 * masks.toTensor(masks.not(masks.causal()), 2, 2).data; // [0, 1,  0, 0]
 * ```
 *
 * @throws ArgumentError when the argument is not a mask.
 */
export function not(mask: Mask): Mask {
  expectMask("masks.not", "mask", mask);
  return { allows: (i, j, lead) => !mask.allows(i, j, lead) };
}
