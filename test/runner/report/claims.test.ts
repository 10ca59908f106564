import path from "node:path";
import { expect, test } from "vitest";
import { type Claims, parseClaims, readClaims } from "../../../tools/runner/report/claims.ts";
import { ClaimsError } from "../../../tools/runner/report/claims-error.ts";

const source = { title: "A text", url: "https://example.org", language: "en" };
const claim = {
  id: "B1",
  source: "B",
  statement: "It sums to 1.",
  notebook: "01-a",
  keys: ["sum"],
  outcome: "verified",
};
const sound = { sources: { B: source }, claims: [claim] };
const parse = (value: unknown): Claims => parseClaims(JSON.stringify(value), "claims.json");
const withClaim = (change: object): object => ({ ...sound, claims: [{ ...claim, ...change }] });
const withSource = (change: object): object => ({ ...sound, sources: { B: { ...source, ...change } } });

test("parseClaims(content) reads sources and claims, with or without what may be left out", () => {
  expect(parse(sound)).toEqual(sound);
  const full = withClaim({ note: "Not quite.", literature: "Watson 1964" });
  expect(parse(full)).toEqual(full);
  expect(parse({ ...sound, sources: { B: { title: "A text", language: "zh-Hans" } } }).sources.B?.url).toBeUndefined();
});

test("parseClaims(content) lets a claim that is not computed be without checks", () => {
  expect(parse(withClaim({ outcome: "cited, not computed", keys: [] })).claims[0]?.keys).toEqual([]);
});

test.each<[unknown, string]>([
  [[], "claims.json is [], expected an object"],
  [{ ...sound, claims: {} }, "claims.json: claims is {}, expected an array"],
  [{ claims: [] }, "claims.json: sources is missing, expected an object"],
  [withSource({ title: " " }), 'claims.json: sources.B.title is " ", expected a text'],
  [
    withSource({ url: "javascript:alert(1)" }),
    'claims.json: sources.B.url is "javascript:alert(1)", expected an address that begins with https://',
  ],
  [
    withSource({ language: "Chinese, simplified" }),
    'claims.json: sources.B.language is "Chinese, simplified", expected a language tag like en',
  ],
  [withSource({ author: "x" }), "claims.json: sources.B has author, expected only title, url, language"],
  [withClaim({ id: "B 1" }), 'claims.json: claims[0].id is "B 1", expected letters and digits, like B1'],
  [withClaim({ source: "toString" }), 'claims.json: claims[0].source is "toString", expected one of B'],
  [withClaim({ statement: undefined }), "claims.json: claims[0].statement is missing, expected a text"],
  [withClaim({ notebook: "../x" }), 'claims.json: claims[0].notebook is "../x", expected a file name without .ipynb'],
  [withClaim({ keys: "sum" }), 'claims.json: claims[0].keys is "sum", expected an array'],
  [withClaim({ keys: ["B1.sum"] }), 'claims.json: claims[0].keys[0] is "B1.sum", expected letters, digits and hyphens'],
  [withClaim({ keys: ["a", "a"] }), 'claims.json: claims[0].keys has "a" twice, expected it once'],
  [withClaim({ keys: [] }), 'claims.json: claims[0].keys is [], expected at least one key for "verified"'],
  [
    withClaim({ outcome: "true" }),
    'claims.json: claims[0].outcome is "true", expected one of verified; corrected; inconclusive at this scale; cited, not computed',
  ],
  [withClaim({ note: "" }), 'claims.json: claims[0].note is "", expected a text'],
  [
    withClaim({ result: "x" }),
    "claims.json: claims[0] has result, expected only id, source, statement, notebook, keys, outcome, note, literature",
  ],
  [{ ...sound, claims: [claim, claim] }, 'claims.json: claims[1].id is "B1", expected an id of its own'],
])("parseClaims(%j) says what is wrong", (value, message) => {
  expect(() => parse(value)).toThrow(new ClaimsError(message));
});

test("parseClaims(content) says that it is not JSON", () => {
  expect(() => parseClaims("{", "claims.json")).toThrow(/^claims\.json: not JSON: /);
});

test("readClaims(file) says that there is none", () => {
  const file = path.join(import.meta.dirname, "none", "claims.json");
  expect(() => readClaims(file)).toThrow(
    new ClaimsError(`claims.json: cannot be read, expected the list of claims at ${file}`),
  );
});
