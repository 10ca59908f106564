import { tensorOf, type Value } from "../autodiff/variable.ts";
import { elu } from "../feature-maps/elu.ts";
import type { FeatureMap } from "../feature-maps/feature-map.ts";
import {
  add,
  concatenate,
  divide,
  exp,
  log,
  matmul,
  multiply,
  slice,
  subtract,
  transpose,
  where,
} from "../ops/index.ts";
import { lowerTriangle } from "../ops/lower-triangle.ts";
import { solveUnitLower } from "../ops/solve-unit-lower.ts";
import {
  ArgumentError,
  expectBoolean,
  expectFunction,
  expectInteger,
  expectOptions,
} from "../tensor/argument-error.ts";
import { ones, zeros } from "../tensor/create.ts";
import { elements } from "../tensor/elements.ts";
import { shapes } from "../tensor/shapes.ts";
import { dtypeOf, type Tensor } from "../tensor/tensor.ts";

/** The choices of linear attention. Gate and beta make the update rules: sum, gated, delta, and gated delta. */
export interface LinearAttentionOptions<T extends Value = Tensor> {
  /** φ, applied to queries and keys; by default `featureMaps.elu()`. */
  readonly featureMap?: FeatureMap;
  /** […, n, 1] factors in (0, 1] by which the memory fades before each token; by default it keeps all. */
  readonly gate?: T | Tensor;
  /**
   * […, n, 1] learning rates of the delta rule: what a key is to give replaces what it gave. By default values add
   * up.
   */
  readonly beta?: T | Tensor;
  /** Divide by the sum of weights φ(q)·Σφ(k), faded alike. By default yes, but not with the delta rule. */
  readonly normalize?: boolean;
  /** […, r, d_v] the memory before the first token (r, d_v + 1 when normalised); by default empty. */
  readonly state?: T | Tensor;
  /** How many tokens are computed at once; 1 is the recurrence, token by token. By default 64. */
  readonly chunk?: number;
}

/** What linear attention computes. */
export interface LinearAttention<T extends Value = Tensor> {
  /** […, n, d_v] */
  readonly output: T;
  /** The memory after the last token, with which the next call goes on. */
  readonly state: T;
}

/**
 * Causal attention with a memory of fixed size: time linear in n, where softmax attention takes n².
 *
 * Token t writes into the memory S [r, d_v] and reads from it: Sₜ = gₜSₜ₋₁ + φ(kₜ)uₜᵀ, oₜ = Sₜᵀφ(qₜ), with uₜ = vₜ, or
 * by the delta rule uₜ = βₜ(vₜ − gₜSₜ₋₁ᵀφ(kₜ)).
 *
 * Chunks are computed in parallel: with γ the products of the gates within a chunk, queries see the memory before it,
 * faded by γᵢ, and the chunk's own keys by (γᵢ/γⱼ) φ(qᵢ)·φ(kⱼ); the delta rule's u solve a triangular system.
 *
 * Katharopoulos et al. 2020, "Transformers are RNNs", §3.3 (sum, normalised); Schlag et al. 2021, §4.2 (delta);
 * Yang et al. 2024, "Parallelizing Linear Transformers with the Delta Rule", §3 (chunks); Yang, Kautz & Hatamizadeh
 * 2025, "Gated Delta Networks", Eq. 10 (gated delta).
 *
 * @example
 * ```ts
 * const [x, v] = [ones([2, 1]), tensor([[2], [4]])];
 * toArray(linearAttention(x, x, v).output); // [[2], [3]]
 * toArray(linearAttention(x, x, v, { featureMap: featureMaps.identity(), beta: x }).output); // [[2], [4]]
 * ```
 *
 * @param q […, n, d] queries
 * @param k […, n, d] keys
 * @param v […, n, d_v] values
 * @throws ArgumentError when shapes, dtypes or options do not fit, or a gate is not in (0, 1].
 */
