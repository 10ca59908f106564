import { expectIntegerWithin, expectOptions } from "../../validation/expect.ts";

/** How an approximate index is built: what follows `using` in SQL. */
export interface Method {
  readonly using: string;
}

/**
 * A navigable graph of near neighbours: a search walks it greedily, and keeps the `ef` best on its way.
 *
 * Malkov & Yashunin 2018, "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small
 * World graphs", Algorithms 1–5.
 *
 * Made for vectors of one length (`ops.l2Normalize`): by inner products, a short vector may be no other's neighbour, and is
 * then never found.
 *
 * @example
 * ```ts
 * indexes.hnsw({ m: 8 }).using; // "hnsw (embedding vector_ip_ops) with (m = 8, ef_construction = 64)"
 * ```
 *
 * @param options `m`, neighbours of each vector: 16 unless given, from 2 to 100; `efConstruction`, how many candidates they
 * are chosen from: 64 unless given, at least 2m and at most 1000
 * @throws ArgumentError when an option is wrong.
 */
export function hnsw(options: { readonly m?: number; readonly efConstruction?: number } = {}): Method {
  const caller = "indexes.hnsw";
  expectOptions(caller, options, ["m", "efConstruction"]);
  const { m = 16, efConstruction = Math.max(64, 2 * m) } = options;
  expectIntegerWithin(caller, "m", m, 2, 100);
  expectIntegerWithin(caller, "efConstruction", efConstruction, 2 * m, 1000);
  return { using: `hnsw (embedding vector_ip_ops) with (m = ${m}, ef_construction = ${efConstruction})` };
}

/**
 * Lists of the vectors nearest to the same centroid: a search reads the lists of the `probes` nearest centroids, and is
 * exact when these are all. The centroids are those of the vectors that are there when it is built.
 *
 * Jégou, Douze & Schmid 2011, "Product Quantization for Nearest Neighbor Search", §IV (without the quantisation).
 *
 * @example
 * ```ts
 * indexes.ivfFlat({ lists: 100 }).using; // "ivfflat (embedding vector_ip_ops) with (lists = 100)"
 * ```
 *
 * @param options `lists`, how many: from 1 to 32768; the square root of the number of vectors is a good first choice
 * @throws ArgumentError when an option is wrong.
 */
export function ivfFlat(options: { readonly lists: number }): Method {
  const caller = "indexes.ivfFlat";
  expectOptions(caller, options, ["lists"]);
  expectIntegerWithin(caller, "lists", options.lists, 1, 32768);
  return { using: `ivfflat (embedding vector_ip_ops) with (lists = ${options.lists})` };
}
