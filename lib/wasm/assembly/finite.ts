/** Are `count` numbers at an address all finite? 0·x is NaN for ∞ and NaN, and a sum keeps it. */
export function isFinite(address: usize, count: i32): bool {
  const end = address + (<usize>count << 2);
  const vectorEnd = address + ((<usize>count >> 2) << 4);
  const zero = f32x4.splat(0);
  let sums = zero;
  for (; address < vectorEnd; address += 16) sums = f32x4.add(sums, f32x4.mul(v128.load(address), zero));
  for (; address < end; address += 4) sums = f32x4.add(sums, f32x4.mul(v128.load32_splat(address), zero));
  return v128.any_true(f32x4.ne(sums, sums)) == 0;
}
