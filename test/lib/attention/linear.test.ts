import { describe, expect, test } from "vitest";
import {
  attend,
  checkGradient,
  featureMaps,
  largestDifference,
  linearAttention,
  masks,
  ops,
  type Tensor,
  tensor,
  type Variable,
} from "../../../lib/index.ts";
import { dotOf, type Matrix, matrixAt, meanOf } from "../naive.ts";
import { positive, sample, single } from "../samples.ts";

const [n, d, dv] = [23, 5, 3];
const [q, v] = [sample([2, n, d], 1), sample([2, n, dv], 3)];
const k = ops.l2Normalize(sample([2, n, d], 2)); // the delta rule is stable for keys of length 1
const gate = ops.multiply(positive([2, n, 1], 4), 0.66); // in (0.33, 0.99)
const beta = ops.subtract(positive([2, n, 1], 5), 0.5);

type Phi = (x: readonly number[]) => number[];
const identity: Phi = (x) => [...x];
const elu: Phi = (x) => x.map((y) => (y > 0 ? y + 1 : Math.exp(y)));

/** Token by token, over the definition: S ← g·S + φ(k)uᵀ, o = Sᵀφ(q). */
function recurrence(b: number, phi: Phi, rule: { gate?: Tensor; beta?: Tensor }, normalized: boolean): Matrix {
  const [Q, K, V] = [q, k, v].map((x) => matrixAt(x, [b])) as [Matrix, Matrix, Matrix];
  let S = Array.from({ length: d }, () => new Array<number>(dv + 1).fill(0));
  const read = (x: readonly number[], c: number) =>
    dotOf(
      x,
      S.map((row) => row[c]!),
    );
  return Q.map((query, t) => {
    S = S.map((row) => row.map((x) => x * (rule.gate?.get(b, t, 0) ?? 1)));
    const key = phi(K[t]!);
    const given = [...V[t]!, 1];
    const u = given.map((x, c) => (rule.beta ? rule.beta.get(b, t, 0) * (x - read(key, c)) : x));
    S = S.map((row, r) => row.map((x, c) => x + key[r]! * u[c]!));
    const output = given.map((_, c) => read(phi(query), c));
    return output.slice(0, dv).map((x) => (normalized ? x / output[dv]! : x));
  });
}

const plain = { featureMap: featureMaps.identity() };
const rules = [
  ["sum", {}, elu, true],
  ["sum, not normalised", { normalize: false, ...plain }, identity, false],
  ["gated sum", { gate }, elu, true],
  ["delta", { beta, ...plain }, identity, false],
  ["gated delta", { gate, beta, ...plain }, identity, false],
] as const;

describe.each(rules)("linearAttention(q, k, v) by the rule %s", (_, options, phi, normalized) => {
  test.each([1, 4, 7, n, 64])("in chunks of %i is the recurrence token by token", (chunk) => {
    const { output } = linearAttention(q, k, v, { ...options, chunk });
    for (const b of [0, 1]) {
      const expected = tensor(recurrence(b, phi, options as { gate?: Tensor; beta?: Tensor }, normalized));
      expect(largestDifference(tensor(matrixAt(output, [b])), expected)).toBeLessThan(1e-10);
    }
  });

  test("goes on from the state that it left", () => {
    const part = (x: Tensor, from: number, to: number) => ops.slice(x, { axis: 1, from, to });
    const run = (from: number, to: number, state?: Tensor) =>
      linearAttention(part(q, from, to), part(k, from, to), part(v, from, to), {
        ...options,
        ...("gate" in options ? { gate: part(gate, from, to) } : {}),
        ...("beta" in options ? { beta: part(beta, from, to) } : {}),
        ...(state === undefined ? {} : { state }),
      });
    const whole = linearAttention(q, k, v, options);
    const rest = run(9, n, run(0, 9).state);
    expect(largestDifference(rest.output, part(whole.output, 9, n))).toBeLessThan(1e-12);
    expect(largestDifference(rest.state, whole.state)).toBeLessThan(1e-12);
  });

  test("has the gradient of central differences, across chunks", () => {
    const part = (x: Tensor) => ops.slice(x, { axis: 1, from: 0, to: 7 });
    type Params = { q: Variable; k: Variable; v: Variable; gate: Variable; beta: Variable };
    const call = (p: Params) =>
      linearAttention(p.q, p.k, p.v, {
        ...("gate" in options ? { gate: p.gate } : {}),
        ...("beta" in options ? { beta: p.beta } : {}),
        ...("featureMap" in options ? plain : {}),
        ...("normalize" in options ? { normalize: false } : {}),
        chunk: 3,
      }).output;
    const params = { q: part(q), k: part(k), v: part(v), gate: part(gate), beta: part(beta) };
    expect(checkGradient(call, params)).toBeLessThan(1e-8);
  });

  test("in float32 gives what float64 gives, to its precision", () => {
    const rounded = Object.fromEntries(
      Object.entries(options).map(([name, x]) => [name, name === "gate" || name === "beta" ? single(x as Tensor) : x]),
    );
    const { output } = linearAttention(single(q), single(k), single(v), rounded);
    expect(output.dtype).toBe("float32");
    const exact = linearAttention(q, k, v, options).output;
    const largest = Math.max(...Array.from(exact.data, Math.abs));
    expect(largestDifference(tensor(Float64Array.from(output.data), output.shape), exact) / largest).toBeLessThan(1e-4);
  });
});

