// Of every platform, but not of the language.
interface TextCoding {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (
    label: "utf-8",
    options: { fatal: true; ignoreBOM: true },
  ) => { decode(bytes: Uint8Array): string };
}

const platform = globalThis as unknown as TextCoding;

/** The bytes of a text. */
export function encodeText(text: string): Uint8Array {
  return new platform.TextEncoder().encode(text);
}

/**
 * The text of bytes.
 *
 * @throws TypeError when they are none.
 */
export function decodeText(bytes: Uint8Array): string {
  return new platform.TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
