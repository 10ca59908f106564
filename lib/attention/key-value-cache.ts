import ndarray from "ndarray";
import { ArgumentError, describe, expectArray, expectInteger } from "../tensor/argument-error.ts";
import { elements } from "../tensor/elements.ts";
import { expectSameDType, expectTensor, shapes } from "../tensor/shapes.ts";
import { allocate, dtypeOf, type Floats, sizeOf, type Tensor } from "../tensor/tensor.ts";

/**
 * The keys and values of a sequence that grows, kept for decoding step by step: each new token attends to all that came
 * before without computing their keys and values again.
 *
 * Memory grows by doubling, so that appending costs time proportional to what is appended. With the cache, query i of
 * the n latest stands at length − n + i: attend with `masks.causal({ offset: cache.length - n })`.
 *
 * Shazeer 2019, "Fast Transformer Decoding", §2.4 (incremental).
 *
 * @example
 * ```ts
 * const cache = new KeyValueCache();
 * cache.append(tensor([[0]]), tensor([[2]]));
 * cache.append(tensor([[0]]), tensor([[4]]));
 * toArray(attend(tensor([[1]]), cache.keys, cache.values).output); // [[3]]
 * ```
 */
export class KeyValueCache {
  #keys: Column | undefined;
  #values: Column | undefined;

  /** How many keys and values there are. */
  get length(): number {
    return this.#keys?.length ?? 0;
  }

