import { expect, test } from "vitest";
import { significant, tableHead, tablePart } from "./table.ts";

test("significant(x) keeps three digits that count, and all before the point", () => {
  expect([0.012345, 1, 12.345, 99.96, 123.4, 1234567, undefined].map(significant)).toEqual([
    "0.0123",
    "1.00",
    "12.3",
    "100",
    "123",
    "1 234 567",
    "",
  ]);
});

test("tablePart(benchmark, results) is a title and a row for each contender, in the columns of the head", () => {
  const results = [
    { contender: "ours", samples: [2], value: 2, gigaflops: 31.5, ratio: 1 },
    { contender: "theirs", samples: [5], value: 5, gigaflops: 12.6, ratio: 2.5, note: "a note" },
    { contender: "absent", samples: [], reason: "not installed" },
  ];
  const [title, ours, theirs, absent] = tablePart({ name: "forward", contenders: [] }, results).split("\n");
  expect(title).toBe("forward");
  expect(ours).toBe(`  ours${" ".repeat(44 - 6 + 11 - 4)}2.00${" ".repeat(9 - 4)}31.5${" ".repeat(8 - 4)}1.00`);
  expect(theirs).toMatch(/^ {2}theirs +5\.00 +12\.6 +2\.50 {2}a note$/);
  expect(absent).toMatch(/^ {2}absent +not installed$/);
  const [head] = tableHead().split("\n");
  expect(ours!.length).toBe(head!.length);
});

test("tablePart(benchmark, results) names a unit other than milliseconds", () => {
  const unit = { name: "MB", better: "less" } as const;
  expect(tablePart({ name: "memory", contenders: [], unit }, [])).toBe("memory (MB)");
});
