import type { Floats } from "../tensor/tensor.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { type FusedProblem, scoreStart } from "./fused-problem.ts";
import { KernelLayout, type Stack, type Stacks, stack } from "./kernel-layout.ts";
import { MaskBits, planEntries } from "./tile-plan.ts";

/** Numbers that one batch of entries may take in the kernels' memory: what is beyond is done after it. */
const budget = 2 ** 23;

/**
 * The batch entries of a problem in groups, each of which finds room in the kernels' memory with `numbers` for an entry,
 * so that memory does not grow with their number.
 */
export function groups(batches: number, numbers: number, threads: number): number[][] {
  const size = Math.max(Math.floor(budget / numbers), threads);
  return Array.from({ length: Math.ceil(batches / size) }, (_, group) =>
    Array.from({ length: Math.min(size, batches - group * size) }, (_, i) => group * size + i),
  );
}

/** A stack of the matrices [rows, width] that entries have of a problem's rows. */
export function stackOf(matrices: Floats, entries: readonly number[], size: number): Stack {
  return stack(
    size,
    entries.map((b) => matrices[b] * size),
  );
}

/** A stack with a matrix for each entry, as an output [batches, …] has them. */
export function ownStack(entries: readonly number[], size: number): Stack {
  return stack(
    size,
    entries.map((b) => b * size),
  );
}

/** A stack of panels of the same matrices: they lie elsewhere, and are filled up to whole panels. */
export function panelStack({ starts, slots }: Stack, rows: number, width: number, tileRows: number): Stack {
  return { size: Math.ceil(rows / tileRows) * tileRows * width, starts, slots };
}

/** A stack of what entries have of the bias, whose memory is dense. */
export function biasStack(problem: FusedProblem, entries: readonly number[]): Stack | undefined {
  const { bias, n, m } = problem;
  if (bias === undefined) return undefined;
  const [row, step] = bias.stride.slice(-2);
  return stack(
    (n - 1) * row + (m - 1) * step + 1,
    entries.map((b) => scoreStart(bias, problem, b, 0)),
  );
}

/**
 * Lay out some entries of a problem with its job and its tiles, and copy in the inputs that all tasks read. `undefined`
 * when not all are finite: the kernels multiply by 0 what is masked, and 0 · NaN is NaN.
 */
export function layOut(
  kernels: Kernels,
  problem: FusedProblem,
  entries: readonly number[],
  others: Stacks,
  scratch: number,
): KernelLayout | undefined {
  const { n, m, d, dv, q, k, mask, bias, scale, softcap } = problem;
  const bits = new MaskBits();
  const { plans, slots } = planEntries(mask, entries, n, m, bits);
  const keys = stackOf(k.matrices, entries, m * d);
  const biases = biasStack(problem, entries);
  const stacks: Stacks = {
    q: stackOf(q.matrices, entries, n * d),
    keyPanels: panelStack(keys, m, d, kernels.tileRows),
    plan: { size: plans[0].length, starts: plans.map((plan, slot) => slot * plan.length), slots },
    ...(biases === undefined ? {} : { bias: biases }),
    ...others,
  };
  const layout = new KernelLayout(kernels, stacks, { bits: bits.all().length, staging: m * Math.max(d, dv), scratch });

  const [biasRow, biasStep] = bias === undefined ? [0, 0] : bias.stride.slice(-2).map((stride) => stride * 4);
  const cap = softcap === Number.POSITIVE_INFINITY ? 0 : softcap;
  kernels.job(layout.job, [layout.table, layout.bits, n, m, d, dv, biasRow, biasStep], [scale, cap]);

  plans.forEach((plan, slot) => {
    kernels.integers(layout.address("plan") + slot * plan.length * 4, plan.length).set(plan);
  });
  kernels.bytes(layout.bits, bits.all().length).set(bits.all());

  layout.copyIn("q", q.data);
  if (bias !== undefined) layout.copyIn("bias", bias.data);
  const finite = layout.packIn("keyPanels", k.data, m, d) && layout.isFinite("q");
  return finite && (bias === undefined || layout.isFinite("bias")) ? layout : undefined;
}
