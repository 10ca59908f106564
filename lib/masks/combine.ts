import { expectMask, type Mask } from "./mask.ts";

function expectMasks(caller: string, masks: readonly Mask[]): void {
  masks.forEach((mask, i) => {
    expectMask(caller, `masks[${i}]`, mask);
  });
}

/**
 * What all of the masks allow; without masks, everything. Its bounds are where all bounds overlap.
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
  };
}

/**
 * What any of the masks allows; without masks, nothing. Its bounds enclose all bounds, if every mask has them.
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
 * @throws ArgumentError when the argument is not a mask.
 */
export function not(mask: Mask): Mask {
  expectMask("masks.not", "mask", mask);
  return { allows: (i, j, lead) => !mask.allows(i, j, lead) };
}
