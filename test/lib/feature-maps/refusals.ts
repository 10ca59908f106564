import { featureMaps, zeros } from "../../../lib/index.ts";
import { noInteger, noOptions, noTensor, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of what lib/feature-maps makes public. */
export const refusals: Refusal[] = [];

const { elu, identity, positiveRandom } = featureMaps;

for (const [name, map] of Object.entries({
  elu: elu(),
  identity: identity(),
  positiveRandom: positiveRandom({ count: 3, seed: 1 }),
})) {
  const x = `featureMaps.${name}: x`;
  refusals.push(
    ...noTensor(x, (t) => map(t)),
    [`${x} has shape [3], expected […, n, d]`, () => map(zeros([3]))],
    [`${x} has shape [2, 0], expected […, n, d] with d above 0`, () => map(zeros([2, 0]))],
    [`${x} has shape [0, 3], expected […, n, d] with n above 0`, () => map(zeros([0, 3]))],
  );
}

const seed = (value: unknown) => () => positiveRandom({ count: 3, seed: wrong(value) });

refusals.push(
  ...noOptions("featureMaps.positiveRandom: options", ["count", "seed"], (options) => positiveRandom(options)),
  [
    "featureMaps.positiveRandom: options has value undefined, expected an object",
    () => positiveRandom(wrong(undefined)),
  ],
  ...noInteger("featureMaps.positiveRandom: count", 1, (count) => positiveRandom({ count, seed: 1 })),
  [
    "featureMaps.positiveRandom: seed has value undefined, expected a whole number from 0 to 4294967295",
    seed(undefined),
  ],
  ["featureMaps.positiveRandom: seed has value -1, expected a whole number from 0 to 4294967295", seed(-1)],
  ["featureMaps.positiveRandom: seed has value 0.5, expected a whole number from 0 to 4294967295", seed(0.5)],
);
