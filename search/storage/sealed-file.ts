import { createHash, randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { ArgumentError } from "attention-lab";

// A sealed file: 8 bytes "attnsrch"; the version of the format in 4 bytes; SHA-256 of all that follows in 32; the length
// of the header in 4; the header, JSON in UTF-8 with the kind of file and the lengths of its parts; the parts. Numbers
// are little-endian.
const magic = "attnsrch";
const version = 1;
const start = 8 + 4 + 32;

/** What a sealed file holds. */
export interface Sealed {
  /** What the file is about, as JSON. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly parts: readonly Uint8Array[];
}

const digestOf = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/** Write a file of this kind, whole or not at all: under another name first, which then replaces what was there. */
export async function writeSealed(file: string, kind: string, { about, parts }: Sealed): Promise<void> {
  const header = Buffer.from(JSON.stringify({ kind, about, lengths: parts.map(({ byteLength }) => byteLength) }));
  const head = Buffer.alloc(start + 4);
  head.write(magic, "latin1");
  head.writeUInt32LE(version, 8);
  head.writeUInt32LE(header.length, start);
  const bytes = Buffer.concat([head, header, ...parts]);
  digestOf(bytes.subarray(start)).copy(bytes, 12);
  // A name of its own: several may write the file at the same time, and the last to end it wins.
  const part = `${file}.${randomUUID()}.part`;
  try {
    await writeFile(part, bytes);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * Read a file of this kind.
 *
 * @throws ArgumentError when it is another, of another version, or damaged.
 */
export async function readSealed(caller: string, file: string, kind: string): Promise<Sealed> {
  const bytes = await readFile(file);
  const refuse = (has: string, expected: string): never => {
    throw new ArgumentError(caller, `file ${JSON.stringify(file)}`, has, expected);
  };
  if (bytes.toString("latin1", 0, 8) !== magic) refuse("another format", `a saved ${kind}`);
  if (bytes.length < start + 4) refuse(`${bytes.length} bytes`, `at least ${start + 4}: it is damaged`);
  const found = bytes.readUInt32LE(8);
  if (found !== version) refuse(`version ${found}`, `version ${version}`);
  if (!digestOf(bytes.subarray(start)).equals(bytes.subarray(12, start)))
    refuse("another checksum than it was saved with", "all as it was saved: it is damaged");
  // From here on it is as it was written.
  let at = start + 4 + bytes.readUInt32LE(start);
  const header = JSON.parse(bytes.toString("utf8", start + 4, at));
  if (header.kind !== kind) refuse(`a saved ${header.kind}`, `a saved ${kind}`);
  const parts = header.lengths.map((length: number) => {
    at += length;
    // A copy, in memory of its own: views of numbers must be aligned.
    return new Uint8Array(bytes.subarray(at - length, at));
  });
  return { about: header.about, parts };
}
