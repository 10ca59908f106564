import { expect, test } from "vitest";
import { Outputs } from "../../../tools/runner/execute/outputs.ts";
import { header, type Message } from "../../../tools/runner/protocol/message.ts";

const message = (type: string, content: Message["content"]): Message => ({
  identities: [],
  header: header(type, "session"),
  parent: {},
  content,
});
const stream = (name: string, text: string): Message => message("stream", { name, text });
const display = (type: string, text: string, id?: string): Message =>
  message(type, { data: { "text/plain": text }, metadata: {}, transient: id === undefined ? {} : { display_id: id } });

test("receive joins text of the same stream, and keeps the order of different ones", () => {
  const outputs = new Outputs();
  for (const one of [stream("stdout", "a"), stream("stdout", "b\n"), stream("stderr", "c"), stream("stdout", "d")]) {
    outputs.receive(0, one);
  }
  expect(outputs.cell(0).outputs).toEqual([
    { output_type: "stream", name: "stdout", text: "ab\n" },
    { output_type: "stream", name: "stderr", text: "c" },
    { output_type: "stream", name: "stdout", text: "d" },
  ]);
});

test("receive applies display updates in place, also from another cell, and keeps nothing transient", () => {
  const outputs = new Outputs();
  outputs.receive(0, display("display_data", "0 %", "bar"));
  outputs.receive(0, display("display_data", "other"));
  outputs.receive(1, display("update_display_data", "100 %", "bar"));
  expect(outputs.cell(0).outputs).toEqual([
    { output_type: "display_data", data: { "text/plain": "100 %" }, metadata: {} },
    { output_type: "display_data", data: { "text/plain": "other" }, metadata: {} },
  ]);
  expect(outputs.cell(1).outputs).toEqual([]);
});

test("receive takes the execution count when the cell starts", () => {
  const outputs = new Outputs();
  outputs.receive(2, message("execute_input", { code: "1", execution_count: 5 }));
  expect(outputs.cell(2).executionCount).toBe(5);
  expect(outputs.cell(0).executionCount).toBeNull();
});

test("failed is true as soon as any cell has an error", () => {
  const outputs = new Outputs();
  expect(outputs.failed).toBe(false);
  outputs.receive(0, message("error", { ename: "Error", evalue: "no", traceback: ["Error: no"] }));
  expect(outputs.failed).toBe(true);
  expect(outputs.cell(0).outputs).toEqual([
    { output_type: "error", ename: "Error", evalue: "no", traceback: ["Error: no"] },
  ]);
});
