import type { Tensor } from "attention-lab";
import type { Hit } from "../ranking/hit.ts";

/** What a search in an index is asked for. */
export interface SearchOptions {
  /** How many hits, 10 unless given; an index that holds fewer gives all. */
  k?: number;
  /** Which documents may be found, all unless given. */
  filter?: (id: string) => boolean;
}

/** Vectors by document id, found by their inner product with that of a query. */
export interface VectorIndex {
  /** Add vectors [n, dimension] under n new ids: all of them, or none when one is refused. */
  add(ids: readonly string[], vectors: Tensor): Promise<void>;
  /** Remove these ids: all of them, or none when one is not there. */
  remove(ids: readonly string[]): Promise<void>;
  /** The documents with the largest inner products with `query` [dimension], best first. */
  search(query: Tensor, options?: SearchOptions): Promise<Hit[]>;
  /** How many vectors there are. */
  size(): Promise<number>;
  /** Give up what the index holds; it takes no further calls. */
  close(): Promise<void>;
}
