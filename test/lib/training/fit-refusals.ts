import {
  type FitOptions,
  fit,
  ops,
  optimizers,
  type Tensor,
  tensor,
  type Variable,
  zeros,
} from "../../../lib/index.ts";
import { noInteger, noOptions, noPositive, noTensor, type Refusal, wrong } from "../refuses.ts";

type Options = FitOptions<Tensor, { x: Tensor }>;
const loss = (w: Variable) => ops.square(w);
const options: Options = {
  data: { x: zeros([3, 2]) },
  optimizer: optimizers.sgd({ learningRate: 0.1 }),
  epochs: 1,
  seed: 1,
};
const given = (more: { readonly [key: string]: unknown }) => fit(loss, tensor(1), wrong({ ...options, ...more }));
const names = [
  ...["data", "validation", "optimizer", "epochs", "batchSize", "seed", "maxGradientNorm", "metrics", "criterion"],
  ...["patience", "onStep", "onEpoch"],
];
const tree = "a tensor, or tensors in plain arrays and objects";

/** Refusals of what are no columns. */
function noColumns(name: string, call: (columns: unknown) => unknown): Refusal[] {
  const argument = `fit: ${name}`;
  const kind = "a tensor, an ndarray of Uint8Array or an array";
  return [
    [`${argument} has value null, expected columns by name`, () => call(null)],
    [`${argument} has type array, expected columns by name`, () => call([1, 2])],
    [`${argument} has type object, expected columns by name`, () => call(zeros([3, 2]))],
    [`${argument} has no column, expected at least one`, () => call({})],
    [`${argument}.x has value 3, expected ${kind}`, () => call({ x: 3 })],
    [`${argument}.x has type object, expected ${kind}`, () => call({ x: new Float64Array(3) })],
    [`${argument}.x has shape [], expected at least one axis`, () => call({ x: tensor(1) })],
    [`${argument}.x has length 0, expected at least one example`, () => call({ x: zeros([0, 2]) })],
    [`${argument}.y has length 2, expected 3 (from ${name}.x)`, () => call({ x: zeros([3, 2]), y: [1, 2] })],
  ];
}

/** Wrong calls of fit. */
export const refusals: Refusal[] = [
  ["fit: loss has value undefined, expected a function", () => fit(wrong(undefined), tensor(1), options)],
  ["fit: loss has type object, expected a function", () => fit(wrong({}), tensor(1), options)],
  [`fit: params has value 1, expected ${tree}`, () => fit(loss, wrong(1), options)],
  [`fit: params.w has value "a", expected ${tree}`, () => fit(wrong(loss), wrong({ w: "a" }), options)],
  ...noOptions("fit: options", names, (value) => fit(loss, tensor(1), value)),
  ...noColumns("data", (data) => given({ data })),
  ...noColumns("validation", (validation) => given({ validation })),
  ["fit: validation has keys y, expected x (from data)", () => given({ validation: { y: [1] } })],
  [
    "fit: optimizer has value undefined, expected initialise and update, as of optimizers.sgd",
    () => given({ optimizer: undefined }),
  ],
  [
    "fit: optimizer has type function, expected initialise and update, as of optimizers.sgd",
    () => given({ optimizer: optimizers.sgd }),
  ],
  ...noInteger("fit: epochs", 1, (epochs) => given({ epochs })),
  ...noInteger("fit: batchSize", 1, (batchSize) => given({ batchSize })),
  ...noInteger("fit: patience", 1, (patience) => given({ patience, criterion: () => 1 })),
  ["fit: patience has value 2, expected validation or a criterion beside it", () => given({ patience: 2 })],
  ["fit: seed has value undefined, expected a whole number from 0 to 4294967295", () => given({ seed: undefined })],
  ["fit: seed has value 0.5, expected a whole number from 0 to 4294967295", () => given({ seed: 0.5 })],
  ...noPositive("fit: maxGradientNorm", (maxGradientNorm) => given({ maxGradientNorm })),
  ...["metrics", "criterion", "onStep", "onEpoch"].map(
    (name): Refusal => [`fit: ${name} has value "loss", expected a function`, () => given({ [name]: "loss" })],
  ),
  ...noTensor("fit: result of loss", (result) => fit(() => result, tensor(1), options)),
  ["fit: result of loss has shape [2], expected one number", () => fit(loss, zeros([2]), options)],
];
