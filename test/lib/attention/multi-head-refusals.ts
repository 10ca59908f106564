import {
  grad,
  KeyValueCache,
  type MultiHeadParams,
  masks,
  multiHeadAttention,
  ops,
  selfAttention,
  zeros,
} from "../../../lib/index.ts";
import {
  noBoolean,
  noDropout,
  noInteger,
  noMask,
  noOptions,
  noPositive,
  noTensor,
  type Refusal,
  wrong,
} from "../refuses.ts";

/** Wrong calls of selfAttention and multiHeadAttention. */
export const refusals: Refusal[] = [];

const x = zeros([2, 3]);
const keys = ["score", "normalize", "mask", "bias", "dropout"];
const self = (options: unknown) => selfAttention(x, {}, wrong(options));
const projections = [
  ["Wq", "d_q"],
  ["Wk", "d_k"],
  ["Wv", "d_v"],
] as const;

for (const [name, width] of projections) {
  const of = (W: unknown) => selfAttention(x, { [name]: W });
  const W = `selfAttention: ${name}`;
  refusals.push(
    ...noTensor(W, of, [undefined]),
    [`${W} has shape [3], expected [d, ${width}]`, () => of(zeros([3]))],
    [`${W} has shape [5, 7], expected [d, ${width}] with d = 3 (from x)`, () => of(zeros([5, 7]))],
    [`${W} has shape [3, 0], expected [d, ${width}] with ${width} above 0`, () => of(zeros([3, 0]))],
    [`${W} has dtype float32, expected float64 (from x)`, () => of(zeros([3, 7], "float32"))],
  );
}

refusals.push(
  ...noTensor("selfAttention: x", (t) => selfAttention(t)),
  ["selfAttention: x has shape [5], expected […, n, d]", () => selfAttention(zeros([5]))],
  ["selfAttention: x has shape [0, 3], expected […, n, d] with n above 0", () => selfAttention(zeros([0, 3]))],
  ...noOptions("selfAttention: params", ["Wq", "Wk", "Wv"], (params) => selfAttention(x, params)),
  ...noOptions("selfAttention: options", keys, self),
  ['selfAttention: score has value "dot", expected a function', () => self({ score: "dot" })],
  ["selfAttention: normalize has value null, expected a function", () => self({ normalize: null })],
  ...noMask("selfAttention", (mask) => self({ mask })),
  [
    "selfAttention: mask has shape [2, 5], expected one that broadcasts to [2, 2]",
    () => self({ mask: masks.toTensor(masks.causal(), 2, 5) }),
  ],
  ...noTensor("selfAttention: bias", (bias) => self({ bias }), [undefined]),
  ["selfAttention: bias has shape [2, 3], expected one that broadcasts to [2, 2]", () => self({ bias: zeros([2, 3]) })],
  ["selfAttention: bias has dtype float32, expected float64 (from q)", () => self({ bias: zeros([2, 2], "float32") })],
  ...noDropout("selfAttention", (dropout) => self({ dropout })),
);

// 6 heads of which 3 have keys and values; n = 2, m = 5, d = 3, d_c = 7, d_k = 2, d_v = 4, d_o = 11.
const [queries, context] = [zeros([2, 3]), zeros([5, 7])];
const params = {
  Wq: zeros([3, 12]),
  Wk: zeros([7, 6]),
  Wv: zeros([7, 12]),
  Wo: zeros([24, 11]),
  bq: zeros([12]),
  bk: zeros([6]),
  bv: zeros([12]),
  bo: zeros([11]),
};
const options = { heads: 6, kvHeads: 3 };
const name = "multiHeadAttention";
const call = (changed: object, more: object = {}) =>
  multiHeadAttention(queries, context, { ...params, ...changed } as MultiHeadParams, { ...options, ...more });
const alone = (more: object, changed: object = {}) =>
  multiHeadAttention(queries, zeros([2, 7]), { ...params, ...changed } as MultiHeadParams, { ...options, ...more });
const on = (q: typeof queries, c: typeof context) => multiHeadAttention(q, c, params, options);
const matrices = [
  ["Wq", "[d, H·d_k]"],
  ["Wk", "[d_c, Hkv·d_k]"],
  ["Wv", "[d_c, Hkv·d_v]"],
  ["Wo", "[H·d_v, d_o]"],
] as const;
const vectors = [
  ["bq", "H·d_k", 12, "Wq"],
  ["bk", "Hkv·d_k", 6, "Wk"],
  ["bv", "Hkv·d_v", 12, "Wv"],
  ["bo", "d_o", 11, "Wo"],
] as const;

for (const [W, expected] of matrices) {
  refusals.push(
    ...noTensor(`${name}: ${W}`, (t) => call({ [W]: t })),
    [`${name}: ${W} has shape [12], expected ${expected}`, () => call({ [W]: zeros([12]) })],
    [
      `${name}: ${W} has dtype float32, expected float64 (from queries)`,
      () => call({ [W]: zeros([3, 12], "float32") }),
    ],
  );
}
for (const [b, width, length, from] of vectors) {
  refusals.push(
    ...noTensor(`${name}: ${b}`, (t) => call({ [b]: t }), [undefined]),
    [`${name}: ${b} has shape [1, 12], expected [${width}]`, () => call({ [b]: zeros([1, 12]) })],
    [
      `${name}: ${b} has shape [13], expected [${width}] with ${width} = ${length} (from ${from})`,
      () => call({ [b]: zeros([13]) }),
    ],
  );
}

