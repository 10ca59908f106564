import ndarray from "ndarray";
import {
  checkGradient,
  grad,
  hessian,
  jacobian,
  ops,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
  zeros,
} from "../../../lib/index.ts";
import { noTensor, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of what lib/autodiff makes public. */
export const refusals: Refusal[] = [];

const t = zeros([2, 3]);
const expected = "a tensor, or tensors in plain arrays and objects";

/** The functions that differentiate at `params`, or at one tensor `x`. */
const atParams: readonly [string, (f: never, params: never) => unknown][] = [
  ["grad", (f, params) => grad(f)(params)],
  ["valueAndGrad", (f, params) => valueAndGrad(f)(params)],
  ["vjp", (f, params) => vjp(f, params)],
  ["checkGradient", (f, params) => checkGradient(f, params)],
];
const atX: readonly [string, (f: never, x: never) => unknown][] = [
  ["jacobian", (f, x) => jacobian(f)(x)],
  ["hessian", (f, x) => hessian(f)(x)],
];

for (const [name, call] of [...atParams, ...atX]) {
  refusals.push(
    [`${name}: f has value null, expected a function`, () => call(wrong(null), wrong(t))],
    [`${name}: f has value undefined, expected a function`, () => call(wrong(undefined), wrong(t))],
    [`${name}: f has value 3, expected a function`, () => call(wrong(3), wrong(t))],
    [`${name}: f has type object, expected a function`, () => call(wrong(t), wrong(t))],
    ...noTensor(`${name}: result of f`, (result) =>
      call(
        wrong(() => result),
        wrong(t),
      ),
    ),
  );
}

for (const [name, call] of atParams) {
  const f = wrong((x: unknown) => x);
  const at = (params: unknown) => () => call(f, wrong(params));
  const int = ndarray(new Int32Array(2));
  const cases: Refusal[] = [
    [`${name}: params has value null, expected ${expected}`, at(null)],
    [`${name}: params has value undefined, expected ${expected}`, at(undefined)],
    [`${name}: params has value 3, expected ${expected}`, at(3)],
    [`${name}: params has value "a", expected ${expected}`, at("a")],
    [`${name}: params has type object, expected ${expected}`, at(new Float64Array(2))],
    [`${name}: params has type object, expected ${expected}`, at(int)],
    [`${name}: params has type object, expected ${expected}`, at(new Map())],
    [`${name}: params[1] has value 2, expected ${expected}`, at([t, 2])],
    [`${name}: params.W has value null, expected ${expected}`, at({ W: null })],
    [`${name}: params.layers[1].b has value 0.5, expected ${expected}`, at({ layers: [{ b: t }, { b: 0.5 }] })],
    [`${name}: params.a.b has type object, expected ${expected}`, at({ a: { b: int } })],
  ];
  refusals.push(...cases);
}

for (const [name, call] of atX) {
  refusals.push(
    ...noTensor(`${name}: x`, (x) =>
      call(
        wrong((y: Tensor) => y),
        x,
      ),
    ),
    [
      `${name}: x has shape [0, 3], expected no empty axis`,
      () =>
        call(
          wrong((y: Tensor) => y),
          wrong(zeros([0, 3])),
        ),
    ],
  );
}

{
  const two = (x: unknown) => x as Tensor;
  refusals.push(
    ["grad: result of f has shape [2, 3], expected one number", () => grad(two)(t)],
    ["valueAndGrad: result of f has shape [2, 3], expected one number", () => valueAndGrad(two)(t)],
    ["hessian: result of f has shape [2, 3], expected one number", () => hessian(two)(t)],
    ["grad: result of f has shape [0], expected one number", () => grad(() => zeros([0]))(t)],
    ["jacobian: result of f has shape [0], expected no empty axis", () => jacobian(() => zeros([0]))(t)],
  );
}

{
  const { pullback } = vjp((x) => ops.square(x), t);
  const from = "expected shape [2, 3] and dtype float64 (from the result of f)";
  refusals.push(
    ...noTensor("vjp: cotangent", (x) => pullback(x)),
    [`vjp: cotangent has shape [3, 2] and dtype float64, ${from}`, () => pullback(zeros([3, 2]))],
    [`vjp: cotangent has shape [] and dtype float64, ${from}`, () => pullback(tensor(1))],
    [`vjp: cotangent has shape [2, 3] and dtype float32, ${from}`, () => pullback(zeros([2, 3], "float32"))],
  );
}

{
  const single = zeros([2], "float32");
  const f = wrong((x: Tensor) => x);
  const seed = "expected a whole number from 0 to 4294967295";
  refusals.push(
    ["checkGradient: params has dtype float32, expected float64", () => checkGradient(f, single)],
    ["checkGradient: params.a[0] has dtype float32, expected float64", () => checkGradient(f, wrong({ a: [single] }))],
    [`checkGradient: seed has value NaN, ${seed}`, () => checkGradient(f, t, Number.NaN)],
    [`checkGradient: seed has value -1, ${seed}`, () => checkGradient(f, t, -1)],
    [`checkGradient: seed has value "1", ${seed}`, () => checkGradient(f, t, wrong("1"))],
  );
}
