import { layers, type Value } from "../../../lib/index.ts";
import { type Case, make } from "../case.ts";
import { sample } from "../samples.ts";
import { imageCases } from "./images/image-cases.ts";
import { multiplicativeCases } from "./multiplicative/multiplicative-cases.ts";
import { recurrentCases } from "./recurrent/recurrent-cases.ts";
import { transformerCases } from "./transformer/transformer-cases.ts";

export const layerCases: readonly Case[] = [
  make(
    "layers.linear(params, x)",
    (W, b, x) => layers.linear<Value>({ W: W!, b: b! }, x!),
    sample([5, 7], 1),
    sample([7], 2),
    sample([2, 3, 5], 3),
  ),
  ...imageCases,
  ...transformerCases,
  ...recurrentCases,
  ...multiplicativeCases,
];
