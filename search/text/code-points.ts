/**
 * The order of two texts by their code points, which is that of their UTF-8 bytes: negative when `a` comes first.
 *
 * Not that of JavaScript's `<`, which puts what lies above U+FFFF (emoji, for one) before U+E000 … U+FFFF.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return rotated(x) - rotated(y);
  }
  return a.length - b.length;
}

// Surrogates, the halves of what lies above, after all others.
const rotated = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x2800 : unit);
