import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** The header of a Jupyter message; `msg_id` ties replies and outputs to their request. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A Jupyter message as it travels, without its signature. */
export interface Message {
  /** Routing prefix a ROUTER socket put in front; replies carry it back. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  readonly parent: Partial<Header>;
  readonly content: Readonly<Record<string, unknown>>;
}

const delimiter = Buffer.from("<IDS|MSG>");
const version = "5.3";

const sign = (key: string, parts: readonly Uint8Array[]): Buffer => {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return Buffer.from(mac.digest("hex"));
};

/** A header for a message of the given type that this side starts. */
export function header(type: string, session: string): Header {
  return { msg_id: randomUUID(), msg_type: type, session, username: "", date: new Date().toISOString(), version };
}

/** A message that answers, or belongs to, `request`. */
export function answer(request: Message, type: string, content: Message["content"]): Message {
  return {
    identities: request.identities,
    header: header(type, request.header.session),
    parent: request.header,
    content,
  };
}

/** The frames of `message`, signed with `key`. */
export function encode(message: Message, key: string): Uint8Array[] {
  const parts = [message.header, message.parent, {}, message.content].map((part) => Buffer.from(JSON.stringify(part)));
  return [...message.identities, delimiter, sign(key, parts), ...parts];
}

/** The message in `frames`; undefined for anything not signed with `key`: who does not hold it is not heard. */
export function decode(frames: readonly Uint8Array[], key: string): Message | undefined {
  const start = frames.findIndex((frame) => delimiter.equals(frame));
  const signature = frames[start + 1];
  const parts = frames.slice(start + 2);
  if (start < 0 || signature === undefined || parts.length < 4) return undefined;
  const expected = sign(key, parts);
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return undefined;
  const [head, parent, , content] = parts.map((part) => JSON.parse(Buffer.from(part).toString()));
  return { identities: frames.slice(0, start), header: head, parent, content };
}
