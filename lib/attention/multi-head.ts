import type { Value } from "../autodiff/variable.ts";
import { add, broadcastTo, matmul, reshape, transpose } from "../ops/index.ts";
import { expectRotary, type RotaryOptions, rotaryNames, rotary as rotate } from "../positions/rotary.ts";
import { ArgumentError, describe, expectBoolean, expectInteger, expectOptions } from "../tensor/argument-error.ts";
import { expectTensor, shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { attend } from "./attend.ts";
import { KeyValueCache } from "./key-value-cache.ts";
import {
  attendOptions,
  expectChoices,
  type ScaledDotProductOptions,
  scaledDotProductAttention,
} from "./scaled-dot-product.ts";

/**
 * The parameters of multi-head attention, for H query heads and Hkv heads of keys and values: H/Hkv neighbours share
 * one.
 */
export interface MultiHeadParams<T extends Value = Tensor> {
  /** [d, H·d_k] */
  readonly Wq: T | Tensor;
  /** [d_c, Hkv·d_k] */
  readonly Wk: T | Tensor;
  /** [d_c, Hkv·d_v] */
  readonly Wv: T | Tensor;
  /** [H·d_v, d_o] */
  readonly Wo: T | Tensor;
  /** [H·d_k] */
  readonly bq?: T | Tensor;
  /** [Hkv·d_k] */
  readonly bk?: T | Tensor;
  /** [Hkv·d_v] */
  readonly bv?: T | Tensor;
  /** [d_o] */
  readonly bo?: T | Tensor;
}

/** How many heads, and the choices of each: masks and biases see the heads as the last leading axis. */
export interface MultiHeadOptions<T extends Value = Tensor> extends ScaledDotProductOptions<T> {
  /** H, the heads of the queries. */
  readonly heads: number;
  /** Hkv, the heads of keys and values; it divides H. By default H; 1 is multi-query attention. */
  readonly kvHeads?: number;
  /**
   * Turn the queries and keys of every head by their positions, which follow those in the cache: that of query i is that
   * of key i of the context.
   */
  readonly rotary?: RotaryOptions;
  /**
   * Keys and values of earlier tokens, to which those of the context are appended, […, Hkv, m, d_k] and […, Hkv, m,
   * d_v]: queries attend to all. Nothing is differentiated.
   */
  readonly cache?: KeyValueCache;
  /** Also return the weights of every head; without them, memory stays linear in n and m. */
  readonly returnWeights?: boolean;
}

/** What multi-head attention computes. */
export interface MultiHeadAttention<T extends Value = Tensor> {
  /** […, n, d_o] */
  readonly output: T;
  /** […, H, n, m], if asked for. */
  readonly weights?: T;
}

/**
 * Multi-head attention: every head h attends with its own slices of the projected queries, keys and values, and the
 * heads' outputs, side by side, are projected once more.
 *
 * qₕ = (queries·Wq + bq)ₕ, kₕ = (context·Wk + bk)ₕ, vₕ = (context·Wv + bv)ₕ;
 * output = concatₕ(attention(qₕ, kₕ, vₕ))·Wo + bo.
 *
 * Self-attention when queries and context are the same, cross-attention otherwise. With fewer key than query heads,
 * neighbouring query heads share keys and values (grouped-query attention; multi-query with one).
 *
 * Vaswani et al. 2017, "Attention Is All You Need", §3.2.2; Shazeer 2019, "Fast Transformer Decoding" (multi-query);
 * Ainslie et al. 2023, "GQA", §2.2.
 *
 * @example
 * ```ts
 * const [x, I] = [tensor([[2, 10], [4, 30]]), tensor([[1, 0], [0, 1]])];
 * const params = { Wq: zeros([2, 2]), Wk: I, Wv: I, Wo: I };
 * toArray(multiHeadAttention(x, x, params, { heads: 2 }).output); // [[3, 20], [3, 20]]
 * ```
 *
 * @param queries […, n, d]
 * @param context […, m, d_c]
 * @throws ArgumentError when heads do not divide the parameters, kvHeads does not divide heads, or shapes do not fit.
 */
export function multiHeadAttention(
  queries: Tensor,
  context: Tensor,
  params: MultiHeadParams,
  options: MultiHeadOptions,
): MultiHeadAttention;
export function multiHeadAttention<T extends Value = Tensor>(
  queries: T | Tensor,
  context: T | Tensor,
  params: MultiHeadParams<T>,
  options: MultiHeadOptions<T>,
): MultiHeadAttention<T>;
export function multiHeadAttention(
  queries: Value,
  context: Value,
  params: MultiHeadParams<Value>,
  options: MultiHeadOptions<Value>,
): MultiHeadAttention<Value> {
  const { heads, kvHeads, returnWeights, rotary, cache, fused } = checked(queries, context, params, options);
  const start = cache?.length ?? 0;
  const turn = (x: Value): Value => {
    if (rotary === undefined) return x;
    const n = x.shape[x.shape.length - 2];
    return rotate<Value>(x, { positions: Array.from({ length: n }, (_, i) => start + i), ...rotary });
  };
  const q = turn(splitHeads(project(queries, params.Wq, params.bq), heads)); // […, H, n, d_k]
  const ownKeys = turn(splitHeads(project(context, params.Wk, params.bk), kvHeads)); // […, Hkv, m, d_k]
  const ownValues = splitHeads(project(context, params.Wv, params.bv), kvHeads); // […, Hkv, m, d_v]
  cache?.append(ownKeys as Tensor, ownValues as Tensor);
  const k = shareHeads(cache?.keys ?? ownKeys, heads); // […, H, m, d_k]
  const v = shareHeads(cache?.values ?? ownValues, heads); // […, H, m, d_v]
  const finish = (output: Value): Value => project(joinHeads(output), params.Wo, params.bo);
  if (!returnWeights) return { output: finish(scaledDotProductAttention<Value>(q, k, v, fused)) };
  const { output, weights } = attend<Value>(q, k, v, attendOptions(fused));
  return { output: finish(output), weights };
}

interface CheckedOptions {
  readonly heads: number;
  readonly kvHeads: number;
  readonly returnWeights: boolean;
  readonly rotary: RotaryOptions | undefined;
  readonly cache: KeyValueCache | undefined;
  readonly fused: ScaledDotProductOptions<Value>;
}

function checked(
  queries: Value,
  context: Value,
  params: MultiHeadParams<Value>,
  options: MultiHeadOptions<Value>,
): CheckedOptions {
  const caller = "multiHeadAttention";
  expectOptions(caller, params, ["Wq", "Wk", "Wv", "Wo", "bq", "bk", "bv", "bo"], "params");
  const own = ["heads", "kvHeads", "rotary", "cache", "returnWeights"];
  expectOptions(caller, options, [...own, "mask", "bias", "scale", "softcap", "dropout"]);
  const { heads, kvHeads = heads, returnWeights = false, rotary, cache, ...fused } = options;
  expectInteger(caller, "heads", heads, 1);
  expectInteger(caller, "kvHeads", kvHeads, 1);
  expectBoolean(caller, "returnWeights", returnWeights);
  if (heads % kvHeads !== 0)
    throw new ArgumentError(caller, "kvHeads", `value ${kvHeads}`, `a divisor of heads = ${heads}`);
  const { Wq, Wk, Wv, Wo, bq, bk, bv, bo } = params;
  const { n, m, lead } = shapes(caller, {
    queries: [queries, "… n d"],
    context: [context, "… m d_c"],
    Wq: [Wq, "d H·d_k"],
    Wk: [Wk, "d_c Hkv·d_k"],
    Wv: [Wv, "d_c Hkv·d_v"],
    Wo: [Wo, "H·d_v d_o"],
    ...(bq === undefined ? {} : { bq: [bq, "H·d_k"] as const }),
    ...(bk === undefined ? {} : { bk: [bk, "Hkv·d_k"] as const }),
    ...(bv === undefined ? {} : { bv: [bv, "Hkv·d_v"] as const }),
    ...(bo === undefined ? {} : { bo: [bo, "d_o"] as const }),
  });
  const expectWidth = (name: string, x: Value, axis: number, width: number, formula: string): void => {
    if (x.shape[axis] === width) return;
    throw new ArgumentError(caller, name, `shape [${x.shape.join(", ")}]`, `${formula} = ${width} at axis ${axis}`);
  };
  const widthOf = (name: string, x: Value, count: number, counted: string): number => {
    if (x.shape[1] % count === 0) return x.shape[1] / count;
    throw new ArgumentError(
      caller,
      name,
      `shape [${x.shape.join(", ")}]`,
      `a multiple of ${counted} = ${count} columns`,
    );
  };
  const perHead = widthOf("Wq", Wq, heads, "heads");
  expectWidth("Wk", Wk, 1, perHead * kvHeads, "kvHeads · d_k");
  expectWidth("Wo", Wo, 0, widthOf("Wv", Wv, kvHeads, "kvHeads") * heads, "heads · d_v");
  if (rotary !== undefined) {
    expectOptions(caller, rotary, rotaryNames, "rotary");
    if (n !== m) throw new ArgumentError(caller, "rotary", `${n} queries and ${m} keys`, "as many of each");
    expectRotary(caller, "rotary.", rotary, { n, d: perHead, from: "queries" });
  }
  if (cache !== undefined) {
    if (!(cache instanceof KeyValueCache)) throw new ArgumentError(caller, "cache", describe(cache), "a KeyValueCache");
    for (const [name, x] of Object.entries({ context, Wk, Wv })) expectTensor(caller, name, x);
  }
  expectChoices(caller, fused, queries, [...lead, heads, n, (cache?.length ?? 0) + m]);
  return { heads, kvHeads, returnWeights, rotary, cache, fused };
}

function project(x: Value, W: Value, b: Value | undefined): Value {
  const projected = matmul<Value>(x, W);
  return b === undefined ? projected : add<Value>(projected, b);
}

// […, n, H·d] → […, H, n, d]
function splitHeads(x: Value, heads: number): Value {
  const [lead, n, width] = [x.shape.slice(0, -2), x.shape[x.shape.length - 2], x.shape[x.shape.length - 1]];
  const parted = reshape<Value>(x, [...lead, n, heads, width / heads]);
  return exchangeHeads(parted);
}

// […, H, n, d] → […, n, H·d]
function joinHeads(x: Value): Value {
  const exchanged = exchangeHeads(x);
  const [n, heads, d] = exchanged.shape.slice(-3);
  return reshape<Value>(exchanged, [...exchanged.shape.slice(0, -3), n, heads * d]);
}

// Exchanges the axes third and second from the end.
function exchangeHeads(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  const rank = axes.length;
  return transpose<Value>(x, [...axes.slice(0, -3), rank - 2, rank - 3, rank - 1]);
}

// […, Hkv, m, d] → […, H, m, d]: each head for all of its group.
function shareHeads(x: Value, heads: number): Value {
  const [kvHeads, m, d] = x.shape.slice(-3);
  if (kvHeads === heads) return x;
  const lead = x.shape.slice(0, -3);
  const apart = reshape<Value>(x, [...lead, kvHeads, 1, m, d]);
  return reshape<Value>(broadcastTo<Value>(apart, [...lead, kvHeads, heads / kvHeads, m, d]), [...lead, heads, m, d]);
}
