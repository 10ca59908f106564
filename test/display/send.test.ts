import { afterEach, expect, test, vi } from "vitest";
import { hasKernel, send } from "../../tools/display/send.ts";
import { inCell } from "./kernel.ts";

const data = { "text/plain": "hello" };
afterEach(() => vi.unstubAllGlobals());

test("send(bundle) goes to tslab, whose writer is that of the running cell", async () => {
  expect(await inCell(() => send({ data }))).toEqual([{ data, metadata: {}, transient: {}, update: false }]);
  expect(await inCell(() => expect(hasKernel()).toBe(true))).toEqual([]);
});

test("send(bundle, { id, update }) replaces an output", async () => {
  const sent = await inCell(() => send({ data, metadata: { a: 1 } }, { id: "one", update: true }));
  expect(sent).toEqual([{ data, metadata: { a: 1 }, transient: { display_id: "one" }, update: true }]);
});

test("send(bundle) goes to Deno's kernel", () => {
  const broadcast = vi.fn(async () => undefined);
  vi.stubGlobal("Deno", { jupyter: { broadcast } });
  expect(send({ data })).toBe(true);
  send({ data }, { id: "one", update: true });
  expect(broadcast.mock.calls).toEqual([
    ["display_data", { data, metadata: {}, transient: {} }],
    ["update_display_data", { data, metadata: {}, transient: { display_id: "one" } }],
  ]);
});

test("send(bundle) goes to a Deno whose broadcast returns nothing", () => {
  vi.stubGlobal("Deno", { jupyter: { broadcast: () => undefined } });
  expect(send({ data })).toBe(true);
});

test("send(bundle) reports when Deno's kernel refuses, and rejects nothing unseen", async () => {
  const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.stubGlobal("Deno", { jupyter: { broadcast: async () => Promise.reject(new Error("gone")) } });
  send({ data });
  await vi.waitFor(() => expect(error).toHaveBeenCalledWith("notebook-display: Error: gone"));
  error.mockRestore();
});

test("send(bundle) does nothing in plain Node", () => {
  expect(hasKernel()).toBe(false);
  expect(send({ data })).toBe(false);
});
