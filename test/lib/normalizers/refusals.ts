import { normalizers, tensor, zeros } from "../../../lib/index.ts";
import { noInteger, noOptions, noScale, noTensor, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of what lib/normalizers makes public. */
export const refusals: Refusal[] = [];

const t = zeros([2, 3]);

const all = {
  softmax: normalizers.softmax(),
  sparsemax: normalizers.sparsemax(),
  entmax15: normalizers.entmax15(),
  sigmoid: normalizers.sigmoid(),
  sumNormalize: normalizers.sumNormalize(),
  topK: normalizers.topK(2),
  hardmax: normalizers.hardmax(),
};

for (const [name, normalize] of Object.entries(all)) {
  const scores = `normalizers.${name}: scores`;
  refusals.push(
    ...noTensor(scores, (x) => normalize(x)),
    [`${scores} has shape [3], expected […, n, m]`, () => normalize(zeros([3]))],
    [`${scores} has shape [], expected […, n, m]`, () => normalize(zeros([]))],
    [`${scores} has shape [2, 0], expected […, n, m] with m above 0`, () => normalize(zeros([2, 0]))],
    [`${scores} has shape [0, 3], expected […, n, m] with n above 0`, () => normalize(zeros([0, 3]))],
    [`${scores} has shape [0, 2, 3], expected […, n, m] with no empty axis`, () => normalize(zeros([0, 2, 3]))],
  );
}

const soft = (options: unknown) => normalizers.softmax(wrong(options))(t);

refusals.push(
  ...noOptions("normalizers.softmax: options", ["temperature", "sink"], soft),
  ...noScale("normalizers.softmax: temperature", "scores", (temperature) => soft({ temperature })),
  ...noTensor("normalizers.softmax: sink", (sink) => soft({ sink }), [undefined, 3]),
  ["normalizers.softmax: sink has value NaN, expected a tensor", () => soft({ sink: Number.NaN })],
  [
    "normalizers.softmax: sink has shape [2, 3], expected one that broadcasts to [2, 1]",
    () => soft({ sink: zeros([2, 3]) }),
  ],
  [
    "normalizers.softmax: sink has shape [5, 1, 1], expected one that broadcasts to [2, 1]",
    () => soft({ sink: zeros([5, 1, 1]) }),
  ],
  [
    "normalizers.softmax: sink has dtype float32, expected float64 (from scores)",
    () => soft({ sink: zeros([], "float32") }),
  ],
  ...noInteger("normalizers.topK: k", 1, (k) => normalizers.topK(k)),
  [
    "normalizers.topK: k has value undefined, expected a whole number, at least 1",
    () => normalizers.topK(wrong(undefined)),
  ],
  [
    "normalizers.sumNormalize: scores has value -1, expected no value below 0",
    () => normalizers.sumNormalize()(tensor([[1, -1]])),
  ],
);
