import { ArgumentError, random, type Tensor, toArray, zeros } from "attention-lab";
import { type Document, expectDocuments, textOf } from "../collections/document.ts";
import { DualEncoder, type DualEncoderParams } from "../encoders/dual-encoder.ts";
import { flat } from "../indexes/flat.ts";
import type { SearchOptions, VectorIndex } from "../indexes/vector-index.ts";
import type { Hit } from "../ranking/hit.ts";
import { documentFrequencies } from "../text/document-frequencies.ts";
import { tokenize } from "../text/tokenize.ts";
import {
  describe,
  expectArray,
  expectFunction,
  expectInteger,
  expectOptions,
  expectText,
} from "../validation/expect.ts";
import { expectEngineOptions, expectTrainOptions } from "./expect-options.ts";
import { flatten, replaced } from "./parameters.ts";
import { batchesOf, candidates, type Readable, rescored } from "./ranked-documents.ts";
import { readWords } from "./read-words.ts";
import { type Contents, loadEngine, saveEngine } from "./saved-engine.ts";
import type { EncodeOptions, Explained, LoadOptions, SearchEngineOptions } from "./search-engine-options.ts";
import { modulesOf } from "./standard-modules.ts";
import { train } from "./train.ts";
import type { Training, TrainOptions } from "./train-options.ts";
import { weighted, wordsOf } from "./weighted-words.ts";

/**
 * A search engine that learns: documents and queries become vectors by attention over their words, and a document is found
 * when its vector is close to that of the query. Before training it compares words by their characters, and by what it knows
 * of them from elsewhere. Of a text the first 512 words are read: {@link passages} takes longer ones apart.
 *
 * @example
 * ```ts
 * const documents = [{ id: "a", text: "red apple" }, { id: "b", text: "yellow taxi" }];
 * const engine = new SearchEngine({ documents, seed: 1 });
 * (await engine.search("apples", { k: 1 })).map(({ id }) => id); // ["a"]
 * ```
 */
export class SearchEngine {
  readonly #contents: Omit<Contents, "documents">;
  readonly #dual: DualEncoder;
  readonly #documents: Map<string, Document>;
  readonly #index: VectorIndex;
  /** The documents whose vectors in the index are those of the present parameters. */
  readonly #encoded = new Set<string>();
  /** Whether the index has all that can be found. */
  #complete = false;
  #params: DualEncoderParams;
  /** What changes the index, or what it is to hold, waits for what does so already. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SearchEngineOptions) {
    expectEngineOptions("SearchEngine", options);
    const { documents, seed, dimension = 128, dtype = "float32", knowledge = [], modules = {} } = options;
    this.#documents = new Map(documents.map((document) => [document.id, document]));
    const frequencies =
      options.frequencies ?? documentFrequencies(documents.map((document) => tokenize(textOf(document))));
    this.#contents = { frequencies, dimension, dtype, knowledge };
    this.#dual = new DualEncoder(modulesOf(frequencies, knowledge, modules));
    this.#params = this.#dual.initialise(random(seed), dimension, dtype);
    this.#index = options.index ?? flat({ dimension });
  }

  /**
   * The engine that was saved to a file. Documents are encoded when they are first searched.
   *
   * @throws ArgumentError when the file is no saved engine, of another version, or damaged, or when knowledge or modules are
   * not those that it was saved with.
   */
  static async load(file: string, options: LoadOptions = {}): Promise<SearchEngine> {
    const caller = "SearchEngine.load";
    expectText(caller, "file", file);
    expectOptions(caller, options, ["knowledge", "modules", "index", "encoded"]);
    const { encoded = false, ...parts } = options;
    const { contents, paramsLike } = await loadEngine(caller, file, options.knowledge ?? []);
    const engine = new SearchEngine({ ...parts, ...contents, seed: 0 });
    engine.#params = replaced(engine.#params, paramsLike(engine.#params));
    if (encoded) await engine.#take(caller);
    return engine;
  }

