import { layers, type Value } from "../../../../lib/index.ts";
import { type Case, make } from "../../case.ts";
import { sample } from "../../samples.ts";

const { fastWeights, hyperNetwork, sigmaPi } = layers;

export const multiplicativeCases: readonly Case[] = [
  make(
    "layers.sigmaPi(params, x, conjuncts)",
    (W, b, x) => sigmaPi<Value>({ W: W!, b: b! }, x!, [[0, 1, 2], [2], [1, 1], []]),
    sample([4, 2], 1),
    sample([2], 2),
    sample([5, 3], 3),
  ),
  make(
    "layers.hyperNetwork(params, x, z)",
    (W, b, x, z) => hyperNetwork<Value>({ W: W!, b: b! }, x!, z!),
    sample([5, 6], 1),
    sample([6], 2),
    sample([2, 3, 2], 3),
    sample([2, 5], 4),
  ),
  make(
    "layers.fastWeights(params, x, { state })",
    (Wq, Wk, Wv, x, state) => fastWeights<Value>({ Wq: Wq!, Wk: Wk!, Wv: Wv! }, x!, { state: state! }).output,
    sample([2, 3], 1),
    sample([2, 3], 2),
    sample([2, 5], 3),
    sample([3, 2], 4),
    sample([3, 5], 5),
  ),
];