export function linearAttention(q: Tensor, k: Tensor, v: Tensor, options?: LinearAttentionOptions): LinearAttention;
export function linearAttention<T extends Value = Tensor>(
  q: T | Tensor,
  k: T | Tensor,
  v: T | Tensor,
  options?: LinearAttentionOptions<T>,
): LinearAttention<T>;
export function linearAttention(
  q: Value,
  k: Value,
  v: Value,
  options: LinearAttentionOptions<Value> = {},
): LinearAttention<Value> {
  const caller = "linearAttention";
  expectOptions(caller, options, ["featureMap", "gate", "beta", "normalize", "state", "chunk"]);
  const { featureMap = elu(), gate, beta, normalize = beta === undefined, chunk = 64 } = options;
  expectFunction(caller, "featureMap", featureMap);
  expectBoolean(caller, "normalize", normalize);
  expectInteger(caller, "chunk", chunk, 1);
  const { state: first } = options;
  const {
    n,
    d_v: dv,
    lead,
  } = shapes(caller, {
    q: [q, "… n d"],
    k: [k, "… n d"],
    v: [v, "… n d_v"],
    ...(gate === undefined ? {} : { gate: [gate, "… n 1"] as const }),
    ...(beta === undefined ? {} : { beta: [beta, "… n 1"] as const }),
    ...(first === undefined ? {} : { state: [first, "… r width"] as const }),
  });
  if (gate !== undefined) expectGate(caller, gate);
  const [fq, fk] = [featureMap<Value>(q), featureMap<Value>(k)];
  const { r } = shapes(caller, {
    q: [q, "… n d"],
    "result of featureMap for q": [fq, "… n r"],
    "result of featureMap for k": [fk, "… n r"],
  });
  const width = normalize ? dv + 1 : dv;
  if (first !== undefined && first.shape.slice(-2).join() !== [r, width].join()) {
    throw new ArgumentError(caller, "state", `shape [${first.shape.join(", ")}]`, `[…, ${r}, ${width}]`);
  }
  // A column of ones beside the values sums up the weights.
  const one = ones([...v.shape.slice(0, -1), 1], dtypeOf(v));
  const values = normalize ? concatenate<Value>([v, one], { axis: -1 }) : v;

  let state = first ?? zeros([...lead, r, width], dtypeOf(v));
  const outputs: Value[] = [];
  for (let from = 0; from < n; from += chunk) {
    const part = { axis: -2, from, to: Math.min(from + chunk, n) };
    const cut = (x: Value): Value => slice<Value>(x, part);
    const step = chunkStep(cut(fq), cut(fk), cut(values), gate && cut(gate), beta && cut(beta), state);
    outputs.push(step.output);
    state = step.state;
  }
  const output = concatenate<Value>(outputs, { axis: -2 });
  if (!normalize) return { output, state };
  const [mean, total] = [
    slice<Value>(output, { axis: -1, from: 0, to: dv }),
    slice<Value>(output, { axis: -1, from: dv, to: width }),
  ];
  return { output: divide<Value>(mean, total), state };
}

function expectGate(caller: string, gate: Value): void {
  const strange = elements(tensorOf(gate)).find((value) => !(value > 0 && value <= 1));
  if (strange !== undefined) throw new ArgumentError(caller, "gate", `value ${strange}`, "numbers in (0, 1]");
}

// One chunk: its outputs, and the memory after it.
function chunkStep(
  q: Value,
  k: Value,
  v: Value,
  gate: Value | undefined,
  beta: Value | undefined,
  state: Value,
): LinearAttention<Value> {
  const size = k.shape[k.shape.length - 2];
  const { fading, between, toEnd } = fadingOf(gate, size, k);
  const faded = (x: Value, by: Value | undefined): Value => (by === undefined ? x : multiply<Value>(x, by));
  const products = (x: Value): Value => faded(matmul<Value>(x, transpose<Value>(k)), between);

  let written = v;
  if (beta !== undefined) {
    const recalled = faded(matmul<Value>(k, state), fading);
    const novel = multiply<Value>(beta, subtract<Value>(v, recalled));
    written = solveUnitLower(multiply<Value>(beta, products(k)), novel);
  }
  const own = where<Value>(lowerTriangle(size, { diagonal: true }), products(q), 0);
  const output = add<Value>(faded(matmul<Value>(q, state), fading), matmul<Value>(own, written));
  const end = fading && slice<Value>(fading, { axis: -2, from: size - 1, to: size });
  const next = add<Value>(faded(state, end), matmul<Value>(transpose<Value>(faded(k, toEnd)), written));
  return { output, state: next };
}

/**
 * How the memory fades in a chunk: γᵢ [C, 1], γᵢ/γⱼ for j ≤ i [C, C], and γ_C/γⱼ [C, 1]; all undefined without a
 * gate.
 */
function fadingOf(gate: Value | undefined, size: number, like: Value) {
  if (gate === undefined) return { fading: undefined, between: undefined, toEnd: undefined };
  // In logarithms, so that ratios of small products keep their digits.
  const lower = where(lowerTriangle(size, { diagonal: true }), ones([size, size], dtypeOf(like)), 0);
  const logs = matmul<Value>(lower, log<Value>(gate));
  const differences = subtract<Value>(logs, transpose<Value>(logs));
  const last = slice<Value>(logs, { axis: -2, from: size - 1, to: size });
  return {
    fading: exp<Value>(logs),
    between: exp<Value>(where<Value>(lowerTriangle(size, { diagonal: true }), differences, Number.NEGATIVE_INFINITY)),
    toEnd: exp<Value>(subtract<Value>(last, logs)),
  };
}
