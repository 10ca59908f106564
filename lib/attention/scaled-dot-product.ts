import type { NdArray } from "ndarray";
import { operation } from "../autodiff/operation.ts";
import { type Value, Variable } from "../autodiff/variable.ts";
import { vjp } from "../autodiff/vjp.ts";
import type { Mask } from "../masks/mask.ts";
import { divide, multiply, tanh } from "../ops/index.ts";
import { scaledDot } from "../scores/scaled-dot.ts";
import type { Score } from "../scores/score.ts";
import { expectOptions, expectPositive } from "../tensor/argument-error.ts";
import { broadcastTensor } from "../tensor/broadcast.ts";
import { elements } from "../tensor/elements.ts";
import { matrixNumbers } from "../tensor/matrix-numbers.ts";
import { type Lengths, shapes } from "../tensor/shapes.ts";
import { dtypeOf, type Floats, sizeOf, type Tensor, wrap } from "../tensor/tensor.ts";
import { kernels } from "../wasm/backend.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { attend } from "./attend.ts";
import { type AttentionOptions, expectBias, expectMaskFits } from "./attention-weights.ts";
import { type Dropout, dropoutFactors, expectDropout } from "./dropout.ts";
import type { FusedProblem } from "./fused-problem.ts";
import { kernelAttention } from "./kernel-attention.ts";
import { kernelGradient } from "./kernel-gradient.ts";
import { maskRows } from "./mask-rows.ts";
import { onlineSoftmax } from "./online-softmax.ts";
import { type FusedGradient, recomputedGradient } from "./recomputed-gradient.ts";

/** The choices of fused attention. */
export interface ScaledDotProductOptions<T extends Value = Tensor> {
  /** Who may attend to whom: a `Mask`, or a tensor of 0 and 1 that broadcasts to […, n, m]. */
  readonly mask?: Mask | NdArray<Uint8Array>;
  /** Added to the scores; broadcasts to […, n, m]. */
  readonly bias?: T | Tensor;
  /** Factor of q·k; by default 1/√d. */
  readonly scale?: number;
  /** Scores s become c·tanh(s/c), before the bias; by default they are left as they are. */
  readonly softcap?: number;
  /** Random weights set to 0, in training. */
  readonly dropout?: Dropout;
}

interface Inputs<T> {
  readonly q: T;
  readonly k: T;
  readonly v: T;
  readonly bias?: T;
}

interface FusedOptions {
  readonly choices: ScaledDotProductOptions<Value>;
  readonly lengths: Lengths<"… n d" | "… m d" | "… m d_v">;
  /** The gradient of all inputs is computed at once, and asked for one input at a time; log-sums are of the kernels. */
  readonly computed: { logSums?: Float32Array; cotangent?: Value; gradient?: FusedGradient };
}

/** With fewer products than this, plain TypeScript is done before a kernel has been given its inputs (measured). */
const fewProducts = 2 ** 12;

function byName<T>(inputs: readonly T[]): Inputs<T> {
  const [q, k, v] = inputs;
  return inputs.length === 3 ? { q, k, v } : { q, k, v, bias: inputs[3] };
}

const apply = operation<FusedOptions>({
  forward(inputs, options) {
    const { computed } = options;
    const problem = fusedProblem(byName(inputs), options);
    const { lead, n, dv } = problem;
    const shape = [...lead, n, dv];
    const fast = kernelsFor(problem);
    const attended = fast && kernelAttention(fast, problem);
    if (attended !== undefined) {
      computed.logSums = attended.logSums;
      return wrap(attended.out, shape);
    }
    const out = onlineSoftmax(problem);
    return wrap(dtypeOf(inputs[0]) === "float32" ? new Float32Array(out) : out, shape);
  },
  backward(cotangent, index, inputs, output, options) {
    const name = (["q", "k", "v", "bias"] as const)[index];
    // A derivative of this derivative is wanted: take it from the composition, whose products are operations.
    if ([cotangent, ...inputs].some((x) => x instanceof Variable)) {
      return vjp((x: Inputs<Variable>) => composed(x, options.choices), byName(inputs)).pullback(cotangent)[
        name
      ] as Value;
    }
    const { computed } = options;
    if (computed.cotangent !== cotangent) {
      const [tensors, arrived] = [byName(inputs as readonly Tensor[]), elements(cotangent as Tensor)];
      const problem = fusedProblem(tensors, options);
      const fast = computed.logSums && kernelsFor(problem);
      const attended = { out: elements(output as Tensor) as Float32Array, logSums: computed.logSums as Float32Array };
      computed.gradient =
        (fast && kernelGradient(fast, problem, attended, arrived)) ??
        recomputedGradient(problem, arrived, tensors.bias?.shape);
      computed.cotangent = cotangent;
    }
    const gradient = (computed.gradient as FusedGradient)[name] as Floats;
    const fit = dtypeOf(inputs[index]) === "float32" && gradient instanceof Float64Array;
    return wrap(fit ? new Float32Array(gradient) : gradient, [...inputs[index].shape]);
  },
});

