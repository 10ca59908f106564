import type { Kernels } from "../wasm/kernels.ts";
import type { FusedProblem } from "./fused-problem.ts";
import { groups, layOut, ownStack, stackOf } from "./kernel-problem.ts";
import { tileQueries } from "./tile-plan.ts";

/** What fused attention gives, and what its gradient wants to know again. */
export interface KernelAttention {
  /** […, n, dv], dense */
  readonly out: Float32Array;
  /** log₂ Σⱼ e^(scoreᵢⱼ) for each query […, n]; 0 where it attends to nothing. */
  readonly logSums: Float32Array;
}

/** Queries that one task attends for, as in lib/wasm/assembly/attention-job.ts. */
const taskQueries = 8 * tileQueries;

/**
 * Fused attention by the kernels; `undefined` when that needs more care with NaN and ∞ than they take.
 *
 * @throws RangeError when memory does not suffice.
 */
export function kernelAttention(kernels: Kernels, problem: FusedProblem): KernelAttention | undefined {
  const { batches, n, m, d, dv, v } = problem;
  const out = new Float32Array(batches * n * dv);
  const logSums = new Float32Array(batches * n);
  const scratch = kernels.exports.attendScratch(d, dv);
  for (const entries of groups(batches, (n + m) * (d + dv), kernels.threads)) {
    const own = { out: ownStack(entries, n * dv), logSums: ownStack(entries, n) };
    const values = { v: stackOf(v.matrices, entries, m * dv) };
    const layout = layOut(kernels, problem, entries, { ...values, ...own }, scratch);
    layout?.copyIn("v", v.data);
    if (!layout?.isFinite("v")) return undefined;
    kernels.run("attend", layout.job, entries.length * Math.ceil(n / taskQueries), layout.scratch, scratch);
    // Scores beyond the range of Float32.
    if (!layout.isFinite("out") || !layout.isFinite("logSums")) return undefined;
    out.set(layout.all("out"), entries[0] * n * dv);
    logSums.set(layout.all("logSums"), entries[0] * n);
  }
  return { out, logSums };
}
