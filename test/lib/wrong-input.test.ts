import { basename, dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { random } from "../../lib/index.ts";
import { refusals as fused } from "./attention/fused-refusals.ts";
import { refusals as keyValueCache } from "./attention/key-value-cache-refusals.ts";
import { refusals as linear } from "./attention/linear-refusals.ts";
import { refusals as multiHead } from "./attention/multi-head-refusals.ts";
import { refusals as attention } from "./attention/refusals.ts";
import { refusals as autodiff } from "./autodiff/refusals.ts";
import { refusals as featureMaps } from "./feature-maps/refusals.ts";
import { refusals as masks } from "./masks/refusals.ts";
import { refusals as normalizers } from "./normalizers/refusals.ts";
import { refusals as ops } from "./ops/refusals.ts";
import { refusals as positions } from "./positions/refusals.ts";
import { fileOf, publicFunctions } from "./public-functions.ts";
import { refuses } from "./refuses.ts";
import { refusals as scores } from "./scores/refusals.ts";
import { refusals as tensor } from "./tensor/refusals.ts";
import { refusals as fit } from "./training/fit-refusals.ts";
import { refusals as losses } from "./training/losses-refusals.ts";
import { refusals as optimizers } from "./training/optimizers-refusals.ts";
import { refusals as safetensors } from "./training/safetensors-refusals.ts";

const tables = {
  ...{ tensor, autodiff, ops, scores, normalizers, masks, positions, "feature-maps": featureMaps },
  ...{ attention, fused, "multi-head": multiHead, linear, "key-value cache": keyValueCache },
  ...{ losses, optimizers, fit, safetensors },
};

describe.each(Object.entries(tables))("wrong calls of %s", (_, table) => refuses(table));

// The tables are complete: what is public and takes arguments must refuse what is wrong with each of them.

/** A message in parts: `ops.slice: from has value -1, expected a whole number, at least 0`. */
interface Complaint {
  readonly caller: string;
  readonly argument: string;
  readonly has: string;
  readonly expected: string;
}

const complaints = Object.values(tables)
  .flat()
  .map(([message]): Complaint => {
    const [, caller, argument, has, expected] = /^([\w.]+): (.+?) has (.+), expected (.+)$/.exec(message)!;
    return { caller: caller!, argument: argument!, has: has!, expected: expected! };
  });

const of = (caller: string, argument?: string): Complaint[] =>
  complaints.filter((one) => one.caller === caller && (argument === undefined || one.argument === argument));

const folders = [
  "tensor",
  "autodiff",
  "ops",
  "scores",
  "normalizers",
  "masks",
  "positions",
  "feature-maps",
  "attention",
  ...["training", "losses", "optimizers", "schedules", "safetensors"],
];
const functions = [...publicFunctions].filter(([name]) => folders.includes(basename(dirname(fileOf(name)))));

/** What nothing is wrong for, and what users do not make. */
const exempt = ["isTensor", "ArgumentError", "TrainingError", "Variable", "KeyValueCache"];

/** The names of a function's parameters, as they stand in its source; those of a destructured one are left out. */
function parametersOf(f: (...args: never) => unknown): string[] {
  const list = /^(?:async )?(?:function ?)?\w*\s*\(([^)]*)\)/.exec(f.toString())?.[1] ?? "";
  return list.split(",").flatMap((parameter) => /^\s*(?:\.\.\.)?(\w+)/.exec(parameter)?.[1] ?? []);
}

const namesOfParameters: readonly [name: string, parameter: string][] = functions
  .filter(([name]) => !exempt.includes(name))
  .flatMap(([name, f]) => parametersOf(f).map((parameter): [string, string] => [name, parameter]));

/** The parameters of what a function, or every function of a namespace, returns. */
const returned: Readonly<Record<string, readonly string[]>> = {
  scores: ["q", "k"],
  normalizers: ["scores"],
  featureMaps: ["x"],
  "optimizers.sgd": ["params", "gradient", "state"],
  "optimizers.adamW": ["params", "gradient", "state"],
};

const namesOfReturned = functions.flatMap(([name]) =>
  (returned[name] ?? returned[name.split(".")[0]!] ?? []).map((parameter): [string, string] => [name, parameter]),
);

