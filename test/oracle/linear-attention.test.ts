import { test } from "vitest";
import { type Tensor, tensor } from "../../lib/index.ts";
import { type Matrix, matrixAt, sumOf } from "../lib/naive.ts";
import { expectAgreement, forAll } from "./agreement.ts";
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
