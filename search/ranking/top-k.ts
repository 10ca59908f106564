import { compareHits, type Hit } from "./hit.ts";

/** Keeps the best of the hits it is shown. */
export interface TopK {
  /** Whether a hit of this score could still be among the best: spares making hits that could not. */
  welcomes(score: number): boolean;
  offer(hit: Hit): void;
  /** The best hits so far, best first. */
  hits(): Hit[];
}

/**
 * Keeps the best `k` hits of a stream, in memory for `k`: a binary heap with the worst of them on top, which the next
 * better one replaces. Gives what sorting all by {@link compareHits} and taking the first `k` would.
 */
export function topK(k: number): TopK {
  const heap: Hit[] = [];
  const isWorse = (i: number, j: number): boolean => compareHits(heap[i]!, heap[j]!) > 0;
  const swap = (i: number, j: number): void => {
    [heap[i], heap[j]] = [heap[j]!, heap[i]!];
  };
  const rise = (i: number): void => {
    for (let parent = (i - 1) >> 1; i > 0 && isWorse(i, parent); i = parent, parent = (i - 1) >> 1) swap(i, parent);
  };
  const sink = (i: number): void => {
    for (;;) {
      let worst = i;
      for (const child of [2 * i + 1, 2 * i + 2]) if (child < heap.length && isWorse(child, worst)) worst = child;
      if (worst === i) return;
      swap(i, worst);
      i = worst;
    }
  };
  return {
    welcomes: (score) => heap.length < k || (k > 0 && score >= heap[0]!.score),
    offer(hit) {
      if (heap.length < k) rise(heap.push(hit) - 1);
      else if (k > 0 && compareHits(hit, heap[0]!) < 0) {
        heap[0] = hit;
        sink(0);
      }
    },
    hits: () => [...heap].sort(compareHits),
  };
}
