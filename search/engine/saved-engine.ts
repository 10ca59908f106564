import { createHash } from "node:crypto";
import { ArgumentError, type DType, loadParameters, saveParameters } from "attention-lab";
import type { Document } from "../collections/document.ts";
import type { DualEncoderParams } from "../encoders/dual-encoder.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { readSealed, writeSealed } from "../storage/sealed-file.ts";
import type { DocumentFrequencies } from "../text/document-frequencies.ts";
import { type FlatParams, flatten } from "./parameters.ts";

const kind = "search engine";

/** What a file holds of an engine, besides its parameters. */
export interface Contents {
  readonly documents: readonly Document[];
  readonly frequencies: DocumentFrequencies;
  readonly dimension: number;
  readonly dtype: DType;
  readonly knowledge: readonly Knowledge[];
}

/** Write an engine to one file, whole or not at all. Modules and knowledge are code: they stay outside. */
export async function saveEngine(file: string, contents: Contents, params: DualEncoderParams): Promise<void> {
  const { frequencies, knowledge, ...others } = contents;
  const about = {
    ...others,
    frequencies: { documents: frequencies.documents, of: [...frequencies.of] },
    knowledge: knowledge.map((one) => ({ name: one.name, digest: digestOf(one, frequencies) })),
  };
  await writeSealed(file, kind, { about, parts: [saveParameters(flatten(params))] });
}

/** The engine in a file, which was saved with this knowledge; its parameters are for `like`, those of the same modules. */
export async function loadEngine(
  caller: string,
  file: string,
  knowledge: readonly Knowledge[],
): Promise<{ contents: Contents; paramsLike: (like: DualEncoderParams) => FlatParams }> {
  const { about, parts } = await readSealed(caller, file, kind);
  const { frequencies, knowledge: known, ...others } = about as unknown as Saved;
  const contents = { ...others, frequencies: { ...frequencies, of: new Map(frequencies.of) }, knowledge };
  expectKnowledge(caller, knowledge, known, contents.frequencies);
  return { contents, paramsLike: (like) => loadParameters(parts[0]!, flatten(like)) };
}

/** What the engine in a file is made of: the length of its vectors, and the names of its knowledge. */
export async function madeOf(caller: string, file: string): Promise<{ dimension: number; knowledge: string[] }> {
  const { dimension, knowledge } = (await readSealed(caller, file, kind)).about as unknown as Saved;
  return { dimension, knowledge: knowledge.map(({ name }) => name) };
}

interface Known {
  readonly name: string;
  readonly digest: string;
}

interface Saved extends Omit<Contents, "frequencies" | "knowledge"> {
  readonly frequencies: { readonly documents: number; readonly of: readonly (readonly [string, number])[] };
  readonly knowledge: readonly Known[];
}

function expectKnowledge(
  caller: string,
  given: readonly Knowledge[],
  saved: readonly Known[],
  frequencies: DocumentFrequencies,
): void {
  const names = (all: readonly { readonly name: string }[]): string =>
    all.length === 0 ? "none" : all.map(({ name }) => JSON.stringify(name)).join(", ");
  if (names(given) !== names(saved)) throw new ArgumentError(caller, "knowledge", names(given), names(saved));
  given.forEach((one, i) => {
    if (digestOf(one, frequencies) !== saved[i]!.digest) {
      const has = "other knowledge of the same words";
      throw new ArgumentError(caller, `knowledge ${JSON.stringify(one.name)}`, has, "that which it was saved with");
    }
  });
}

// A look at some words of the vocabulary tells another version of the same knowledge.
const looks = 100;

function digestOf(knowledge: Knowledge, { of }: DocumentFrequencies): string {
  const words = [...of.keys()];
  const some = words.filter((_, i) => i % Math.ceil(words.length / looks) === 0);
  const said = some.map((word) =>
    "vectorOf" in knowledge ? Array.from(knowledge.vectorOf(word) ?? []) : knowledge.groupsOf(word),
  );
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}
