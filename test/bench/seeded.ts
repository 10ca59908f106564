/** Numbers of mean 0 and variance 1 from −√3 to √3, the same for the same seed (mulberry32). */
export function uniform(seed: number, count: number): Float32Array {
  const out = new Float32Array(count);
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    out[i] = (((x ^ (x >>> 14)) >>> 0) / 2 ** 32 - 0.5) * Math.sqrt(12);
  }
  return out;
}