/**
 * Scaled dot-product attention in one pass: softmax(cap(scale · q·kᵀ) + bias)·v, masked, without the n·m weights, where
 * cap(s) = softcap·tanh(s/softcap) if there is a softcap.
 *
 * Without a softcap the same numbers as `attend` with `scores.scaledDot`, with memory linear in n and m: weights are
 * computed row by row in blocks of keys (online softmax), and again for the gradient. Keys outside a mask's bounds are
 * not visited.
 *
 * In Float32, WebAssembly computes value and gradient (see `backend`), to the rounding of single precision. Small
 * problems, dropout, and inputs that hold NaN or ∞ stay in plain TypeScript.
 *
 * Vaswani et al. 2017, "Attention Is All You Need", Eq. 1; Dao et al. 2022, "FlashAttention", §3.1; the softcap as in
 * Gemma 2 (Gemma Team 2024, §2).
 *
 * @example
 * ```ts
 * const [q, k, v] = [tensor([[1]]), tensor([[0], [Math.log(3)]]), tensor([[4], [8]])];
 * toArray(scaledDotProductAttention(q, k, v)); // [[7]]
 * toArray(scaledDotProductAttention(q, k, v, { mask: masks.prefix(1) })); // [[4]]
 * ```
 *
 * @param q […, n, d] queries
 * @param k […, m, d] keys
 * @param v […, m, d_v] values
 * @returns […, n, d_v]
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function scaledDotProductAttention(q: Tensor, k: Tensor, v: Tensor, options?: ScaledDotProductOptions): Tensor;
export function scaledDotProductAttention<T extends Value = Tensor>(
  q: T | Tensor,
  k: T | Tensor,
  v: T | Tensor,
  options?: ScaledDotProductOptions<T>,
): T;
export function scaledDotProductAttention(
  q: Value,
  k: Value,
  v: Value,
  options: ScaledDotProductOptions<Value> = {},
): Value {
  const caller = "scaledDotProductAttention";
  expectOptions(caller, options, ["mask", "bias", "scale", "softcap", "dropout"]);
  const lengths = shapes(caller, { q: [q, "… n d"], k: [k, "… m d"], v: [v, "… m d_v"] });
  const { n, m, lead } = lengths;
  expectChoices(caller, options, q, [...lead, n, m]);
  const { bias } = options;
  return apply(bias === undefined ? [q, k, v] : [q, k, v, bias], { choices: options, lengths, computed: {} });
}

/** Throw unless the choices are such, and fit queries of the dtype of q and scores of this shape. */
export function expectChoices(
  caller: string,
  { mask, bias, scale, softcap, dropout }: ScaledDotProductOptions<Value>,
  q: Value,
  shape: readonly number[],
): void {
  if (scale !== undefined) expectPositive(caller, "scale", scale);
  if (softcap !== undefined) expectPositive(caller, "softcap", softcap);
  if (dropout !== undefined) expectDropout(caller, dropout);
  if (mask !== undefined) expectMaskFits(caller, mask, shape);
  if (bias !== undefined) expectBias(caller, bias, q, shape);
}

/** The kernels, if they are for this problem: dropout, Float64 and what is small stay in plain TypeScript. */
function kernelsFor({ batches, n, m, d, dv, q, dropout }: FusedProblem): Kernels | undefined {
  if (!(q.data instanceof Float32Array) || dropout !== undefined) return undefined;
  return batches * n * m * (d + dv) < fewProducts ? undefined : kernels();
}

function fusedProblem({ q, k, v, bias }: Inputs<Tensor>, { lengths, choices }: FusedOptions): FusedProblem {
  const caller = "scaledDotProductAttention";
  const { n, m, d, d_v: dv, lead } = lengths;
  const rows = (x: Tensor) => ({ data: elements(x), matrices: matrixNumbers(x, lead) });
  const { scale = 1 / Math.sqrt(d), softcap = Number.POSITIVE_INFINITY, mask, dropout } = choices;
  const shape = [...lead, n, m];
  return {
    lead,
    batches: sizeOf(lead),
    n,
    m,
    d,
    dv,
    q: rows(q),
    k: rows(k),
    v: rows(v),
    scale,
    softcap,
    mask: maskRows(caller, mask, shape),
    bias: bias && broadcastTensor(caller, "bias", wrap(elements(bias), bias.shape), shape),
    dropout:
      dropout &&
      (() => {
        const next = dropoutFactors(dropout);
        return () => next(m);
      }),
  };
}

// The same by `attend`: what is differentiated when the gradient itself is.
function composed({ q, k, v, bias }: Inputs<Variable>, choices: ScaledDotProductOptions<Value>): Value {
  return attend(q, k, v, attendOptions({ ...choices, ...(bias === undefined ? {} : { bias }) })).output;
}

/** The options with which `attend` gives the numbers of `scaledDotProductAttention`. */
export function attendOptions({
  scale,
  softcap,
  mask,
  bias,
  dropout,
}: ScaledDotProductOptions<Value>): AttentionOptions<Value> {
  const scaled = scaledDot(scale === undefined ? {} : { scale });
  const score = (<U extends Value>(q: U | Tensor, k: U | Tensor): U => {
    const fit = scaled<Value>(q, k);
    return (softcap === undefined ? fit : multiply<Value>(softcap, tanh<Value>(divide<Value>(fit, softcap)))) as U;
  }) as Score;
  return {
    score,
    ...(bias === undefined ? {} : { bias }),
    ...(mask === undefined ? {} : { mask }),
    ...(dropout === undefined ? {} : { dropout }),
  };
}