  /** Write everything but the code of modules and knowledge to one file, whole or not at all. */
  async save(file: string): Promise<void> {
    expectText("SearchEngine.save", "file", file);
    await saveEngine(file, { ...this.#contents, documents: [...this.#documents.values()] }, this.#params);
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
    const documents = wordsOf(caller, texts);
    const words = readWords(query);
    const scored = this.#dual.forward(this.#params, [words], documents);
    const scores = (scored.scores as Tensor).pick(0, null) as Tensor;
    return { scores, query: weighted([words], scored.queries)[0]!, documents: weighted(documents, scored.documents) };
  }

  /** The vectors of texts as documents [texts, d], for an index of one's own; zeros for a text without words. */
  documentVectors(texts: readonly string[]): Tensor {
    const read = wordsOf("SearchEngine.documentVectors", texts);
    if (read.length === 0) return zeros([0, this.#contents.dimension], this.#contents.dtype);
    return this.#dual.encodeDocuments(this.#params, read).vector as Tensor;
  }

  /** The vector of a query [d], which such an index is asked for; zeros for a query without words. */
  queryVector(query: string): Tensor {
    expectText("SearchEngine.queryVector", "query", query);
    return (this.#dual.encodeQueries(this.#params, [readWords(query)]).vector as Tensor).pick(0, null) as Tensor;
  }

  /** Encode the documents that the index does not have yet. A search does so, too; this tells how far it is. */
  async encode(options: EncodeOptions = {}): Promise<void> {
    const caller = "SearchEngine.encode";
    expectOptions(caller, options, ["batchSize", "onBatch"]);
    const { batchSize = 256, onBatch } = options;
    expectInteger(caller, "batchSize", batchSize, 1);
    if (onBatch !== undefined) expectFunction(caller, "onBatch", onBatch);
    await this.#inTurn(async () => {
      if (this.#complete) return;
      const waiting = [...this.#documents.keys()].filter((id) => !this.#encoded.has(id)).map((id) => this.#read(id));
      const batches = batchesOf(waiting, batchSize);
      const documents = batches.flat().length;
      let encoded = 0;
      for (const batch of batches) {
        const ids = batch.map(({ id }) => id);
        const texts = batch.map(({ words }) => words);
        await this.#index.add(ids, this.#dual.encodeDocuments(this.#params, texts).vector as Tensor);
        for (const id of ids) this.#encoded.add(id);
        encoded += batch.length;
        onBatch?.({ encoded, documents });
      }
      this.#complete = true;
    });
  }

  /** Add documents with new ids: all of them, or none when one is refused. Which words are known stays as it was. */
  add(documents: readonly Document[]): void {
    const caller = "SearchEngine.add";
    expectDocuments(caller, "documents", documents);
    documents.forEach(({ id }, i) => {
      if (this.#documents.has(id))
        throw new ArgumentError(
          caller,
          `documents[${i}].id`,
          `${JSON.stringify(id)} again`,
          "ids that are not there yet",
        );
    });
    for (const document of documents) this.#documents.set(document.id, document);
    this.#complete = false;
  }

  /** Remove the documents with these ids: all of them, or none when one is not there. */
  async remove(ids: readonly string[]): Promise<void> {
    const caller = "SearchEngine.remove";
    expectArray(caller, "ids", ids);
    await this.#inTurn(async () => {
      ids.forEach((id, i) => {
        if (!this.#documents.has(id as string))
          throw new ArgumentError(caller, `ids[${i}]`, describe(id), "the id of a document");
      });
      await this.#index.remove(ids.filter((id) => this.#encoded.has(id)));
      for (const id of ids) {
        this.#encoded.delete(id);
        this.#documents.delete(id);
      }
    });
  }

  /** The documents that are most relevant to a query, best first; none for a query without words. */
  async search(query: string, options: SearchOptions = {}): Promise<Hit[]> {
    const caller = "SearchEngine.search";
    expectText(caller, "query", query);
    expectOptions(caller, options, ["k", "filter"]);
    const { k = 10 } = options;
    expectInteger(caller, "k", k, 0);
    await this.encode();
    const vector = this.queryVector(query);
    if ((toArray(vector) as number[]).every((x) => x === 0)) return [];
    if (this.#dual.modules.relevance.ofVectors) return this.#index.search(vector, { ...options, k });
    const found = await this.#index.search(vector, { ...options, k: Math.max(k, candidates) });
    const readable = found.filter(({ id }) => this.#documents.has(id)).map(({ id }) => this.#read(id));
    return rescored(this.#dual, this.#params, readWords(query), readable, k);
  }

  /**
   * Train all parts on judged queries; the documents are encoded anew after that. The same seed gives the same parameters,
   * bit for bit, on one backend. When it throws, the engine stays as it was.
   *
   * @throws ArgumentError when an option is wrong; TrainingError when a loss or a gradient is NaN or infinite.
   */
  async train(options: TrainOptions): Promise<Training> {
    expectTrainOptions("SearchEngine.train", options, flatten(this.#params));
    return this.#inTurn(async () => {
      const documents = new Map([...this.#documents.keys()].map((id) => [id, this.#read(id)]));
      const trainee = { dual: this.#dual, params: this.#params, dtype: this.#contents.dtype, documents };
      const { params, bestEpoch, history } = train(trainee, options);
      await this.#index.remove([...this.#encoded]);
      this.#encoded.clear();
      this.#complete = false;
      this.#params = params;
      return { bestEpoch, history };
    });
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Take the vectors of the index for those of the documents. */
  async #take(caller: string): Promise<void> {
    const ids = [...this.#documents.keys()].filter((id) => this.#read(id).words.length > 0);
    const size = await this.#index.size();
    if (size !== ids.length)
      throw new ArgumentError(caller, "index", `${size} vectors`, `those of ${ids.length} documents with words`);
    for (const id of ids) this.#encoded.add(id);
  }

  #read(id: string): Readable {
    return { id, words: readWords(textOf(this.#documents.get(id)!)) };
  }
}
