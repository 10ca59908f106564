import ndarray from "ndarray";
import { losses, ops, type Tensor, type Value } from "../../../lib/index.ts";
import { type Case, make } from "../case.ts";
import { positive, sample, single } from "../samples.ts";

const mask = ndarray(Uint8Array.of(1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1), [3, 5]);
const relevance = sample([2, 3, 5], 2);
const relevanceFor = (x: Value): Tensor => (x.dtype === "float32" ? single(relevance) : relevance);
const chance = ops.multiply(positive([3, 5], 3), 0.6);

export const trainingCases: readonly Case[] = [
  make(
    "losses.meanSquaredError(predictions, targets, { mask })",
    (x, y) => losses.meanSquaredError<Value>(x!, y!, { mask }),
    sample([3, 5], 1),
    sample([3, 5], 2),
  ),
  make(
    "losses.binaryCrossEntropyWithLogits(logits, targets, { mask })",
    (x, t) => losses.binaryCrossEntropyWithLogits<Value>(x!, t!, { mask }),
    sample([3, 5], 1),
    chance,
  ),
  make(
    "losses.binaryCrossEntropyWithLogits(logits, 1)",
    (x) => losses.binaryCrossEntropyWithLogits<Value>(x!, 1),
    sample([3, 5], 1),
  ),
  make(
    "losses.crossEntropy(logits, targets, { labelSmoothing })",
    (x) =>
      losses.crossEntropy<Value>(
        x!,
        [
          [4, 0, 1],
          [2, 2, 3],
        ],
        { labelSmoothing: 0.1 },
      ),
    sample([2, 3, 5], 1),
  ),
  make(
    "losses.crossEntropy(logits, targets, { mask })",
    (x) => losses.crossEntropy<Value>(x!, [4, 9, 1], { mask: ndarray(Uint8Array.of(1, 0, 1), [3]) }),
    sample([3, 5], 1),
  ),
  make(
    "losses.inBatchSoftmax(scores, { mask })",
    (x) => losses.inBatchSoftmax<Value>(x!, { mask }),
    sample([2, 3, 5], 1),
  ),
  make(
    "losses.listNet(scores, relevance, { mask })",
    (x) => losses.listNet<Value>(x!, relevanceFor(x!), { mask }),
    sample([2, 3, 5], 1),
  ),
  make(
    "losses.rankNet(scores, relevance, { mask })",
    (x) => losses.rankNet<Value>(x!, relevanceFor(x!), { mask }),
    sample([2, 3, 5], 1),
  ),
];
