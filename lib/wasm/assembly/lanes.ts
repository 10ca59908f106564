// Arithmetic on four numbers at a time. RELAXED is set by the build: fused multiply–add, or a product and a sum.

/** a·b + c, rounded once where the processor can. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The number at an address, four times. */
// @ts-ignore: decorator
@inline
export function splatAt(address: usize, offset: usize = 0): v128 {
  return v128.load32_splat(address + offset);
}
