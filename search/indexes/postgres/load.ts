import { createHash } from "node:crypto";
import { ArgumentError, type Tensor } from "attention-lab";
import { type Document, expectDocuments, textOf } from "../../collections/document.ts";
import { expectFunction, expectInteger, expectOptions, expectText } from "../../validation/expect.ts";
import { expectVectors } from "../expect-vectors.ts";
import type { Database } from "./database.ts";
import { expectMetadata, type Metadata } from "./metadata.ts";
import { digestsOf, insertRows } from "./rows.ts";
import { expectStorable } from "./storable-text.ts";

/** A document that may have metadata. */
export interface LoadedDocument extends Document {
  readonly metadata?: Metadata;
}

/** How far loading is. */
export interface LoadProgress {
  /** Documents that were encoded and written. */
  readonly written: number;
  /** Documents that were there already, from the same text, metadata and encoder. */
  readonly kept: number;
}

/** Options of loading. */
export interface PostgresLoadOptions {
  /** The vectors [n, dimension] of n texts. */
  readonly encode: (texts: readonly string[]) => Tensor | Promise<Tensor>;
  /** A name for this encoder and its parameters, "" unless given: rows that one of another name made are made anew. */
  readonly encoder?: string;
  /** How many documents are encoded and written at a time, 256 unless given. */
  readonly batch?: number;
  /** Told after every batch how far it is. */
  readonly progress?: (progress: LoadProgress) => void;
}

/** Where documents are loaded to. */
export interface Target {
  readonly database: Database;
  readonly table: string;
  readonly dimension: number;
}

const caller = "postgres.load";

/** Encode documents and write them in batches, each whole or not at all; what is there already is passed over. */
export async function load(
  { database, table, dimension }: Target,
  documents: Iterable<LoadedDocument> | AsyncIterable<LoadedDocument>,
  options: PostgresLoadOptions,
): Promise<LoadProgress> {
  expectOptions(caller, options, ["encode", "encoder", "batch", "progress"]);
  const { encode, encoder = "", batch = 256, progress = () => {} } = options;
  expectFunction(caller, "encode", encode);
  expectFunction(caller, "progress", progress);
  expectText(caller, "encoder", encoder);
  expectInteger(caller, "batch", batch, 1);
  let [written, kept] = [0, 0];
  for await (const documents_ of batchesOf(documents, batch)) {
    expectDocuments(caller, "documents", documents_);
    const rows = documents_.map(({ id, metadata = {}, ...document }) => {
      expectStorable(caller, "id", id);
      expectMetadata(caller, `metadata of ${JSON.stringify(id)}`, metadata);
      const text = textOf({ id, ...document });
      return { id, text, metadata, digest: digestOf([encoder, text, metadata]) };
    });
    const there = await digestsOf(
      database.query,
      table,
      rows.map(({ id }) => id),
    );
    const wanted = rows.filter(({ id, digest }) => there.get(id) !== digest);
    if (wanted.length > 0) {
      const vectors = await encode(wanted.map(({ text }) => text));
      const numbers = expectVectors(caller, vectors, wanted.length, dimension);
      const embeddingOf = (i: number): Float32Array => numbers.subarray(i * dimension, (i + 1) * dimension);
      // One statement is a transaction of its own.
      await insertRows(
        database.query,
        table,
        wanted.map(({ id, metadata, digest }, i) => ({ id, metadata, digest, embedding: embeddingOf(i) })),
        true,
      );
    }
    written += wanted.length;
    kept += rows.length - wanted.length;
    progress({ written, kept });
  }
  return { written, kept };
}

async function* batchesOf<T>(items: Iterable<T> | AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  if (typeof items !== "object" || items === null)
    throw new ArgumentError(caller, "documents", `type ${typeof items}`, "documents, one after another");
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const digestOf = (made: unknown): string => createHash("sha256").update(JSON.stringify(made)).digest("hex");
