// Compiled with the TypeScript of the notebooks' kernel: what it cannot read of a declaration it takes for `any`.
import { attend, type grad, type masks, type normalizers, type scores, type Tensor, tensor } from "attention-lab";
import type { check, heatmap, plot } from "notebook-display";

type IsAny<T> = 0 extends 1 & T ? true : false;
const known = <T>(..._not: IsAny<T> extends true ? ["this type is any"] : []): void => {};

known<typeof attend>();
known<typeof grad>();
known<typeof tensor>();
known<Tensor["data"]>();
known<typeof scores.scaledDot>();
known<typeof normalizers.softmax>();
known<typeof masks.causal>();
known<typeof check>();
known<typeof plot>();
known<ReturnType<typeof heatmap>>();

const q = tensor([[1, 2]]);
known<typeof q>();
known<typeof q.data>();
const { output, weights } = attend(q, q, q);
known<typeof output>();
known<typeof weights>();

// @ts-expect-error a tensor is no text
export const text: string = q;
