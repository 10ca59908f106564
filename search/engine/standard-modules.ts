import { attentionPooling } from "../encoders/attention-pooling.ts";
import type { DualEncoderModules } from "../encoders/dual-encoder.ts";
import type { WordEmbedding } from "../encoders/encoder.ts";
import { groupTable, ngramTable } from "../encoders/hashed-bags.ts";
import { innerProduct } from "../encoders/inner-product.ts";
import { projectedVectors } from "../encoders/projected-vectors.ts";
import { wordTable } from "../encoders/word-table.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { type DocumentFrequencies, inverseDocumentFrequency } from "../text/document-frequencies.ts";
import { vocabulary } from "../text/vocabulary.ts";
import type { EngineModules } from "./search-engine-options.ts";

const buckets = 8192;

/** The modules of an engine: those that were given, and standard ones for the others. */
export function modulesOf(
  frequencies: DocumentFrequencies,
  knowledge: readonly Knowledge[],
  given: EngineModules,
): DualEncoderModules {
  const known = knowledge.map((one): [string, WordEmbedding] => [
    one.name,
    "vectorOf" in one ? projectedVectors(one) : groupTable(one, { buckets }),
  ]);
  const standard = {
    words: wordTable(vocabulary([...frequencies.of.keys()])),
    ngrams: ngramTable({ buckets, longest: 3 }),
    ...Object.fromEntries(known),
  };
  return {
    embeddings: standard,
    query: attentionPooling(),
    document: attentionPooling(),
    relevance: innerProduct(),
    ...given,
    priorOf: (word) => Math.log(inverseDocumentFrequency(frequencies, word)),
  };
}
