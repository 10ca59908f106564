import { full, linearAttention, zeros } from "../../../lib/index.ts";
import { noBoolean, noInteger, noOptions, noTensor, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of linearAttention. */
export const refusals: Refusal[] = [];

const name = "linearAttention";
const [q, k, v] = [zeros([7, 5]), zeros([7, 5]), zeros([7, 3])];
const of = (options: unknown) => linearAttention(q, k, v, wrong(options));

for (const rate of ["gate", "beta"] as const) {
  refusals.push(
    ...noTensor(`${name}: ${rate}`, (x) => of({ [rate]: x }), [undefined]),
    [`${name}: ${rate} has shape [7], expected […, n, 1]`, () => of({ [rate]: zeros([7]) })],
    [`${name}: ${rate} has shape [7, 5], expected […, n, 1]`, () => of({ [rate]: zeros([7, 5]) })],
    [`${name}: ${rate} has shape [2, 1], expected […, n, 1] with n = 7 (from q)`, () => of({ [rate]: zeros([2, 1]) })],
    [`${name}: ${rate} has dtype float32, expected float64 (from q)`, () => of({ [rate]: zeros([7, 1], "float32") })],
  );
}

refusals.push(
  ...noTensor(`${name}: q`, (x) => linearAttention(x, k, v)),
  ...noTensor(`${name}: k`, (x) => linearAttention(q, x, v)),
  ...noTensor(`${name}: v`, (x) => linearAttention(q, k, x)),
  [`${name}: q has shape [5], expected […, n, d]`, () => linearAttention(zeros([5]), k, v)],
  [`${name}: k has shape [5], expected […, n, d]`, () => linearAttention(q, zeros([5]), v)],
  [`${name}: v has shape [3], expected […, n, d_v]`, () => linearAttention(q, k, zeros([3]))],
  [`${name}: k has shape [2, 5], expected […, n, d] with n = 7 (from q)`, () => linearAttention(q, zeros([2, 5]), v)],
  [`${name}: k has shape [7, 2], expected […, n, d] with d = 5 (from q)`, () => linearAttention(q, zeros([7, 2]), v)],
  [`${name}: q has shape [0, 5], expected […, n, d] with n above 0`, () => linearAttention(zeros([0, 5]), k, v)],
  [`${name}: v has shape [7, 0], expected […, n, d_v] with d_v above 0`, () => linearAttention(q, k, zeros([7, 0]))],
  [
    `${name}: k has shape [3, 7, 5], expected leading axes that broadcast with [2] (from q)`,
    () => linearAttention(zeros([2, 7, 5]), zeros([3, 7, 5]), v),
  ],
  [`${name}: v has dtype float32, expected float64 (from q)`, () => linearAttention(q, k, zeros([7, 3], "float32"))],
  ...noOptions(`${name}: options`, ["featureMap", "gate", "beta", "normalize", "state", "chunk"], of),
  [`${name}: gate has value 2, expected numbers in (0, 1]`, () => of({ gate: full([7, 1], 2) })],
  [`${name}: gate has value 0, expected numbers in (0, 1]`, () => of({ gate: zeros([7, 1]) })],
  [`${name}: gate has value NaN, expected numbers in (0, 1]`, () => of({ gate: full([7, 1], Number.NaN) })],
  ...noBoolean(`${name}: normalize`, (normalize) => of({ normalize })),
  ...noInteger(`${name}: chunk`, 1, (chunk) => of({ chunk })),
  [`${name}: featureMap has value 3, expected a function`, () => of({ featureMap: 3 })],
  [`${name}: featureMap has type object, expected a function`, () => of({ featureMap: q })],
  ...noTensor(`${name}: result of featureMap for q`, (x) => of({ featureMap: () => x })),
  [`${name}: result of featureMap for q has shape [5], expected […, n, r]`, () => of({ featureMap: () => zeros([5]) })],
  [
    `${name}: result of featureMap for q has shape [5, 7], expected […, n, r] with n = 7 (from q)`,
    () => of({ featureMap: () => zeros([5, 7]) }),
  ],
  [
    `${name}: result of featureMap for k has shape [7, 3], expected […, n, r] with r = 2 (from result of featureMap for q)`,
    () => of({ featureMap: (x: unknown) => zeros([7, x === q ? 2 : 3]) }),
  ],
  ...noTensor(`${name}: result of featureMap for k`, (y) => of({ featureMap: (x: unknown) => (x === q ? q : y) })),
  [
    `${name}: result of featureMap for k has shape [5], expected […, n, r]`,
    () => of({ featureMap: (x: unknown) => zeros(x === q ? [7, 5] : [5]) }),
  ],
  ...noTensor(`${name}: state`, (state) => of({ state }), [undefined]),
  [`${name}: state has shape [5], expected […, r, width]`, () => of({ state: zeros([5]) })],
  [`${name}: state has shape [5, 3], expected […, 5, 4]`, () => of({ state: zeros([5, 3]) })],
  [`${name}: state has shape [5, 4], expected […, 5, 3]`, () => of({ state: zeros([5, 4]), normalize: false })],
  [`${name}: state has dtype float32, expected float64 (from q)`, () => of({ state: zeros([5, 4], "float32") })],
);
