import { progress } from "notebook-display";
import { expect, test } from "vitest";
import { inCell } from "./kernel.ts";

const texts = (sent: { data: Readonly<Record<string, unknown>> }[]): unknown[] =>
  sent.map(({ data }) => data["text/plain"]);

test("progress(label, total) redraws one output", async () => {
  const sent = await inCell(() => {
    const bar = progress("training", 4);
    bar.update(1);
    bar.update(2, "loss 0.5");
    bar.finish();
  });
  expect(texts(sent)).toEqual(["training 0/4", "training 1/4", "training 2/4 loss 0.5", "training 4/4 loss 0.5"]);
  expect(sent.map(({ update }) => update)).toEqual([false, true, true, true]);
  expect(new Set(sent.map(({ transient }) => transient.display_id)).size).toBe(1);
  expect(sent[0]!.transient.display_id).toMatch(/\S/);
});

test("progress(label, total) redraws only when the whole per cent changes, whatever the time", async () => {
  const sent = await inCell(() => {
    const bar = progress("training", 100_000);
    for (let i = 0; i <= 100_000; i++) bar.update(i);
  });
  expect(sent.length).toBe(101);
  expect(texts(sent).at(-1)).toBe("training 100000/100000");
});

test("finish() keeps the last note, shown or not", async () => {
  const sent = await inCell(() => {
    const bar = progress("training", 1000);
    bar.update(10, "loss 2");
    bar.update(11, "loss 1");
    bar.finish();
  });
  expect(texts(sent)).toEqual(["training 0/1000", "training 10/1000 loss 2", "training 1000/1000 loss 1"]);
});

test("two bars have two outputs", async () => {
  const sent = await inCell(() => [progress("a", 1), progress("b", 1)]);
  expect(new Set(sent.map(({ transient }) => transient.display_id)).size).toBe(2);
});

test("progress(label, total) shows a hostile label and note as texts", async () => {
  const evil = `"><img src=x onerror=alert(1)>`;
  const sent = await inCell(() => progress(evil, 1).finish(evil));
  for (const { data } of sent) expect(data["text/html"]).not.toContain("<img");
});

test("progress(label, total) refuses impossible numbers", () => {
  expect(() => progress("a", 0)).toThrow(new Error("progress: total is 0, expected a positive number"));
  expect(() => progress("a", Number.NaN)).toThrow(new Error("progress: total is NaN, expected a positive number"));
  expect(() => progress("a", 3).update(4)).toThrow(new Error("progress: done is 4, expected 0 to 3"));
  expect(() => progress("a", 3).update(Number.NaN)).toThrow(new Error("progress: done is NaN, expected 0 to 3"));
});
