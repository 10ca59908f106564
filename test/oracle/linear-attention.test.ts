import fc from "fast-check";
import ndarray from "ndarray";
import { test } from "vitest";
import { type FeatureMap, linearAttention, ops, type Tensor, tensor, type Value } from "../../lib/index.ts";
import { type Matrix, matrixAt, sumOf } from "../lib/naive.ts";
import { dense, expectAgreement, forAll } from "./agreement.ts";
import { onnx } from "./onnx.ts";
import {
  type LinearCase,
  type LinearNumbers,
  linearCases,
  linearNumbers,
  onnxLinearAttention,
} from "./onnx-linear-attention.ts";

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
const recall = (S: Matrix, key: readonly number[]): number[] =>
  S[0]!.map((_, j) => sumOf(S.map((row, i) => row[j]! * key[i]!)));

/** The states after each step: S ← e^g ⊙ S + β k ⊗ (v − Sᵀk), without g, β or Sᵀk where the rule has none. */
function statesOf({ rule, n }: LinearCase, numbers: LinearNumbers, place: readonly number[]): Matrix[] {
  const [k, v, logDecay, step, first] = (["k", "v", "logDecay", "step", "state"] as const).map((name) =>
    matrixAt(numbers[name], place),
  ) as [Matrix, Matrix, Matrix, Matrix, Matrix];
  const states = [first];
  for (const t of range(n)) {
    const decay = (i: number) => (rule.startsWith("gated") ? Math.exp(logDecay[t]![i] ?? logDecay[t]![0]!) : 1);
    const kept = states.at(-1)!.map((row, i) => row.map((s) => decay(i) * s));
    const known = recall(kept, k[t]!);
    const written = v[t]!.map((x, j) => (rule.endsWith("delta") ? step[t]![0]! * (x - known[j]!) : x));
    states.push(kept.map((row, i) => row.map((s, j) => s + k[t]![i]! * written[j]!)));
  }
  return states;
}

/** Linear attention as its definition says, step by step: oₜ = scale · Sₜᵀqₜ. */
function recurrence(c: LinearCase, numbers: LinearNumbers): { output: Tensor; state: Tensor } {
  const scale = c.scale ?? 1 / Math.sqrt(c.dk);
  const heads = range(c.batch).map((b) =>
    range(c.kvHeads).map((h) => {
      const [, ...states] = statesOf(c, numbers, [b, h]);
      const output = range(c.group).map((g) =>
        matrixAt(numbers.q, [b, h, g]).map((query, t) => recall(states[t]!, query).map((x) => scale * x)),
      );
      return { output, state: states.at(-1)! };
    }),
  );
  const collected = (name: "output" | "state") => heads.map((row) => row.map((head) => head[name]));
  return {
    output: tensor(collected("output"), undefined, "float32"),
    state: tensor(collected("state"), undefined, "float32"),
  };
}

test("the recurrence of linear attention is com.microsoft LinearAttention: linear, gated, delta, gated delta", async () => {
  const claim = async (c: LinearCase) => {
    const numbers = linearNumbers(c);
    const [ours, theirs] = [recurrence(c, numbers), await onnxLinearAttention(c, numbers)];
    expectAgreement(ours.output, theirs.output);
    expectAgreement(ours.state, theirs.state);
  };
  await forAll(linearCases, claim, 600);
});

// With one decay for each head, as the library has it.
const chunked = fc.record({
  of: linearCases.map((c): LinearCase => ({ ...c, decayPerKey: false })),
  chunk: fc.constantFrom(1, 2, 3, 64),
});
const shared = (x: Tensor): Tensor =>
  ndarray(dense(x).data, [...x.shape.slice(0, 2), 1, ...x.shape.slice(2)]) as Tensor;
const identity: FeatureMap = <T extends Value>(x: T | Tensor): T => x as T;
const scaleOf = (c: LinearCase): number => c.scale ?? 1 / Math.sqrt(c.dk);

test("linearAttention(q, k, v, { gate, beta, state, chunk }) is com.microsoft LinearAttention, in chunks of any size", async () => {
  await forAll(
    chunked,
    async ({ of: c, chunk }) => {
      const numbers = linearNumbers(c);
      const { q, k, v, logDecay, step, state } = numbers;
      const ours = linearAttention(ops.multiply(q, scaleOf(c)), shared(k), shared(v), {
        ...{ featureMap: identity, normalize: false, chunk },
        ...(c.rule.startsWith("gated") ? { gate: shared(ops.exp(logDecay)) } : {}),
        ...(c.rule.endsWith("delta") ? { beta: shared(step) } : {}),
        ...(c.continued ? { state: shared(state) } : {}),
      });
      const theirs = await onnxLinearAttention(c, numbers);
      const groups = [c.batch, c.kvHeads, c.group, c.dk, c.dv];
      expectAgreement(ours.output, theirs.output);
      expectAgreement(ops.broadcastTo(ours.state, groups), ops.broadcastTo(shared(theirs.state), groups));
    },
    600,
  );
});

test("linearAttention(q, k, v) is com.microsoft LinearAttention of Elu + 1, divided by that of ones", async () => {
  await forAll(chunked, async ({ of, chunk }) => {
    const c: LinearCase = { ...of, rule: "linear", continued: false };
    const numbers = linearNumbers(c);
    const { q, k, v } = numbers;
    const positive = async (x: Tensor) => ops.add((await onnx("Elu", { opset: 6, inputs: [dense(x)] })).out!, 1);
    const mapped = { ...numbers, q: await positive(q), k: await positive(k) };
    const sums = await onnxLinearAttention(c, mapped);
    const ones = tensor(new Float32Array(v.size).fill(1), v.shape);
    const totals = await onnxLinearAttention(c, { ...mapped, v: ones });
    const ours = linearAttention(q, shared(k), shared(v), { chunk });
    expectAgreement(ours.output, ops.divide(sums.output, totals.output));
  });
});
