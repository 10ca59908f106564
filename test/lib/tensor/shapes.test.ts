import { expect, test } from "vitest";
import { zeros } from "../../../lib/index.ts";
import { shapes } from "../../../lib/tensor/shapes.ts";

test("shapes(caller, args) binds each named axis to its length", () => {
  const { n, m, d, lead } = shapes("f", { q: [zeros([2, 3]), "n d"], k: [zeros([5, 3]), "m d"] });
  expect({ n, m, d, lead }).toEqual({ n: 2, m: 5, d: 3, lead: [] });
});

test("shapes(caller, args) broadcasts the leading axes that … stands for", () => {
  const leadOf = (...of: number[][]) =>
    shapes("f", Object.fromEntries(of.map((lead, i) => [`x${i}`, [zeros([...lead, 3]), "… d"] as const]))).lead;
  expect(leadOf([2, 1], [7])).toEqual([2, 7]);
  expect(leadOf([], [5])).toEqual([5]);
  expect(leadOf([5], [])).toEqual([5]);
  expect(leadOf([1], [5], [3, 1])).toEqual([3, 5]);
});

test("shapes(caller, args) lets a parameter of fixed rank stand beside batches", () => {
  expect(shapes("f", { q: [zeros([7, 2, 3]), "… n d"], W: [zeros([3, 5]), "d h"] })).toEqual({
    n: 2,
    d: 3,
    h: 5,
    lead: [7],
  });
});

const message = (...args: Parameters<typeof shapes>) => {
  try {
    shapes(...args);
  } catch (error) {
    return String(error);
  }
  return "nothing thrown";
};

test("shapes(caller, args) refuses a rank, by the pattern", () => {
  expect(message("f", { x: [zeros([3]), "… n d"] })).toBe("ArgumentError: f: x has shape [3], expected […, n, d]");
  expect(message("f", { x: [zeros([2, 3, 5]), "n d"] })).toBe(
    "ArgumentError: f: x has shape [2, 3, 5], expected [n, d]",
  );
});

test("shapes(caller, args) refuses a length, and says which argument fixed it", () => {
  expect(message("f", { q: [zeros([2, 3]), "… n d"], k: [zeros([5, 7]), "… m d"] })).toBe(
    "ArgumentError: f: k has shape [5, 7], expected […, m, d] with d = 3 (from q)",
  );
  expect(message("f", { x: [zeros([2, 3]), "n n"] })).toBe(
    "ArgumentError: f: x has shape [2, 3], expected [n, n] with n = 2 (from x)",
  );
});

test("shapes(caller, args) refuses leading axes that do not broadcast, and says which argument fixed them last", () => {
  const args = (...leads: number[][]) =>
    Object.fromEntries(leads.map((lead, i) => ["qkv"[i]!, [zeros([...lead, 3]), "… d"] as const]));
  expect(message("f", args([2], [3]))).toBe(
    "ArgumentError: f: k has shape [3, 3], expected leading axes that broadcast with [2] (from q)",
  );
  expect(message("f", args([1], [5], [2]))).toBe(
    "ArgumentError: f: v has shape [2, 3], expected leading axes that broadcast with [5] (from k)",
  );
  expect(message("f", args([5], [1], [2]))).toBe(
    "ArgumentError: f: v has shape [2, 3], expected leading axes that broadcast with [5] (from q)",
  );
});

test("shapes(caller, args) refuses empty axes", () => {
  expect(message("f", { x: [zeros([0, 3]), "… n d"] })).toBe(
    "ArgumentError: f: x has shape [0, 3], expected […, n, d] with n above 0",
  );
  expect(message("f", { x: [zeros([0, 2, 3]), "… n d"] })).toBe(
    "ArgumentError: f: x has shape [0, 2, 3], expected […, n, d] with no empty axis",
  );
});

test("shapes(caller, args) refuses two dtypes", () => {
  expect(message("f", { q: [zeros([2]), "d"], k: [zeros([2], "float32"), "d"] })).toBe(
    "ArgumentError: f: k has dtype float32, expected float64 (from q)",
  );
});
