import { expect, test } from "vitest";
import { isChosen, readChoices } from "./arguments.ts";

test("readChoices(argv) reads flags and parts of names", () => {
  expect(readChoices(["--quick", "forward", "tiny", "--json=a.json"])).toEqual({
    quick: true,
    filters: ["forward", "tiny"],
    json: "a.json",
  });
  expect(readChoices([])).toEqual({ quick: false, filters: [] });
});

test("readChoices(argv) refuses what it does not know, with the usage", () => {
  expect(() => readChoices(["--fast"])).toThrow(/^Unknown option '--fast'; usage: npm run bench -- /);
});

test("isChosen(name, filters) is true where a filter is part of the name, or where there is none", () => {
  expect([isChosen("forward, N=128", ["N=1", "x"]), isChosen("forward", ["backward"]), isChosen("a", [])]).toEqual([
    true,
    false,
    true,
  ]);
});
