import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadParameters, ops, saveParameters, type Tensor, tensor, toArray, zeros } from "../../../lib/index.ts";
import { layouts } from "../layouts.ts";
import { sample } from "../samples.ts";

const python = readFileSync(new URL("./fixtures/python.safetensors", import.meta.url));
const W = [
  [-2.5 / 3, -1.5 / 3, -0.5 / 3],
  [0.5 / 3, 1.5 / 3, 2.5 / 3],
];

interface Written {
  readonly layers: readonly { readonly W: Tensor; readonly b: Tensor }[];
  readonly scale: Tensor;
  readonly empty: Tensor;
}

/** The header of a file, padding and all. */
const headerOf = (bytes: Uint8Array): string => {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return new TextDecoder().decode(bytes.subarray(8, 8 + length));
};

describe("loadParameters(bytes)", () => {
  test("reads what Python's safetensors wrote", () => {
    const { layers, scale, empty } = loadParameters(python) as Written;
    expect(toArray(layers[0]!.W)).toEqual(W);
    expect(toArray(layers[0]!.b)).toEqual([1e-300, -0, Math.PI]);
    expect(toArray(layers[1]!.W)).toEqual([0, 1, 2].map((j) => W.map((row) => Math.fround(row[j]!))));
    expect([toArray(scale), empty.shape, empty.dtype]).toEqual([0.1, [0, 3], "float32"]);
    expect([layers[0]!.W.dtype, layers[1]!.W.dtype]).toEqual(["float64", "float32"]);
  });

  test("gives memory of its own", () => {
    const bytes = saveParameters({ w: tensor([1, 2]) });
    const { w } = loadParameters(bytes, { w: tensor([0, 0]) });
    bytes.fill(0);
    expect(toArray(w)).toEqual([1, 2]);
  });

  test("takes bytes that begin anywhere in memory", () => {
    const bytes = saveParameters({ w: tensor([1, 2]) });
    for (let offset = 0; offset < 8; offset++) {
      const memory = new Uint8Array(offset + bytes.length);
      memory.set(bytes, offset);
      expect(toArray(loadParameters(memory.subarray(offset), { w: zeros([2]) }).w)).toEqual([1, 2]);
    }
  });

  test("makes no more of a key than a key", () => {
    const params = JSON.parse('{ "__proto__": { "polluted": 0 }, "constructor": 0 }', (_, v) =>
      v === 0 ? zeros([1]) : v,
    );
    const loaded = loadParameters(saveParameters(params)) as Record<string, unknown>;
    expect(Object.keys(loaded).sort()).toEqual(["__proto__", "constructor"]);
    expect("polluted" in loaded).toBe(false);
    expect(Object.getPrototypeOf(loaded)).toBe(Object.prototype);
  });
});

describe("saveParameters(params)", () => {
  test("writes the bytes that Python's safetensors does, but for the metadata", () => {
    const bytes = saveParameters(loadParameters(python));
    const start = headerOf(bytes).length + 8;
    expect(headerOf(bytes).trimEnd()).toBe(
      headerOf(python)
        .trimEnd()
        .replace(/"__metadata__":{.*?},/, ""),
    );
    expect(start % 8).toBe(0);
    expect(Buffer.from(bytes.subarray(start)).equals(python.subarray(8 + headerOf(python).length))).toBe(true);
  });

  test.each([
    { w: sample([2, 3]), b: sample([3], 2, "float32") },
    { layers: [{ W: [sample([2]), sample([2, 1, 3])] }, { W: [tensor(1), zeros([0])] }] },
    [
      sample([2]),
      { "a b": sample([1]), 'quo"te\\': sample([1]), "né∂": sample([1]), "2": sample([1]), "10": sample([1]) },
    ],
  ])("and loadParameters(bytes) give back what was saved", (params) => {
    expect(loadParameters(saveParameters(params))).toEqual(params);
    expect(loadParameters(saveParameters(params), params)).toEqual(params);
  });

  test("keeps every bit: NaN, infinities, −0, subnormal numbers", () => {
    for (const Floats of [Float64Array, Float32Array]) {
      const bits = Uint8Array.from({ length: 80 }, (_, i) => (i * 37 + 11) % 256).fill(0xff, 8, 16);
      const w = tensor(new Floats(bits.buffer.slice(0)), [80 / Floats.BYTES_PER_ELEMENT]);
      const { w: back } = loadParameters(saveParameters({ w }), { w });
      expect(new Uint8Array(back.data.buffer)).toEqual(new Uint8Array(w.data.buffer));
    }
  });

  test("takes any view", () => {
    const w = sample([2, 3]);
    for (const [, view] of layouts(w)) expect(saveParameters({ w: view })).toEqual(saveParameters({ w }));
    expect(saveParameters({ w: ops.slice(sample([4, 3]), { axis: 0, from: 0, to: 2 }) })).toHaveLength(8 + 64 + 48);
  });
});
