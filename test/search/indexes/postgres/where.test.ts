import { describe, expect, test } from "vitest";
import { quoted } from "../../../../search/indexes/postgres/identifier.ts";
import { conditionOf } from "../../../../search/indexes/postgres/where.ts";

describe("conditionOf(caller, where, first)", () => {
  test("of nothing holds for all", () => {
    expect(conditionOf("f", {}, 3)).toEqual({ sql: "true", parameters: [] });
  });

  test("keeps names and values out of the SQL, and numbers their parameters", () => {
    const hostile = "'; drop table x; --";
    const where = { [hostile]: hostile, [`${hostile}1`]: [hostile, true], [`${hostile}2`]: { from: 1, to: 2 } };
    expect(conditionOf("f", where, 3)).toEqual({
      sql: [
        "metadata @> $3::jsonb",
        "$4::jsonb @> (metadata -> $5::text)",
        "jsonb_typeof((metadata -> $6::text)) = 'number'",
        "(metadata -> $6::text) >= $7::jsonb",
        "(metadata -> $6::text) <= $8::jsonb",
      ].join(" and "),
      parameters: [
        JSON.stringify({ [hostile]: hostile }),
        JSON.stringify([hostile, true]),
        `${hostile}1`,
        `${hostile}2`,
        "1",
        "2",
      ],
    });
  });
});

test("quoted(name) leaves no quote open", () => {
  expect(quoted('a"; drop table x; --')).toBe('"a""; drop table x; --"');
});
