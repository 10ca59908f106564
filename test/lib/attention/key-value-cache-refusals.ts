import { grad, KeyValueCache, ops, type Tensor, zeros } from "../../../lib/index.ts";
import { noInteger, noTensor, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of KeyValueCache. */
export const refusals: Refusal[] = [];

const [k, v] = [zeros([2, 7, 5]), zeros([2, 7, 3])];
const filled = () => {
  const cache = new KeyValueCache();
  cache.append(k, v);
  return cache;
};
const append = (keys: Tensor, values: Tensor) => () => filled().append(keys, values);
const single = (shape: readonly number[]) => zeros(shape, "float32");
const entry = (at: number, has: string) =>
  `KeyValueCache.select: entries[${at}] has ${has}, expected a batch entry, 0 to 1`;

refusals.push(
  ["KeyValueCache.keys: cache has length 0, expected something appended", () => new KeyValueCache().keys],
  ["KeyValueCache.values: cache has length 0, expected something appended", () => new KeyValueCache().values],
  ...noTensor("KeyValueCache.append: k", (x) => filled().append(x, v)),
  ...noTensor("KeyValueCache.append: v", (x) => filled().append(k, x)),
  [
    "KeyValueCache.append: k has a variable, expected a tensor",
    () =>
      grad((x) => {
        filled().append(wrong(x), v);
        return ops.sum(x);
      })(k),
  ],
  [
    "KeyValueCache.append: v has a variable, expected a tensor",
    () =>
      grad((x) => {
        filled().append(k, wrong(x));
        return ops.sum(x);
      })(v),
  ],
  ["KeyValueCache.append: k has shape [5], expected […, t, d_k]", append(zeros([5]), v)],
  ["KeyValueCache.append: v has shape [3], expected […, t, d_v]", append(k, zeros([3]))],
  ["KeyValueCache.append: k has shape [2, 0, 5], expected […, t, d_k] with t above 0", append(zeros([2, 0, 5]), v)],
  [
    "KeyValueCache.append: v has shape [2, 3, 3], expected […, t, d_v] with t = 7 (from k)",
    append(k, zeros([2, 3, 3])),
  ],
  [
    "KeyValueCache.append: v has shape [3, 7, 3], expected leading axes that broadcast with [2] (from k)",
    append(k, zeros([3, 7, 3])),
  ],
  ["KeyValueCache.append: v has shape [7, 3], expected the leading axes [2] (from k)", append(k, zeros([7, 3]))],
  ["KeyValueCache.append: v has dtype float32, expected float64 (from k)", append(k, single([2, 7, 3]))],
  ["KeyValueCache.append: k has shape [2, 7, 3], expected [2, t, 5] (from what is there)", append(v, v)],
  ["KeyValueCache.append: v has shape [2, 7, 5], expected [2, t, 3] (from what is there)", append(k, k)],
  [
    "KeyValueCache.append: k has shape [3, 7, 5], expected [2, t, 5] (from what is there)",
    append(zeros([3, 7, 5]), zeros([3, 7, 3])),
  ],
  [
    "KeyValueCache.append: k has dtype float32, expected float64 (from the cache)",
    append(single([2, 7, 5]), single([2, 7, 3])),
  ],
  ...noInteger("KeyValueCache.crop: length", 0, (length) => filled().crop(length)),
  ["KeyValueCache.crop: length has value 8, expected at most 7, the present length", () => filled().crop(8)],
  ["KeyValueCache.crop: length has value 1, expected at most 0, the present length", () => new KeyValueCache().crop(1)],
  ["KeyValueCache.select: entries has value 0, expected an array", () => filled().select(wrong(0))],
  ["KeyValueCache.select: entries has length 0, expected at least one entry", () => filled().select([])],
  [entry(1, "value 2"), () => filled().select([0, 2])],
  [entry(0, "value -1"), () => filled().select([-1])],
  [entry(0, "value 0.5"), () => filled().select([0.5])],
  [entry(0, 'value "0"'), () => filled().select(wrong(["0"]))],
  [
    "KeyValueCache.select: cache has no leading axis, expected one to select from",
    () => new KeyValueCache().select([0]),
  ],
);
