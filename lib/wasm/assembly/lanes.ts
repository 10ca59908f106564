// Arithmetic on four numbers at a time. RELAXED is set by the build: fused multiply–add, or a product and a sum.

/** a·b + c, rounded once where the processor can. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

// Constants are loaded: the compilers of engines build a v128.const anew at each use, of three instructions.
const exp2Constants = memory.data<f32>([
  -127, -127, -127, -127,
  12582912, 12582912, 12582912, 12582912, // 1.5·2²³: adding it rounds to a whole number
  1.535336188319500e-4, 1.535336188319500e-4, 1.535336188319500e-4, 1.535336188319500e-4,
  1.339887440266574e-3, 1.339887440266574e-3, 1.339887440266574e-3, 1.339887440266574e-3,
  9.618437357674640e-3, 9.618437357674640e-3, 9.618437357674640e-3, 9.618437357674640e-3,
  5.550332471162809e-2, 5.550332471162809e-2, 5.550332471162809e-2, 5.550332471162809e-2,
  2.402264791363012e-1, 2.402264791363012e-1, 2.402264791363012e-1, 2.402264791363012e-1,
  6.931472028550421e-1, 6.931472028550421e-1, 6.931472028550421e-1, 6.931472028550421e-1,
  1, 1, 1, 1,
], 16);

/**
 * 2ˣ for x ≤ 127, to about 1 unit in the last place: a polynomial for the fraction in [−½, ½] (the coefficients of
 * Cephes' exp2f, Moshier 1992), to whose exponent the whole part is added. At or below −127 it is 0 exactly, and never
 * denormal: those cost a hundred times as much.
 */
// @ts-ignore: decorator
@inline
export function exp2(x: v128): v128 {
  x = f32x4.pmax(x, v128.load(exp2Constants));
  const magic = v128.load(exp2Constants, 16);
  const shifted = f32x4.add(x, magic);
  const fraction = f32x4.sub(x, f32x4.sub(shifted, magic));
  let p = multiplyAdd(fraction, v128.load(exp2Constants, 32), v128.load(exp2Constants, 48));
  p = multiplyAdd(p, fraction, v128.load(exp2Constants, 64));
  p = multiplyAdd(p, fraction, v128.load(exp2Constants, 80));
  p = multiplyAdd(p, fraction, v128.load(exp2Constants, 96));
  p = multiplyAdd(p, fraction, v128.load(exp2Constants, 112));
  p = multiplyAdd(p, fraction, v128.load(exp2Constants, 128));
  return i32x4.add(p, i32x4.shl(shifted, 23));
}

/**
 * tanh x: near 0 an odd polynomial, for 1 − 2/(e²ˣ + 1) would lose all digits there; both of Cephes' tanhf (Moshier
 * 1992).
 */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = multiplyAdd(p, square, f32x4.splat(2.06390887954e-2));
  p = multiplyAdd(p, square, f32x4.splat(-5.37397155531e-2));
  p = multiplyAdd(p, square, f32x4.splat(1.33314422036e-1));
  p = multiplyAdd(p, square, f32x4.splat(-3.33332819422e-1));
  const near = multiplyAdd(f32x4.mul(p, square), x, x);
  const size = f32x4.abs(x);
  // e⁻²ˢ = 2^(−2s·log₂e) never overflows, and the sign is put back.
  const decay = exp2(f32x4.mul(size, f32x4.splat(-2.8853900817779268)));
  const one = f32x4.splat(1);
  const far = f32x4.div(f32x4.sub(one, decay), f32x4.add(one, decay));
  const signed = v128.bitselect(x, far, i32x4.splat(0x80000000));
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.625)));
}