  /** […, length, d_k]: a view, valid until `crop` or `select`. */
  get keys(): Tensor {
    return viewOf("keys", this.#keys);
  }

  /** […, length, d_v]: a view, valid until `crop` or `select`. */
  get values(): Tensor {
    return viewOf("values", this.#values);
  }

  /**
   * Add the keys and values of t further tokens.
   *
   * @example
   * ```ts
   * const cache = new KeyValueCache();
   * cache.append(tensor([[1]]), tensor([[10]]));
   * cache.append(tensor([[2], [3]]), tensor([[20], [30]]));
   * toArray(cache.values); // [[10], [20], [30]]
   * ```
   *
   * @param k […, t, d_k]
   * @param v […, t, d_v]
   * @throws ArgumentError when their shapes do not fit each other, or what is there, or one is a variable.
   */
  append(k: Tensor, v: Tensor): void {
    const caller = "KeyValueCache.append";
    const { t } = shapes(caller, { k: [k, "… t d_k"], v: [v, "… t d_v"] });
    if (k.shape.slice(0, -2).join() !== v.shape.slice(0, -2).join()) {
      const lead = k.shape.slice(0, -2).join(", ");
      throw new ArgumentError(caller, "v", `shape [${v.shape.join(", ")}]`, `the leading axes [${lead}] (from k)`);
    }
    expectTensor(caller, "k", k);
    expectTensor(caller, "v", v);
    expectFits(caller, "k", k, this.#keys);
    expectFits(caller, "v", v, this.#values);
    this.#keys = extended(this.#keys, k, t);
    this.#values = extended(this.#values, v, t);
  }

  /**
   * Keep the first `length` keys and values only, as when a guessed continuation is taken back.
   *
   * @example
   * ```ts
   * const cache = new KeyValueCache();
   * cache.append(tensor([[1], [2], [3]]), tensor([[10], [20], [30]]));
   * cache.crop(2);
   * toArray(cache.keys); // [[1], [2]]
   * ```
   *
   * @throws ArgumentError when `length` is not a whole number from 0 to the present length.
   */
  crop(length: number): void {
    expectInteger("KeyValueCache.crop", "length", length, 0);
    if (length > this.length) {
      throw new ArgumentError(
        "KeyValueCache.crop",
        "length",
        `value ${length}`,
        `at most ${this.length}, the present length`,
      );
    }
    if (this.#keys) this.#keys = { ...this.#keys, length };
    if (this.#values) this.#values = { ...this.#values, length };
  }

  /**
   * Keep these entries of the first leading axis, in this order; one may be kept more than once, as in beam search.
   *
   * @example
   * ```ts
   * const cache = new KeyValueCache();
   * cache.append(tensor([[[1]], [[2]]]), tensor([[[10]], [[20]]]));
   * cache.select([1, 1]);
   * toArray(cache.values); // [[[20]], [[20]]]
   * ```
   *
   * @throws ArgumentError when there are no entries, there is no leading axis, or an entry is not one of it.
   */
  select(entries: readonly number[]): void {
    const caller = "KeyValueCache.select";
    expectArray(caller, "entries", entries);
    if (entries.length === 0) throw new ArgumentError(caller, "entries", "length 0", "at least one entry");
    const count = this.#keys?.lead[0];
    if (count === undefined) throw new ArgumentError(caller, "cache", "no leading axis", "one to select from");
    entries.forEach((entry, i) => {
      if (!(Number.isInteger(entry) && entry >= 0 && entry < count)) {
        throw new ArgumentError(caller, `entries[${i}]`, describe(entry), `a batch entry, 0 to ${count - 1}`);
      }
    });
    this.#keys = this.#keys && selected(this.#keys, entries);
    this.#values = this.#values && selected(this.#values, entries);
  }
}

/** Rows of width d, `length` of them in use out of `capacity`, for each place of the leading axes. */
interface Column {
  readonly data: Floats;
  readonly lead: readonly number[];
  readonly d: number;
  readonly length: number;
  readonly capacity: number;
}

function viewOf(name: string, column: Column | undefined): Tensor {
  if (column === undefined) throw new ArgumentError(`KeyValueCache.${name}`, "cache", "length 0", "something appended");
  const { data, lead, d, length, capacity } = column;
  const { stride } = ndarray(data, [...lead, capacity, d]);
  return ndarray(data, [...lead, length, d], stride) as Tensor;
}

function expectFits(caller: string, name: string, x: Tensor, column: Column | undefined): void {
  if (column === undefined) return;
  expectSameDType(caller, name, x, column.data instanceof Float32Array ? "float32" : "float64", "the cache");
  const [lead, d] = [x.shape.slice(0, -2), x.shape[x.shape.length - 1]];
  if (lead.join() !== column.lead.join() || d !== column.d) {
    const wanted = `[${[...column.lead, "t", column.d].join(", ")}] (from what is there)`;
    throw new ArgumentError(caller, name, `shape [${x.shape.join(", ")}]`, wanted);
  }
}

function extended(column: Column | undefined, x: Tensor, t: number): Column {
  const [lead, d] = [x.shape.slice(0, -2), x.shape[x.shape.length - 1]];
  const length = column?.length ?? 0;
  const roomy = withRoom(column ?? { data: allocate(0, dtypeOf(x)), lead, d, length: 0, capacity: 0 }, length + t);
  const rows = elements(x);
  for (let b = 0; b < sizeOf(lead); b++) {
    roomy.data.set(rows.subarray(b * t * d, (b + 1) * t * d), (b * roomy.capacity + length) * d);
  }
  return { ...roomy, length: length + t };
}

function withRoom(column: Column, needed: number): Column {
  if (needed <= column.capacity) return column;
  const { lead, d, length } = column;
  const capacity = Math.max(needed, 2 * column.capacity);
  const data = allocate(sizeOf(lead) * capacity * d, column.data instanceof Float32Array ? "float32" : "float64");
  for (let b = 0; b < sizeOf(lead); b++) {
    const start = b * column.capacity * d;
    data.set(column.data.subarray(start, start + length * d), b * capacity * d);
  }
  return { ...column, data, capacity };
}

function selected(column: Column, entries: readonly number[]): Column {
  const size = (sizeOf(column.lead) / column.lead[0]) * column.capacity * column.d;
  const data = allocate(entries.length * size, column.data instanceof Float32Array ? "float32" : "float64");
  entries.forEach((entry, i) => {
    data.set(column.data.subarray(entry * size, (entry + 1) * size), i * size);
  });
  return { ...column, data, lead: [entries.length, ...column.lead.slice(1)] };
}
