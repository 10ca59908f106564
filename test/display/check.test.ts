import { CheckError, check } from "notebook-display";
import { expect, test } from "vitest";
import { inCell } from "./kernel.ts";

const mime = "application/vnd.attention-lab.check+json";

test("check(…) that passes shows the value beside its bound, at once", async () => {
  const [output, ...more] = await inCell(() => check("B1.sum", "weights sum to 1", 2.220446e-16, { below: 1e-12 }));
  expect(more).toEqual([]);
  expect(output).toMatchObject({ update: false, transient: {}, metadata: {} });
  expect(output!.data["text/plain"]).toBe("✓ B1.sum  weights sum to 1: 2.2e-16 < 1e-12");
  expect(output!.data[mime]).toEqual({
    key: "B1.sum",
    statement: "weights sum to 1",
    value: 2.220446e-16,
    bound: { below: 1e-12 },
    passed: true,
  });
});

test("check(…) that fails is shown first, then throws a CheckError", async () => {
  let thrown: unknown;
  const sent = await inCell(() => {
    try {
      check("B1.sum", "weights sum to 1", 0.3, { below: 0.1 });
    } catch (error) {
      thrown = error;
    }
  });
  expect(sent.map(({ data }) => data["text/plain"])).toEqual(["✗ B1.sum  weights sum to 1: 0.3 is not below 0.1"]);
  expect(sent[0]!.data[mime]).toMatchObject({ passed: false });
  expect(thrown).toBeInstanceOf(CheckError);
  expect(thrown).toMatchObject({
    name: "CheckError",
    key: "B1.sum",
    message: "check failed: B1.sum: weights sum to 1: 0.3 is not below 0.1",
  });
});

test("check(…) keeps the order of calls", async () => {
  const sent = await inCell(() => {
    for (const i of [1, 2, 3]) check(`A.n${i}`, "positive", i, { above: 0 });
  });
  expect(sent.map(({ data }) => (data[mime] as { key: string }).key)).toEqual(["A.n1", "A.n2", "A.n3"]);
});

test("check(…) writes values that JSON cannot hold as texts", async () => {
  for (const value of [Number.NaN, Infinity, -Infinity]) {
    const sent = await inCell(() => expect(() => check("A.n", "s", value, { equals: 1 })).toThrow(CheckError));
    expect(sent[0]!.data[mime]).toMatchObject({ value: String(value) });
    expect(JSON.parse(JSON.stringify(sent[0]!.data[mime]))).toEqual(sent[0]!.data[mime]);
  }
});

test("check(…) shows a hostile statement and value as texts", async () => {
  const evil = `<img src=x onerror="alert(1)">`;
  const [output] = await inCell(() => check("A.n", evil, evil, { equals: evil }));
  expect(output!.data["text/html"]).not.toContain("<img");
  expect(output!.data["text/html"]).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
});

test("check(…) without a kernel is quiet when it passes, and throws when it fails", () => {
  expect(check("A.n", "s", 1, { below: 2 })).toBeUndefined();
  expect(() => check("A.n", "s", 3, { below: 2 })).toThrow("check failed: A.n: s: 3 is not below 2");
});
