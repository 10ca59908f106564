import { basename, dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { checkGradient, largestDifference, ops, type Tensor, type Value, type Variable, vjp } from "../../lib/index.ts";
import type { Case } from "./case.ts";
import { cases } from "./cases.ts";
import { layouts } from "./layouts.ts";
import { fileOf, publicFunctions } from "./public-functions.ts";
import { double, sample, single } from "./samples.ts";

// What holds for every differentiable function alike. The values themselves are tested function by function.

interface Result {
  readonly value: Tensor;
  readonly gradients: readonly Tensor[];
}

/** The value, and the gradient of its product with fixed random numbers for every input. */
function resultOf({ f }: Case, inputs: readonly Tensor[]): Result {
  const { value, pullback } = vjp((xs: readonly Variable[]) => f(...xs), inputs);
  return { value, gradients: pullback(sample(value.shape, 99, value.dtype as "float64" | "float32")) };
}

const all = ({ value, gradients }: Result): Tensor[] => [value, ...gradients];

/** The largest difference, as a share of the largest number (if that is above 1). */
const relativeDifference = (a: Tensor, b: Tensor): number =>
  largestDifference(a, b) / Math.max(1, ...Array.from(b.data, Math.abs));

describe.each(cases.map((one) => [one.call, one] as const))("%s", (_, one) => {
  const { f, inputs } = one;

  test("has the gradient of central differences", () => {
    expect(checkGradient((xs: readonly Variable[]) => f(...xs), inputs)).toBeLessThan(1e-8);
  });

  test("has a gradient with the gradient of central differences", () => {
    const cotangent = sample(resultOf(one, inputs).value.shape, 99);
    // The square makes the gradient depend on the inputs also where the function is linear.
    for (let i = 0; i < inputs.length; i++) {
      const gradient = (xs: readonly Variable[]): Value =>
        vjp((ys: readonly Variable[]) => ops.square(f(...ys)), xs).pullback(cotangent)[i]!;
      expect(checkGradient(gradient, inputs)).toBeLessThan(1e-7);
    }
  });

  test("takes any view of the same numbers", () => {
    const dense = all(resultOf(one, inputs));
    for (let i = 0; i < inputs.length; i++) {
      for (const [name, view] of layouts(inputs[i]!)) {
        const differences = all(
          resultOf(
            one,
            inputs.map((x, j) => (j === i ? view : x)),
          ),
        ).map((x, j) => largestDifference(x, dense[j]!));
        expect([name, ...differences]).toEqual([name, ...dense.map(() => 0)]);
      }
    }
  });

  test("gives in float32 what float64 gives, to its precision", () => {
    const rounded = inputs.map(single);
    const exact = all(resultOf(one, rounded.map(double)));
    all(resultOf(one, rounded)).forEach((x, i) => {
      expect(x.dtype).toBe("float32");
      expect(relativeDifference(x, exact[i]!)).toBeLessThan(1e-5);
    });
  });

  test("leaves its inputs as they were", () => {
    const before = inputs.map((x) => x.data.slice());
    resultOf(one, inputs);
    expect(inputs.map((x) => x.data)).toEqual(before);
  });
});

test("every function of the library's core that has a derivative is among the cases", () => {
  const folders = ["ops", "scores", "normalizers", "positions", "feature-maps", "attention"];
  const constant = ["ops.lessEqual", "ops.equal", "positions.alibi", "positions.sinusoidal", "KeyValueCache"];
  const differentiable = [...publicFunctions.keys()].filter(
    (name) =>
      folders.includes(basename(dirname(fileOf(name)))) &&
      !constant.some((other) => name === other || name.startsWith(`${other}.`)),
  );
  expect(differentiable.length).toBeGreaterThan(50);
  expect(differentiable.filter((name) => !cases.some(({ call }) => call.split(/[( ]/, 1)[0] === name))).toEqual([]);
});
