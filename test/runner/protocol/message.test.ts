import { expect, test } from "vitest";
import { answer, decode, encode, header, type Message } from "../../../tools/runner/protocol/message.ts";

const request: Message = {
  identities: [Buffer.from("client")],
  header: header("execute_request", "session"),
  parent: {},
  content: { code: "1 + 1" },
};

test("decode(encode(message, key), key) is the message", () => {
  expect(decode(encode(request, "key"), "key")).toEqual(request);
});

test("decode(frames, key) is undefined for frames signed with another key", () => {
  expect(decode(encode(request, "other"), "key")).toBeUndefined();
});

test("decode(frames, key) is undefined when the content was changed on its way", () => {
  const frames = encode(request, "key");
  frames[frames.length - 1] = Buffer.from('{"code":"2 + 2"}');
  expect(decode(frames, "key")).toBeUndefined();
});

test("decode(frames, key) is undefined for frames that are no message", () => {
  expect(decode([], "key")).toBeUndefined();
  expect(decode([Buffer.from("hello")], "key")).toBeUndefined();
});

test("answer(request, type, content) goes back to who asked and names the request as its parent", () => {
  const reply = answer(request, "execute_reply", { status: "ok" });
  expect(reply.identities).toBe(request.identities);
  expect(reply.parent).toBe(request.header);
  expect(reply.header).toMatchObject({ msg_type: "execute_reply", session: "session" });
  expect(reply.header.msg_id).not.toBe(request.header.msg_id);
});