/** Is the complaint about `parameter`, or about an entry of it, as in `values[1]`? */
const isAbout = (parameter: string) => (one: Complaint) => one.argument.replace(/[[.].*$/, "") === parameter;

describe("the tables are complete", () => {
  test("there is a function in every folder, and its parameters are found", () => {
    expect(new Set(functions.map(([name]) => basename(dirname(fileOf(name))))).size).toBe(folders.length);
    expect(parametersOf(publicFunctions.get("attend")!)).toEqual(["q", "k", "v", "options"]);
    expect(parametersOf(publicFunctions.get("ops.add")!)).toEqual(["a", "b"]);
    expect(parametersOf(publicFunctions.get("masks.and")!)).toEqual(["masks"]);
    expect(parametersOf(publicFunctions.get("KeyValueCache.append")!)).toEqual(["k", "v"]);
    expect(parametersOf(publicFunctions.get("scores.dot")!)).toEqual([]);
  });

  test.each([...namesOfParameters, ...namesOfReturned])("%s refuses a wrong %s", (name, parameter) => {
    expect(of(name).filter(isAbout(parameter)).length).toBeGreaterThan(1);
  });

  test.each(Object.keys(random(1)))("random.%s refuses wrong arguments", (method) => {
    expect(of(`random.${method}`).length).toBeGreaterThan(1);
  });

  test("every table is of what is there", () => {
    const known = [...publicFunctions.keys(), ...Object.keys(random(1)).map((method) => `random.${method}`)];
    const accessors = ["KeyValueCache.keys", "KeyValueCache.values"];
    const callers = new Set(complaints.map(({ caller }) => caller));
    expect([...callers].filter((caller) => ![...known, ...accessors].includes(caller))).toEqual([]);
  });
});

const callers = [...new Set(complaints.map(({ caller }) => caller))];

/** The arguments of a caller about which a complaint satisfies the test. */
const argumentsWith = (caller: string, test: (one: Complaint) => boolean): string[] => [
  ...new Set(
    of(caller)
      .filter(test)
      .map(({ argument }) => argument),
  ),
];

describe("wherever it applies, there is a refusal of", () => {
  const tensors = (caller: string) => argumentsWith(caller, ({ expected }) => expected === "a tensor");

  test("everything that is no tensor", () => {
    for (const caller of callers) {
      for (const argument of tensors(caller)) {
        if (/result of (score|normalize)$/.test(argument)) continue;
        const kinds = new Set(of(caller, argument).map(({ has }) => has));
        const missing = ["value null", 'value "a"', "type array", "type object", "dtype int32"].filter(
          (k) => !kinds.has(k),
        );
        expect([caller, argument, ...missing]).toEqual([caller, argument]);
      }
    }
  });

  // A pattern is what a tensor's shape is expected to be, such as `[…, n, d]`.
  const patternOf = (one: Complaint): string | undefined =>
    one.has.startsWith("shape ") ? /^\[(?!\d)[^\]]*[a-z][^\]]*\]/.exec(one.expected)?.[0] : undefined;
  const patternsOf = (caller: string): Map<string, string> =>
    new Map(of(caller).flatMap((one) => (patternOf(one) === undefined ? [] : [[one.argument, patternOf(one)!]])));
  const axesOf = (pattern: string): string[] => pattern.slice(1, -1).split(", ");

  test("a wrong rank, of every tensor with named axes", () => {
    for (const caller of callers) {
      for (const [argument, pattern] of patternsOf(caller)) {
        const found = of(caller, argument).some(({ expected }) => expected === pattern);
        expect([caller, argument, pattern, found]).toEqual([caller, argument, pattern, true]);
      }
    }
  });

  test("a wrong shape, of every tensor beside one with named axes", () => {
    for (const caller of callers) {
      if (patternsOf(caller).size === 0) continue;
      const shapeless = tensors(caller).filter(
        (argument) => !of(caller, argument).some((one) => /^shape|columns$/.test(one.has)),
      );
      expect([caller, ...shapeless]).toEqual([caller]);
    }
  });

  test("another length of every axis that two arguments share", () => {
    for (const caller of callers) {
      const patterns = [...patternsOf(caller)].filter(([argument]) => tensors(caller).includes(argument));
      patterns.forEach(([argument, pattern], i) => {
        for (const axis of axesOf(pattern).filter((name) => !["…", "1"].includes(name))) {
          const shared = patterns.slice(0, i).some(([, before]) => axesOf(before).includes(axis));
          if (!shared) continue;
          const found = of(caller).some(({ expected }) => expected.includes(` with ${axis} = `));
          expect([caller, argument, axis, found]).toEqual([caller, argument, axis, true]);
        }
      });
    }
  });

  test("an empty axis, where axes are named", () => {
    const taking = ["ops.transpose"]; // moves axes of any length
    for (const caller of callers) {
      if (taking.includes(caller) || tensors(caller).every((argument) => !patternsOf(caller).has(argument))) continue;
      expect([caller, of(caller).some(({ expected }) => expected.endsWith(" above 0"))]).toEqual([caller, true]);
    }
  });

  test("leading axes that do not broadcast, where two tensors have them", () => {
    for (const caller of callers) {
      const batched = [...patternsOf(caller)].filter(([, pattern]) => pattern.startsWith("[…, "));
      const taken = batched.filter(
        ([argument]) => tensors(caller).includes(argument) && !argument.startsWith("result of "),
      );
      if (taken.length < 2) continue;
      const found = of(caller).some(({ expected }) => expected.startsWith("leading axes that broadcast"));
      expect([caller, found]).toEqual([caller, true]);
    }
  });

  test("mixed dtypes, where there are two tensors", () => {
    const mixing = ["allClose", "largestDifference"]; // compare numbers of any dtype
    for (const caller of callers) {
      const own = tensors(caller).filter((argument) => !argument.startsWith("result of "));
      if (mixing.includes(caller) || own.length < 2) continue;
      const mixed = of(caller).some(
        ({ has, expected }) => /dtype float(32|64)/.test(has) && /float(64|32)/.test(expected),
      );
      expect([caller, mixed]).toEqual([caller, true]);
    }
  });

  test("a key that no options have, and a wrong value of every one they have", () => {
    for (const caller of callers) {
      for (const argument of argumentsWith(caller, ({ expected }) => expected === "an object")) {
        const only = of(caller, argument).find(({ has }) => has.startsWith("key "))?.expected;
        expect([caller, argument, only]).toEqual([caller, argument, expect.stringMatching(/^only /)]);
        for (const key of only!.replace("only ", "").split(", ")) {
          const found = of(caller).some((one) => isAbout(key)(one) || one.argument === `${argument}.${key}`);
          expect([caller, argument, key, found]).toEqual([caller, argument, key, true]);
        }
      }
    }
  });
});
