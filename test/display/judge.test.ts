import { describe, expect, test } from "vitest";
import { type Bound, judge } from "../../tools/display/judge.ts";

const finding = (value: number | string | boolean, bound: Bound): string => judge("B1.sum", "s", value, bound).finding;

describe("judge(key, statement, value, bound) decides and says why", () => {
  const table: [value: number | string | boolean, bound: Bound, passed: boolean, finding: string][] = [
    [2.220446e-16, { below: 1e-12 }, true, "2.2e-16 < 1e-12"],
    [1e-12, { below: 1e-12 }, false, "1e-12 is not below 1e-12"],
    [-0, { below: 0 }, false, "0 is not below 0"],
    [Number.NaN, { below: 1 }, false, "NaN is not below 1"],
    [Number.NaN, { above: 1 }, false, "NaN is not above 1"],
    [Number.NaN, { within: [0, 1] }, false, "NaN is not within [0, 1]"],
    [Number.NaN, { equals: 0 }, false, "NaN is not equal to 0"],
    [Infinity, { below: 1 }, false, "Infinity is not below 1"],
    [Infinity, { above: 1 }, true, "Infinity > 1"],
    [-Infinity, { below: 1 }, true, "-Infinity < 1"],
    [0.5, { above: 0.5 }, false, "0.5 is not above 0.5"],
    [0.9876, { above: 0.5 }, true, "0.988 > 0.5"],
    [0, { within: [0, 1] }, true, "0 in [0, 1]"],
    [1, { within: [0, 1] }, true, "1 in [0, 1]"],
    [1.5, { within: [0, 1] }, false, "1.5 is not within [0, 1]"],
    [507, { equals: 507 }, true, "507 = 507"],
    [-0, { equals: 0 }, true, "0 = 0"],
    [0.1 + 0.2, { equals: 0.3 }, false, "0.30000000000000004 is not equal to 0.3"],
    ["wide", { equals: "wide" }, true, "wide = wide"],
    ["3", { equals: 3 }, false, "3 is not equal to 3"],
    [true, { equals: false }, false, "true is not equal to false"],
  ];
  for (const [value, bound, passed, words] of table)
    test(`${Object.is(value, -0) ? "-0" : value} ${JSON.stringify(bound)}: ${words}`, () => {
      expect(judge("B1.sum", "s", value, bound)).toMatchObject({ passed, finding: words, value, bound });
    });

  test("a value close to its limit keeps the digits that decide", () => {
    expect(finding(0.09999999, { below: 0.1 })).toBe("0.09999999 < 0.1");
    expect(finding(0.10000001, { below: 0.1 })).toBe("0.10000001 is not below 0.1");
    expect(finding(99.6, { above: 99.7 })).toBe("99.6 is not above 99.7");
    expect(finding(123.4, { above: 123 })).toBe("123.4 > 123");
  });
});

describe("judge(key, statement, value, bound) refuses", () => {
  const bad = (value: unknown): Bound => value as Bound;
  const cases: [title: string, call: () => unknown, message: string][] = [
    [
      "a key of one part",
      () => judge("B1", "s", 1, { below: 2 }),
      'check: key is "B1", expected claim.aspect, as in "A4.autodiff"',
    ],
    [
      "a key with spaces",
      () => judge("B1.a b", "s", 1, { below: 2 }),
      'check: key is "B1.a b", expected claim.aspect, as in "A4.autodiff"',
    ],
    [
      "a key of three parts",
      () => judge("A.b.c", "s", 1, { below: 2 }),
      'check: key is "A.b.c", expected claim.aspect, as in "A4.autodiff"',
    ],
    [
      "an empty statement",
      () => judge("B1.a", " ", 1, { below: 2 }),
      "check: statement is empty, expected what is claimed",
    ],
    [
      "no bound",
      () => judge("B1.a", "s", 1, bad({})),
      "check: bound has keys [], expected one of below, above, within, equals",
    ],
    [
      "undefined",
      () => judge("B1.a", "s", 1, bad(undefined)),
      "check: bound has keys [], expected one of below, above, within, equals",
    ],
    [
      "two bounds",
      () => judge("B1.a", "s", 1, bad({ below: 1, above: 0 })),
      "check: bound has keys [below, above], expected one of below, above, within, equals",
    ],
    [
      "an unknown bound",
      () => judge("B1.a", "s", 1, bad({ about: 1 })),
      "check: bound has keys [about], expected one of below, above, within, equals",
    ],
    [
      "a limit that is NaN",
      () => judge("B1.a", "s", 1, { below: Number.NaN }),
      "check: below is NaN, expected finite numbers",
    ],
    [
      "an infinite limit",
      () => judge("B1.a", "s", 1, { within: [0, Infinity] }),
      "check: within is 0, Infinity, expected finite numbers",
    ],
    [
      "one limit for two",
      () => judge("B1.a", "s", 1, bad({ within: [1] })),
      "check: within is [1], expected [low, high]",
    ],
    ["a text as limit", () => judge("B1.a", "s", 1, bad({ below: "2" })), 'check: below is ["2"], expected a number'],
    [
      "limits the wrong way round",
      () => judge("B1.a", "s", 1, { within: [2, 1] }),
      "check: within is [2, 1], expected the low limit first",
    ],
    [
      "a text below a number",
      () => judge("B1.a", "s", "1", { below: 2 }),
      "check: value is a string, expected a number for below",
    ],
  ];
  for (const [title, call, message] of cases) test(title, () => expect(call).toThrow(new Error(message)));
});
