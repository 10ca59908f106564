import { ArgumentError } from "attention-lab";
import { expectArray, expectId, expectText } from "../validation/expect.ts";

/** A document to be found; its text may be empty. */
export interface Document {
  readonly id: string;
  readonly title?: string;
  readonly text: string;
}

/** All that a document says: its title, and its text. */
export const textOf = ({ title = "", text }: Document): string => (title === "" ? text : `${title} ${text}`);

/** Throw unless `documents` is an array of documents with ids of their own. */
export function expectDocuments(
  caller: string,
  argument: string,
  documents: unknown,
): asserts documents is readonly Document[] {
  expectArray(caller, argument, documents);
  const ids = new Set<string>();
  documents.forEach((document, i) => {
    const { id, title, text } = (document ?? {}) as Document;
    expectId(caller, `${argument}[${i}].id`, id);
    if (title !== undefined) expectText(caller, `${argument}[${i}].title`, title);
    expectText(caller, `${argument}[${i}].text`, text);
    if (ids.has(id))
      throw new ArgumentError(caller, `${argument}[${i}].id`, `${JSON.stringify(id)} again`, "ids of their own");
    ids.add(id);
  });
}
