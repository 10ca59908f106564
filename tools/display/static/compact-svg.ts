export function compactSvg(svg: string): string {
  return svg;
}
