import { isTensor, layers, masks, ops, random, type Tensor, type Value } from "../../../../lib/index.ts";
import { type Case, make } from "../../case.ts";
import { sample, single } from "../../samples.ts";

/** The same parameters in the dtype of `x`. */
function beside<P>(x: Value, params: P): P {
  if (x.dtype === "float64") return params;
  const cast = (node: unknown): unknown => {
    if (isTensor(node)) return single(node);
    if (Array.isArray(node)) return node.map(cast);
    return Object.fromEntries(Object.entries(node as object).map(([name, child]) => [name, cast(child)]));
  };
  return cast(params) as P;
}

const [x, context] = [sample([2, 3, 4], 1), sample([2, 5, 3], 2)];
const gain = ops.add(sample([4], 3), 2);

const block = layers.initialiseTransformerEncoderBlock(random(1), { d: 4, heads: 2, kvHeads: 1, hidden: 3 });
const decoder = layers.initialiseTransformerDecoderBlock(random(2), { d: 4, heads: 2, hidden: 3, context: 3 });
const llama = { d: 4, heads: 2, hidden: 3, gated: true, bias: false };
const plain = layers.initialiseTransformerEncoderBlock(random(3), llama);
const model = layers.initialiseCausalLanguageModel(random(4), { vocabulary: 5, d: 4, heads: 2, blocks: 2, hidden: 3 });
const pairs = layers.initialiseDecomposableAttention(random(5), { d: 4, hidden: 3, classes: 2 });

/** ReLU has a kink; where a layer takes no other, its inputs are such that central differences do not meet it. */
export const transformerCases: readonly Case[] = [
  make(
    "layers.layerNorm(params, x)",
    (x, gain, bias) => layers.layerNorm<Value>({ gain: gain!, bias: bias! }, x!),
    x,
    gain,
    sample([4], 4),
  ),
  make(
    "layers.layerNorm({ gain }, x, { epsilon })",
    (x) => layers.layerNorm<Value>({ gain: beside(x!, gain) }, x!, { epsilon: 0.3 }),
    x,
  ),
  make("layers.rmsNorm(params, x)", (x, gain) => layers.rmsNorm<Value>({ gain: gain! }, x!), x, gain),
  make(
    "layers.feedForward(params, x, { activation })",
    (x, W1, b1, W2, b2) =>
      layers.feedForward<Value>({ W1: W1!, b1: b1!, W2: W2!, b2: b2! }, x!, { activation: ops.gelu }),
    x,
    sample([4, 5], 5),
    sample([5], 6),
    sample([5, 2], 7),
    sample([2], 8),
  ),
  make(
    "layers.feedForward({ W1, V, c, W2 }, x, { activation: ops.silu })",
    (x, W1, V, c, W2) => layers.feedForward<Value>({ W1: W1!, V: V!, c: c!, W2: W2! }, x!, { activation: ops.silu }),
    x,
    sample([4, 5], 5),
    sample([4, 5], 6),
    sample([5], 7),
    sample([5, 2], 8),
  ),
  make(
    "layers.embeddingBag(params, bags)",
    (E) => layers.embeddingBag<Value>({ E: E! }, [[0, 3, 0], [], [2], [1, 3]]),
    sample([5, 3], 21),
  ),
  make(
    "layers.embedding(params, tokens)",
    (E) =>
      layers.embedding<Value>({ E: E! }, [
        [3, 0],
        [3, 4],
      ]),
    sample([5, 2]),
  ),
  make(
    "layers.transformerEncoderBlock(params, x, { activation, mask, dropout })",
    (x, Wk, bias, W2) => {
      const { attention, attentionNorm, feedForward, feedForwardNorm } = beside(x!, block);
      const params = {
        attention: { ...attention, Wk: Wk! },
        attentionNorm: { ...attentionNorm, bias: bias! },
        feedForward: { ...feedForward, W2: W2! },
        feedForwardNorm,
      };
      const choices = { activation: ops.gelu, mask: masks.padding([3, 2]), dropout: { rate: 0.2, seed: 1 } };
      return layers.transformerEncoderBlock<Value>(params, x!, { heads: 2, kvHeads: 1, ...choices }).output;
    },
    x,
    block.attention.Wk as Tensor,
    sample([4], 9),
    block.feedForward.W2 as Tensor,
  ),
  make(
    "layers.transformerEncoderBlock(params, x, { norm: layers.rmsNorm, rotary, normFirst: false })",
    (x, Wq, V) => {
      const { attention, feedForward, ...norms } = beside(x!, plain);
      const params = { ...norms, attention: { ...attention, Wq: Wq! }, feedForward: { ...feedForward, V: V! } };
      const choices = { norm: layers.rmsNorm, normFirst: false, activation: ops.silu, rotary: {} };
      return layers.transformerEncoderBlock<Value>(params, x!, { heads: 2, ...choices }).output;
    },
    x,
    plain.attention.Wq as Tensor,
    plain.feedForward.V as Tensor,
  ),
  make(
    "layers.transformerDecoderBlock(params, x, context, { activation, contextMask })",
    (x, context, Wk) => {
      const { crossAttention, ...others } = beside(x!, decoder);
      const params = { ...others, crossAttention: { ...crossAttention, Wk: Wk! } };
      const choices = { heads: 2, activation: ops.gelu, contextMask: masks.padding([4, 5]) };
      return layers.transformerDecoderBlock<Value>(params, x!, context!, choices).output;
    },
    x,
    context,
    decoder.crossAttention.Wk as Tensor,
  ),
  make(
    "layers.causalLanguageModel(params, tokens, { activation })",
    (E, W1) => {
      const {
        blocks: [first, second],
        ...others
      } = beside(E!, model);
      const blocks = [{ ...first!, feedForward: { ...first!.feedForward, W1: W1! } }, second!];
      const params = { ...others, embedding: { E: E! }, blocks };
      return layers.causalLanguageModel<Value>(params, [3, 1, 4], { heads: 2, activation: ops.gelu }).logits;
    },
    model.embedding.E as Tensor,
    model.blocks[0]!.feedForward.W1 as Tensor,
  ),
  make(
    "layers.decomposableAttention(params, a, b, { maskA, maskB })",
    (a, b, W1) => {
      const { attend, ...others } = beside(a!, pairs);
      const params = { ...others, attend: { ...attend, W1: W1! } };
      const real = { maskA: masks.padding([2, 3]), maskB: masks.padding([5, 4]) };
      return layers.decomposableAttention<Value>(params, a!, b!, real).logits;
    },
    x,
    sample([2, 5, 4], 2),
    pairs.attend.W1 as Tensor,
  ),
];
