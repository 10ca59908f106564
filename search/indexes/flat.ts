import { ArgumentError } from "attention-lab";
import { topK } from "../ranking/top-k.ts";
import { readSealed, writeSealed } from "../storage/sealed-file.ts";
import { describe, expectArray, expectFunction, expectId, expectInteger, expectOptions } from "../validation/expect.ts";
import { expectVector, expectVectors } from "./expect-vectors.ts";
import { innerProducts } from "./inner-products.ts";
import { type Precision, rows } from "./rows.ts";
import type { VectorIndex } from "./vector-index.ts";

/** Options of {@link flat}. */
export interface FlatOptions {
  /** The length of every vector. */
  dimension: number;
  /** "float32" unless given; "int8" takes a quarter of the memory, and rounds each number to 1/127 of its row's largest. */
  precision?: Precision;
}

/** An exact index in memory, which can be saved. */
export interface FlatIndex extends VectorIndex {
  /** Write everything to one file, whole or not at all. */
  save(file: string): Promise<void>;
}

// Rows whose products are kept at once.
const blockRows = 1024;
const kind = "flat index";

/**
 * An empty exact index: a search takes the inner product of the query with every vector, and keeps the best.
 *
 * Equal scores come by descending id. Numbers are kept as Float32: of float64, the nearest. Ids can be removed and added
 * again; no order of calls changes what is found. A call that is refused changes nothing.
 *
 * @example
 * ```ts
 * const index = indexes.flat({ dimension: 2 });
 * await index.add(["a", "b"], tensor([[1, 0], [0, 1]]));
 * (await index.search(tensor([0.2, 0.1]), { k: 1 })).map(({ id }) => id); // ["a"]
 * ```
 *
 * @throws ArgumentError when an option is wrong; by its methods when a length differs, a number is not finite (also: not in
 * Float32), an id is there already or, to be removed, is not, or the index was closed.
 */
export function flat(options: FlatOptions): FlatIndex {
  expectOptions("indexes.flat", options, ["dimension", "precision"]);
  const { dimension, precision = "float32" } = options;
  expectInteger("indexes.flat", "dimension", dimension, 1);
  if (precision !== "float32" && precision !== "int8")
    throw new ArgumentError("indexes.flat", "precision", describe(precision), '"float32" or "int8"');
  return indexOf({ dimension, precision, ids: [], parts: [] });
}

/**
 * The index that was saved to a file.
 *
 * @throws ArgumentError when the file is no saved flat index, of another version, or damaged.
 */
export async function loadFlat(file: string): Promise<FlatIndex> {
  const { about, parts } = await readSealed("indexes.loadFlat", file, kind);
  return indexOf({ ...(about as unknown as Omit<Contents, "parts">), parts });
}

interface Contents {
  readonly dimension: number;
  readonly precision: Precision;
  readonly ids: readonly string[];
  readonly parts: readonly Uint8Array[];
}

function indexOf({ dimension, precision, ids: saved, parts }: Contents): FlatIndex {
  const ids = [...saved];
  const places = new Map(ids.map((id, row) => [id, row]));
  const kept = rows(dimension, precision);
  if (ids.length > 0) kept.load(ids.length, parts);
  let closed = false;
  const expectOpen = (caller: string): void => {
    if (closed) throw new ArgumentError(caller, "the index", "been closed", "an open one");
  };

  const remove = (id: string): void => {
    const row = places.get(id)!;
    const last = ids.pop()!;
    places.delete(id);
    if (last === id) return;
    // The last row takes the place of the one that goes.
    kept.move(ids.length, row);
    ids[row] = last;
    places.set(last, row);
  };

  return {
    async add(newIds, vectors) {
      const caller = "flat.add";
      expectOpen(caller);
      expectArray(caller, "ids", newIds);
      const seen = new Set<string>();
      newIds.forEach((id, i) => {
        expectId(caller, `ids[${i}]`, id);
        if (places.has(id) || seen.has(id))
          throw new ArgumentError(caller, `ids[${i}]`, `${JSON.stringify(id)} again`, "ids that are not there yet");
        seen.add(id);
      });
      const numbers = expectVectors(caller, vectors, newIds.length, dimension);
      newIds.forEach((id, i) => {
        kept.set(ids.length, numbers.subarray(i * dimension, (i + 1) * dimension));
        places.set(id, ids.length);
        ids.push(id);
      });
    },
    async remove(oldIds) {
      const caller = "flat.remove";
      expectOpen(caller);
      expectArray(caller, "ids", oldIds);
      oldIds.forEach((id, i) => {
        if (!places.has(id)) throw new ArgumentError(caller, `ids[${i}]`, describe(id), "an id that is there");
      });
      for (const id of new Set(oldIds)) remove(id);
    },
    async search(query, options = {}) {
      const caller = "flat.search";
      expectOpen(caller);
      expectOptions(caller, options, ["k", "filter"]);
      const { k = 10, filter } = options;
      expectInteger(caller, "k", k, 0);
      if (filter !== undefined) expectFunction(caller, "filter", filter);
      const numbers = expectVector(caller, query, dimension);
      const products = new Float32Array(blockRows);
      const best = topK(k);
      for (let from = 0; from < ids.length; from += blockRows) {
        const to = Math.min(from + blockRows, ids.length);
        innerProducts(kept.block(from, to), numbers, products.subarray(0, to - from));
        for (let row = from; row < to; row++) {
          const score = products[row - from]! * kept.scaleOf(row);
          const id = ids[row]!;
          if (best.welcomes(score) && (filter === undefined || filter(id))) best.offer({ id, score });
        }
      }
      return best.hits();
    },
    async size() {
      expectOpen("flat.size");
      return ids.length;
    },
    async save(file) {
      expectOpen("flat.save");
      await writeSealed(file, kind, { about: { dimension, precision, ids }, parts: kept.bytes(ids.length) });
    },
    async close() {
      closed = true;
      ids.length = 0;
      places.clear();
      kept.clear();
    },
  };
}
