import type { Value } from "../../autodiff/variable.ts";
import { chain } from "../../ops/chain.ts";
import { divide, logSoftmax, negate, sum } from "../../ops/index.ts";

/**
 * −Σ q·ln softmax(x) over all rows, divided by `count`: the loss of every softmax. Where q is 0 nothing counts, whatever
 * x holds there.
 *
 * @param q […, c]
 * @param x […, c]
 */
export function softmaxCrossEntropy(q: Value, x: Value, count: number): Value {
  return divide<Value>(negate<Value>(sum<Value>(chain(q, logSoftmax<Value>(x)))), count);
}