refusals.push(
  ...noTensor(`${name}: queries`, (t) => on(t, context)),
  ...noTensor(`${name}: context`, (t) => on(queries, t)),
  [`${name}: queries has shape [3], expected […, n, d]`, () => on(zeros([3]), context)],
  [`${name}: context has shape [7], expected […, m, d_c]`, () => on(queries, zeros([7]))],
  [`${name}: context has shape [0, 7], expected […, m, d_c] with m above 0`, () => on(queries, zeros([0, 7]))],
  [
    `${name}: context has shape [5, 5, 7], expected leading axes that broadcast with [2] (from queries)`,
    () => on(zeros([2, 2, 3]), zeros([5, 5, 7])),
  ],
  [`${name}: context has dtype float32, expected float64 (from queries)`, () => on(queries, zeros([5, 7], "float32"))],
  [`${name}: Wq has shape [7, 12], expected [d, H·d_k] with d = 3 (from queries)`, () => call({ Wq: zeros([7, 12]) })],
  [
    `${name}: Wk has shape [5, 6], expected [d_c, Hkv·d_k] with d_c = 7 (from context)`,
    () => call({ Wk: zeros([5, 6]) }),
  ],
  [
    `${name}: Wv has shape [5, 6], expected [d_c, Hkv·d_v] with d_c = 7 (from context)`,
    () => call({ Wv: zeros([5, 6]) }),
  ],
  [`${name}: Wo has shape [24, 0], expected [H·d_v, d_o] with d_o above 0`, () => call({ Wo: zeros([24, 0]) })],
  [`${name}: Wq has shape [3, 12], expected a multiple of heads = 5 columns`, () => call({}, { heads: 5, kvHeads: 5 })],
  [
    `${name}: Wv has shape [7, 11], expected a multiple of kvHeads = 3 columns`,
    () => call({ Wv: zeros([7, 11]), bv: undefined }),
  ],
  [`${name}: Wk has shape [7, 6], expected kvHeads · d_k = 12 at axis 1`, () => call({}, { kvHeads: 6 })],
  [`${name}: Wo has shape [23, 11], expected heads · d_v = 24 at axis 0`, () => call({ Wo: zeros([23, 11]) })],
  ...noOptions(`${name}: params`, ["Wq", "Wk", "Wv", "Wo", "bq", "bk", "bv", "bo"], (p) =>
    multiHeadAttention(queries, context, p, options),
  ),
  ...noOptions(
    `${name}: options`,
    ["heads", "kvHeads", "rotary", "cache", "returnWeights", "mask", "bias", "scale", "softcap", "dropout"],
    (o) => multiHeadAttention(queries, context, params, o),
  ),
  [
    `${name}: options has value undefined, expected an object`,
    () => multiHeadAttention(queries, context, params, wrong(undefined)),
  ],
  ...noInteger(`${name}: heads`, 1, (heads) => call({}, { heads, kvHeads: 1 })),
  ...noInteger(`${name}: kvHeads`, 1, (kvHeads) => call({}, { kvHeads })),
  [`${name}: kvHeads has value 4, expected a divisor of heads = 6`, () => call({}, { kvHeads: 4 })],
  ...noBoolean(`${name}: returnWeights`, (returnWeights) => call({}, { returnWeights })),
  ...noOptions(`${name}: rotary`, ["positions", "base", "pairs", "dimension"], (rotary) => alone({ rotary })),
  ...noPositive(`${name}: rotary.base`, (base) => alone({ rotary: { base } })),
  [
    `${name}: rotary.pairs has value "odd", expected "neighbours" or "halves"`,
    () => alone({ rotary: { pairs: wrong("odd") } }),
  ],
  [
    `${name}: rotary.dimension has value 4, expected an even number, at most d = 2`,
    () => alone({ rotary: { dimension: 4 } }),
  ],
  [
    `${name}: rotary.positions has length 1, expected n = 2 (from queries)`,
    () => alone({ rotary: { positions: [0] } }),
  ],
  [`${name}: rotary has 2 queries and 5 keys, expected as many of each`, () => call({}, { rotary: {} })],
  [`${name}: cache has value true, expected a KeyValueCache`, () => alone({ cache: wrong(true) })],
  [`${name}: cache has type object, expected a KeyValueCache`, () => alone({ cache: wrong({ length: 0 }) })],
  [
    `${name}: Wv has a variable, expected a tensor`,
    () => grad((Wv) => ops.sum(alone({ cache: new KeyValueCache() }, { Wv }).output))(params.Wv),
  ],
  ...noPositive(`${name}: scale`, (scale) => call({}, { scale })),
  ...noPositive(`${name}: softcap`, (softcap) => call({}, { softcap })),
  ...noMask(name, (mask) => call({}, { mask })),
  [
    `${name}: mask has shape [5, 2, 5], expected one that broadcasts to [6, 2, 5]`,
    () => call({}, { mask: masks.toTensor(masks.causal(), 2, 5, [5]) }),
  ],
  ...noTensor(`${name}: bias`, (bias) => call({}, { bias }), [undefined]),
  [
    `${name}: bias has shape [5, 2, 5], expected one that broadcasts to [6, 2, 5]`,
    () => call({}, { bias: zeros([5, 2, 5]) }),
  ],
  [`${name}: bias has dtype float32, expected float64 (from q)`, () => call({}, { bias: zeros([2, 5], "float32") })],
  ...noDropout(name, (dropout) => call({}, { dropout })),
);
