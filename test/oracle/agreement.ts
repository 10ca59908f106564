import fc from "fast-check";
import ndarray from "ndarray";
import { beforeEach, expect, vi } from "vitest";
import { largestDifference, random, type Tensor, tensor, toArray } from "../../lib/index.ts";

// A test here is hundreds of cases.
vi.setConfig({ testTimeout: 60_000 });

declare module "vitest" {
  interface TaskMeta {
    /** How many pairs of tensors a test compared, and their largest difference: `notebooks/runs/conformance.mjs` collects it. */
    compared?: { times: number; largest: number };
  }
}

let compared = { times: 0, largest: 0 };
beforeEach(({ task }) => {
  compared = { times: 0, largest: 0 };
  task.meta.compared = compared;
});

/** Lengths of axes: small, and such that no axis can pass for another. */
export const length: fc.Arbitrary<number> = fc.constantFrom(1, 2, 3, 5, 7, 11, 13);

/** Seeds of `normal` and its like. */
export const seed: fc.Arbitrary<number> = fc.nat({ max: 2 ** 31 });

/** Leading axes, as many as four axes leave room for. */
export const lead: fc.Arbitrary<number[]> = fc.array(fc.constantFrom(1, 2, 3), { maxLength: 2 });

/**
 * Hold a claim against random cases, others each time unless ORACLE_SEED is set; a failure prints the smallest case found,
 * and the seed to repeat it with.
 */
export async function forAll<T>(cases: fc.Arbitrary<T>, claim: (value: T) => Promise<void>, runs = 300): Promise<void> {
  const { ORACLE_SEED: given } = process.env;
  await fc.assert(fc.asyncProperty(cases, claim), { numRuns: runs, ...(given ? { seed: Number(given) } : {}) });
}

/** Float32 on both sides, in different order of operations: on numbers of order 1 they agree to 1e-5. */
export function expectAgreement(ours: Tensor, theirs: Tensor): void {
  expect(ours.dtype).toBe("float32");
  expect(theirs.data.every(Number.isFinite), "the oracle's numbers are finite").toBe(true);
  const difference = largestDifference(ours, theirs);
  compared.times += 1;
  compared.largest = Math.max(compared.largest, difference);
  expect(difference).toBeLessThan(1e-5);
}

/** Standard normal numbers in Float32, the same for the same seed. */
export function normal(shape: readonly number[], from: number): Tensor {
  return random(from).normal(shape, "float32");
}

/** 1 with the given probability, else 0. */
export function chances(shape: readonly number[], probability: number, from: number): ndarray.NdArray<Uint8Array> {
  const drawn = random(from).uniform(shape).data;
  return ndarray(
    Uint8Array.from(drawn, (x) => Number(x < probability)),
    [...shape],
  );
}

/** The same numbers in row-major order, in another shape if one is given. */
export function dense(view: Tensor, shape: readonly number[] = view.shape): Tensor {
  return tensor(tensor(toArray(view), view.shape, "float32").data, shape);
}
