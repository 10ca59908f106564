import fc from "fast-check";
import ndarray, { type NdArray } from "ndarray";
import { random, type Tensor } from "../../lib/index.ts";
import { chances, length, normal, seed } from "./agreement.ts";

const choices = fc.record({
  opset: fc.constantFrom(23, 24),
  /** Heads beside their components, [batch, n, heads · d], instead of before the queries, [batch, heads, n, d]. */
  packed: fc.boolean(),
  batch: fc.constantFrom(1, 2, 3),
  kvHeads: fc.constantFrom(1, 2, 3),
  /** How many query heads share a key head. */
  group: fc.constantFrom(1, 2, 3),
  n: length,
  m: length,
  /** How many keys come from a cache, before the m new ones. */
  past: fc.constantFrom<number>(0, 0, 2, 5),
  d: length,
  dv: length,
  mask: fc.constantFrom("none", "boolean", "float", "float with −∞"),
  /** The mask's leading axes: for all batch entries and query heads, one for all, or missing. */
  maskAxes: fc.constantFrom("", "h", "1", "bh", "b1", "1h", "11"),
  /** Whether each batch entry has its own number of keys. */
  padded: fc.boolean(),
  causal: fc.boolean(),
  scale: fc.constantFrom(undefined, 0.3, 1.2),
  softcap: fc.constantFrom(undefined, 0.7, 5),
  seed,
});

/** The shapes and options of one attention. */
export type AttentionCase = typeof choices extends fc.Arbitrary<infer T> ? T : never;

// The standard has lengths since opset 24, and not beside a cache.
const valid = choices.map((c) => ({ ...c, padded: c.padded && c.opset === 24 && c.past === 0 }));
const lone = (c: AttentionCase) => c.causal && c.past > 0 && c.n === 1 && c.m > 1;

/** Random attentions on which the runtime follows the standard. */
export const attentionCases: fc.Arbitrary<AttentionCase> = valid.filter((c) => !lone(c));

/** Where it departs from the standard: a single query after a cache sees all new keys, causal or not. */
export const loneQueries: fc.Arbitrary<AttentionCase> = valid.map((c) => ({
  ...c,
  causal: true,
  padded: false,
  past: c.past + 1,
  n: 1,
  m: c.m + 1,
}));

/** The numbers of one attention. */
export interface AttentionNumbers {
  /** [batch, kvHeads, group, n, d] */
  readonly q: Tensor;
  /** [batch, kvHeads, past + m, d] */
  readonly k: Tensor;
  /** [batch, kvHeads, past + m, d_v] */
  readonly v: Tensor;
  /** [...maskAxes, n, past + m], 1 = may attend */
  readonly kept: NdArray<Uint8Array>;
  /** The same shape, to be added to the scores. */
  readonly added: Tensor;
  /** How many keys each batch entry has, if it is padded. */
  readonly lengths: readonly number[];
}

/** The numbers of a case, the same for the same case. */
export function numbersOf(c: AttentionCase): AttentionNumbers {
  const total = c.past + c.m;
  const axes = [...c.maskAxes].map((axis) => ({ b: c.batch, h: c.kvHeads * c.group })[axis] ?? 1);
  const kept = chances([...axes, c.n, total], 0.7, c.seed + 3);
  const added = normal(kept.shape, c.seed + 4);
  if (c.mask === "float with −∞") {
    for (let at = 0; at < kept.size; at++) if (kept.data[at] === 0) added.data[at] = Number.NEGATIVE_INFINITY;
  }
  const stream = random(c.seed + 5);
  return {
    q: normal([c.batch, c.kvHeads, c.group, c.n, c.d], c.seed),
    k: normal([c.batch, c.kvHeads, total, c.d], c.seed + 1),
    v: normal([c.batch, c.kvHeads, total, c.dv], c.seed + 2),
    ...{ kept, added },
    lengths: Array.from({ length: c.batch }, () => stream.integer(total + 1)),
  };
}

/** A mask or bias over query heads, as one over groups of them: the same memory. */
export function overGroups<T extends Tensor | NdArray<Uint8Array>>(
  mask: T,
  { maskAxes, kvHeads, group }: AttentionCase,
): T {
  const lead = [...maskAxes].flatMap((axis, at) => {
    if (axis === "h") return [kvHeads, group];
    return at === maskAxes.length - 1 ? [1, 1] : [mask.shape[at]!];
  });
  return ndarray(mask.data, [...lead, ...mask.shape.slice(-2)]) as T;
}
