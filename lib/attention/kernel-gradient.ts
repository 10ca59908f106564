import type { Floats } from "../tensor/tensor.ts";
import type { Kernels } from "../wasm/kernels.ts";
import type { FusedProblem } from "./fused-problem.ts";
import type { KernelAttention } from "./kernel-attention.ts";
import type { KernelLayout, Stack } from "./kernel-layout.ts";
import { biasStack, groups, layOut, ownStack, panelStack, stackOf } from "./kernel-problem.ts";
import type { FusedGradient } from "./recomputed-gradient.ts";

/**
 * The vector–Jacobian product of fused attention by the kernels, of what they attended; `undefined` when that needs more
 * care with NaN and ∞ than they take.
 *
 * @throws RangeError when memory does not suffice.
 */
export function kernelGradient(
  kernels: Kernels,
  problem: FusedProblem,
  { out, logSums }: KernelAttention,
  cotangent: Floats,
): FusedGradient | undefined {
  const { batches, n, m, d, dv, q, k, v, bias } = problem;
  const like = ({ length }: Floats) => new Float32Array(length);
  const gradient = { q: like(q.data), k: like(k.data), v: like(v.data), bias: bias && like(bias.data) };
  const scratch = kernels.exports.attendGradientScratch(m, d, dv);
  for (const entries of groups(batches, 3 * (n + m) * (d + dv), kernels.threads)) {
    const [keys, values] = [stackOf(k.matrices, entries, m * d), stackOf(v.matrices, entries, m * dv)];
    const [outs, biases] = [ownStack(entries, n * dv), biasStack(problem, entries)];
    const stacks = {
      ...{ k: keys, valuePanels: panelStack(values, m, dv, kernels.tileRows) },
      ...{ out: outs, outBar: outs, logSums: ownStack(entries, n) },
      ...{ qBar: ownStack(entries, n * d), kBar: ownStack(entries, m * d), vBar: ownStack(entries, m * dv) },
      ...(biases && { biasBar: ownStack(entries, biases.size) }),
    };
    const layout = layOut(kernels, problem, entries, stacks, scratch);
    if (!layout?.packIn("valuePanels", v.data, m, dv)) return undefined;
    layout.copyIn("k", k.data);
    layout.copyIn("out", out);
    layout.copyIn("logSums", logSums);
    layout.copyIn("outBar", cotangent);
    if (biases) layout.all("biasBar").fill(0);
    if (!layout.isFinite("outBar")) return undefined;

    kernels.run("attendGradient", layout.job, entries.length, layout.scratch, scratch);
    // Sums beyond the range of Float32.
    if (!layout.isFinite("qBar") || !layout.isFinite("kBar")) return undefined;
    addEach(layout, "qBar", gradient.q, stackOf(q.matrices, entries, n * d), batches);
    addEach(layout, "kBar", gradient.k, keys, batches);
    addEach(layout, "vBar", gradient.v, values, batches);
    if (gradient.bias) addEach(layout, "biasBar", gradient.bias, biases as Stack, batches);
  }
  return gradient;
}

/** Add what came of each entry to the matrices that entries share; one of its own is that. */
function addEach(
  layout: KernelLayout,
  field: "qBar" | "kBar" | "vBar" | "biasBar",
  sums: Float32Array,
  to: Stack,
  batches: number,
): void {
  const isOwn = sums.length === batches * to.size;
  for (let entry = 0; entry < layout.entries; entry++) {
    const start = to.starts[to.slots[entry]];
    const share = layout.of(field, entry);
    if (isOwn) sums.set(share, start);
    else for (let i = 0; i < share.length; i++) sums[start + i] += share[i];
  }
}