test("linearAttention does not look ahead", () => {
  const changed = tensor(v.data.slice(), v.shape);
  changed.set(0, 15, 0, 99);
  const [before, after] = [v, changed].map((x) => linearAttention(q, k, x, { chunk: 4 }).output) as [Tensor, Tensor];
  const upTo = (x: Tensor) => ops.slice(x, { axis: 1, from: 0, to: 15 });
  expect(largestDifference(upTo(before), upTo(after))).toBe(0);
  expect(largestDifference(before, after)).toBeGreaterThan(1);
});

test("linearAttention with the sum rule, unnormalised, is fast weights: f(2x) = 8·f(x)", () => {
  const f = (x: Tensor) => linearAttention(x, x, x, { ...plain, normalize: false }).output;
  expect(largestDifference(f(ops.multiply(q, 2)), ops.multiply(f(q), 8))).toBeLessThan(1e-12);
});

describe("featureMaps", () => {
  test("elu() is x + 1 above 0 and eˣ below, also for large x", () => {
    const [row] = [featureMaps.elu()(tensor([[-1, 0, 2, 800, -800]]))];
    expect(Array.from(row.data)).toEqual([Math.exp(-1), 1, 3, 801, 0]);
  });

  test("positiveRandom() estimates e^(q·k/√d) without bias: the mean over seeds is within 4 standard errors", () => {
    const [a, b] = [sample([1, 5], 7), sample([1, 5], 8)];
    const estimates = Array.from({ length: 200 }, (_, seed) => {
      const phi = featureMaps.positiveRandom({ count: 50, seed });
      return ops.matmul(phi(a), ops.transpose(phi(b))).get(0, 0);
    });
    const truth = Math.exp(ops.matmul(a, ops.transpose(b)).get(0, 0) / Math.sqrt(5));
    const mean = meanOf(estimates);
    const error = Math.sqrt(meanOf(estimates.map((x) => (x - mean) ** 2)) / (estimates.length - 1));
    expect(error).toBeGreaterThan(0);
    expect(Math.abs(mean - truth)).toBeLessThan(4 * error);
  });

  test("positiveRandom() makes linearAttention come nearer to softmax attention with more features", () => {
    const scaled = ops.multiply(q, 0.5);
    const exact = attend(scaled, k, v, { mask: masks.causal() }).output;
    const distance = (count: number) => {
      const featureMap = featureMaps.positiveRandom({ count, seed: 1 });
      const off = ops.subtract(linearAttention(scaled, k, v, { featureMap }).output, exact);
      return Math.sqrt(ops.mean(ops.square(off)).get());
    };
    expect(distance(4096)).toBeLessThan(distance(16) / 4);
  });
});

describe("ops.slice and ops.concatenate", () => {
  const x = sample([2, 7, 3]);

  test("cut and join along any axis, and pass their gradients", () => {
    for (const axis of [0, 1, 2, -1]) {
      const length = x.shape[axis < 0 ? 3 + axis : axis]!;
      const parts = [ops.slice(x, { axis, from: 0, to: 1 }), ops.slice(x, { axis, from: 1, to: length })];
      expect(largestDifference(ops.concatenate(parts, { axis }), x)).toBe(0);
    }
    const cut = (y: Variable) => ops.square(ops.slice(y, { axis: 1, from: 2, to: 5 }));
    expect(checkGradient(cut, x)).toBeLessThan(1e-8);
    const join = (y: Variable) => ops.square(ops.concatenate([y, x, ops.multiply(y, 2)], { axis: -2 }));
    expect(checkGradient(join, x)).toBeLessThan(1e-8);
  });

  test("cut a value out of memory that lies otherwise", () => {
    const turned = ops.transpose(x); // [2, 3, 7]
    const part = ops.slice(turned, { axis: 2, from: 3, to: 6 });
    expect(part.get(1, 2, 0)).toBe(x.get(1, 3, 2));
    expect(part.shape).toEqual([2, 3, 3]);
  });
});
