import { random, type Tensor } from "attention-lab";
import { type Document, expectDocuments, textOf } from "../collections/document.ts";
import { DualEncoder, type DualEncoderParams } from "../encoders/dual-encoder.ts";
import type { Encoded } from "../encoders/encoder.ts";
import { flat } from "../indexes/flat.ts";
import type { SearchOptions, VectorIndex } from "../indexes/vector-index.ts";
import { compareHits, type Hit } from "../ranking/hit.ts";
import { documentFrequencies } from "../text/document-frequencies.ts";
import { tokenize } from "../text/tokenize.ts";
import { expectArray, expectFunction, expectInteger, expectOptions, expectText } from "../validation/expect.ts";
import type { EncodeOptions, Explained, SearchEngineOptions, WeightedWords } from "./search-engine-options.ts";
import { modulesOf } from "./standard-modules.ts";

// So many documents are scored again where the score is more than an inner product of vectors.
const candidates = 100;

/**
 * A search engine that learns: documents and queries become vectors by attention over their words, and a document is found
 * when its vector is close to that of the query. Before training it compares words by their characters, and by what it knows
 * of them from elsewhere.
 *
 * @example
 * ```ts
 * const documents = [{ id: "a", text: "red apple" }, { id: "b", text: "yellow taxi" }];
 * const engine = new SearchEngine({ documents, seed: 1 });
 * (await engine.search("apples", { k: 1 })).map(({ id }) => id); // ["a"]
 * ```
 */
export class SearchEngine {
  readonly #dual: DualEncoder;
  readonly #documents: Map<string, Document>;
  readonly #index: VectorIndex;
  /** The documents whose vectors in the index are those of the present parameters. */
  readonly #encoded = new Set<string>();
  #params: DualEncoderParams;

  constructor(options: SearchEngineOptions) {
    const caller = "SearchEngine";
    expectOptions(caller, options, ["documents", "seed", "dimension", "dtype", "knowledge", "modules", "index"]);
    const { documents, seed, dimension = 64, dtype = "float32", knowledge = [], modules = {} } = options;
    expectDocuments(caller, "documents", documents);
    expectInteger(caller, "dimension", dimension, 1);
    this.#documents = new Map(documents.map((document) => [document.id, document]));
    const frequencies = documentFrequencies(documents.map((document) => tokenize(textOf(document))));
    this.#dual = new DualEncoder(modulesOf(frequencies, knowledge, modules));
    this.#params = this.#dual.initialise(random(seed), dimension, dtype);
    this.#index = options.index ?? flat({ dimension });
  }

  /** The parameters of all modules; they are not to be changed. */
  get params(): DualEncoderParams {
    return this.#params;
  }

  /** The documents that can be found, by id. */
  get documents(): ReadonlyMap<string, Document> {
    return this.#documents;
  }

  /** How relevant texts are to a query, and how much each of their words counts. A text without words has score 0. */
  forward(query: string, texts: readonly string[]): Explained {
    const caller = "SearchEngine.forward";
    expectText(caller, "query", query);
    expectArray(caller, "texts", texts);
    const documents = texts.map((text, i) => {
      expectText(caller, `texts[${i}]`, text);
      return tokenize(text);
    });
    const words = tokenize(query);
    const scored = this.#dual.forward(this.#params, [words], documents);
    const scores = (scored.scores as Tensor).pick(0, null) as Tensor;
    return { scores, query: weighted([words], scored.queries)[0]!, documents: weighted(documents, scored.documents) };
  }

  /** Encode the documents that the index does not have yet. A search does so, too; this tells how far it is. */
  async encode(options: EncodeOptions = {}): Promise<void> {
    const caller = "SearchEngine.encode";
    expectOptions(caller, options, ["batchSize", "onBatch"]);
    const { batchSize = 256, onBatch } = options;
    expectInteger(caller, "batchSize", batchSize, 1);
    if (onBatch !== undefined) expectFunction(caller, "onBatch", onBatch);
    // Texts of one length waste no padding. A document without words cannot be found.
    const waiting = [...this.#documents.values()]
      .filter(({ id }) => !this.#encoded.has(id))
      .map((document) => ({ id: document.id, words: tokenize(textOf(document)) }))
      .filter(({ words }) => words.length > 0)
      .sort((a, b) => a.words.length - b.words.length);
    for (let from = 0; from < waiting.length; from += batchSize) {
      const batch = waiting.slice(from, from + batchSize);
      const ids = batch.map(({ id }) => id);
      const { vector } = this.#dual.encodeDocuments(
        this.#params,
        batch.map(({ words }) => words),
      );
      await this.#index.add(ids, vector as Tensor);
      for (const id of ids) this.#encoded.add(id);
      onBatch?.({ encoded: Math.min(from + batchSize, waiting.length), documents: waiting.length });
    }
  }

  /** The documents that are most relevant to a query, best first; none for a query without words. */
  async search(query: string, options: SearchOptions = {}): Promise<Hit[]> {
    const caller = "SearchEngine.search";
    expectText(caller, "query", query);
    expectOptions(caller, options, ["k", "filter"]);
    const { k = 10 } = options;
    expectInteger(caller, "k", k, 0);
    await this.encode();
    const vector = (this.#dual.encodeQueries(this.#params, [tokenize(query)]).vector as Tensor).pick(0, null) as Tensor;
    if (isZero(vector)) return [];
    if (this.#dual.modules.relevance.ofVectors) return this.#index.search(vector, { ...options, k });
    const found = await this.#index.search(vector, { ...options, k: Math.max(k, candidates) });
    const { scores } = this.forward(
      query,
      found.map(({ id }) => textOf(this.#documents.get(id)!)),
    );
    return found
      .map(({ id }, i) => ({ id, score: scores.get(i) }))
      .sort(compareHits)
      .slice(0, k);
  }
}

const isZero = (vector: Tensor): boolean => {
  for (let i = 0; i < vector.shape[0]!; i++) if (vector.get(i) !== 0) return false;
  return true;
};

/** Each text's words with their weights, of those of a batch. */
function weighted(texts: readonly (readonly string[])[], { weights }: Encoded): WeightedWords[] {
  return texts.map((words, i) => ({ words, weights: words.map((_, j) => (weights as Tensor).get(i, j)) }));
}
