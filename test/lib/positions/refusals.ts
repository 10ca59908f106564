import { positions, zeros } from "../../../lib/index.ts";
import { noDType, noInteger, noOptions, noPositive, noTensor, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of what lib/positions makes public. */
export const refusals: Refusal[] = [];

const { alibi, learned, relativeBias, rotary, sinusoidal } = positions;
const { MIN_SAFE_INTEGER } = Number;
const x = zeros([5, 6]);
const table = zeros([2, 7]);

refusals.push(
  ...noInteger("positions.sinusoidal: n", 1, (n) => sinusoidal(n, 4)),
  ...noInteger("positions.sinusoidal: d", 1, (d) => sinusoidal(2, d)),
  ...noOptions("positions.sinusoidal: options", ["base", "offset", "dtype"], (options) => sinusoidal(2, 4, options)),
  ...noPositive("positions.sinusoidal: base", (base) => sinusoidal(2, 4, { base })),
  ...noInteger("positions.sinusoidal: offset", MIN_SAFE_INTEGER, (offset) => sinusoidal(2, 4, { offset })),
  ...noDType("positions.sinusoidal: dtype", (dtype) => sinusoidal(2, 4, { dtype })),
);

const row = (at: number, has: string) =>
  `positions.learned: positions[${at}] has ${has}, expected a row of table, 0 to 4`;

refusals.push(
  ...noTensor("positions.learned: table", (t) => learned(t, [0])),
  ["positions.learned: table has shape [3], expected [positions, d]", () => learned(zeros([3]), [0])],
  ["positions.learned: table has shape [2, 3, 5], expected [positions, d]", () => learned(zeros([2, 3, 5]), [0])],
  [
    "positions.learned: table has shape [0, 3], expected [positions, d] with positions above 0",
    () => learned(zeros([0, 3]), []),
  ],
  ["positions.learned: positions has value undefined, expected an array", () => learned(x, wrong(undefined))],
  ["positions.learned: positions has value 2, expected an array", () => learned(x, wrong(2))],
  [row(0, "value 9"), () => learned(x, [9])],
  [row(1, "value -1"), () => learned(x, [0, -1])],
  [row(0, "value 0.5"), () => learned(x, [0.5])],
  [row(0, 'value "0"'), () => learned(x, wrong(["0"]))],
);

const at =
  (...places: unknown[]) =>
  () =>
    rotary(x, { positions: wrong(places) });
const even = "expected an even number, at most d";

refusals.push(
  ...noTensor("positions.rotary: x", (t) => rotary(t)),
  ["positions.rotary: x has shape [6], expected […, n, d]", () => rotary(zeros([6]))],
  ["positions.rotary: x has shape [5, 0], expected […, n, d] with d above 0", () => rotary(zeros([5, 0]))],
  ["positions.rotary: x has shape [0, 6], expected […, n, d] with n above 0", () => rotary(zeros([0, 6]))],
  ...noOptions("positions.rotary: options", ["positions", "base", "pairs", "dimension"], (o) => rotary(x, o)),
  ...noPositive("positions.rotary: base", (base) => rotary(x, { base })),
  ...noInteger("positions.rotary: dimension", 0, (dimension) => rotary(x, { dimension })),
  [`positions.rotary: dimension has value 5, ${even} = 5`, () => rotary(zeros([3, 5]))],
  [`positions.rotary: dimension has value 8, ${even} = 6`, () => rotary(x, { dimension: 8 })],
  [`positions.rotary: dimension has value 3, ${even} = 6`, () => rotary(x, { dimension: 3 })],
  ["positions.rotary: positions has value 3, expected an array", () => rotary(x, { positions: wrong(3) })],
  ["positions.rotary: positions has length 1, expected n = 5 (from x)", at(1)],
  ["positions.rotary: positions[4] has value NaN, expected a finite number", at(0, 1, 2, 3, Number.NaN)],
  ["positions.rotary: positions[0] has value Infinity, expected a finite number", at(Infinity, 1, 2, 3, 4)],
  ['positions.rotary: positions[1] has value "1", expected a finite number', at(0, "1", 2, 3, 4)],
  [
    'positions.rotary: pairs has value "odd", expected "neighbours" or "halves"',
    () => rotary(x, { pairs: wrong("odd") }),
  ],
  [
    'positions.rotary: pairs has value null, expected "neighbours" or "halves"',
    () => rotary(x, { pairs: wrong(null) }),
  ],
);

refusals.push(
  ...noInteger("positions.alibi: heads", 1, (heads) => alibi(heads, 2, 3)),
  ...noInteger("positions.alibi: n", 1, (n) => alibi(2, n, 3)),
  ...noInteger("positions.alibi: m", 1, (m) => alibi(2, 3, m)),
  ...noOptions("positions.alibi: options", ["offset", "dtype"], (options) => alibi(2, 3, 5, options)),
  ...noInteger("positions.alibi: offset", MIN_SAFE_INTEGER, (offset) => alibi(2, 3, 5, { offset })),
  ...noDType("positions.alibi: dtype", (dtype) => alibi(2, 3, 5, { dtype })),
);

refusals.push(
  ...noTensor("positions.relativeBias: table", (t) => relativeBias(t, 2, 3)),
  ["positions.relativeBias: table has shape [3], expected [heads, distances]", () => relativeBias(zeros([3]), 2, 3)],
  [
    "positions.relativeBias: table has shape [0, 3], expected [heads, distances] with heads above 0",
    () => relativeBias(zeros([0, 3]), 2, 3),
  ],
  ["positions.relativeBias: table has 6 columns, expected an odd number, 2R + 1", () => relativeBias(x, 2, 2)],
  ...noInteger("positions.relativeBias: n", 1, (n) => relativeBias(table, n, 3)),
  ...noInteger("positions.relativeBias: m", 1, (m) => relativeBias(table, 2, m)),
  ...noOptions("positions.relativeBias: options", ["offset"], (options) => relativeBias(table, 2, 3, options)),
  ...noInteger("positions.relativeBias: offset", MIN_SAFE_INTEGER, (offset) => relativeBias(table, 2, 3, { offset })),
);
