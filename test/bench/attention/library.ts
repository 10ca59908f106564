import type { Run } from "../contender.ts";
import { plain, relaxed, simd } from "../kernels.ts";
import { attentionLab } from "./attention-lab.ts";
import { jax } from "./jax.ts";
import { mathjs } from "./mathjs.ts";
import { ndarrayLoops } from "./ndarray-loops.ts";
import { onnxruntimeNode, onnxruntimeWeb } from "./onnxruntime.ts";
import { plainLoops } from "./plain-loops.ts";
import type { Problem } from "./problem.ts";
import { tensorflowCpu, tensorflowWasm } from "./tensorflow.ts";

/** A way to compute attention. Packages are loaded when they are first needed. */
export interface Library {
  readonly name: string;
  readonly packages?: readonly string[];
  readonly forward: (problem: Problem) => Promise<Run>;
  /** Output and gradients of q, k and v, of Σ output ∘ cotangent. */
  readonly gradient?: (problem: Problem) => Promise<Run>;
}

/** Ours first. */
export const libraries: readonly Library[] = [
  attentionLab(relaxed),
  attentionLab(simd),
  attentionLab(plain),
  onnxruntimeNode,
  onnxruntimeWeb,
  jax,
  tensorflowWasm,
  tensorflowCpu,
  plainLoops,
  ndarrayLoops,
  mathjs,
];
