// Widths in em of the wider system fonts, so that what fits by these numbers fits in every one of them.
const classes: readonly (readonly [width: number, characters: string])[] = [
  [0.33, " '.,ijl|!:;"],
  [0.4, 'fIJrt()[]{}/\\-"°'],
  [0.56, "cskxyvz?*_`LF"],
  [0.72, "ABCDEGHKNRSTUVXYZ&"],
  [0.84, "mwMOQ+=<>~#−×±≤≥≈→"],
  [1, "W%@…"],
];
const other = 0.64;
const bold = 1.1;
const firstIdeograph = 0x2e80;

const widths = new Map<string, number>(classes.flatMap(([width, text]) => [...text].map((c) => [c, width] as const)));

/** The width of one line of text in pixels, for a system font of `size` pixels; an estimate that errs on the wide side. */
export function textWidth(text: string, size: number, isBold = false): number {
  let em = 0;
  for (const c of text) em += c.codePointAt(0)! >= firstIdeograph ? 1 : (widths.get(c) ?? other);
  return em * size * (isBold ? bold : 1);
}
