type Rewrite = (svg: string) => string;

const round = (number: string): string => String(Math.round(Number(number) * 100) / 100);
const hex = (channel: string): string => Number(channel).toString(16).padStart(2, "0");

// Coordinates only: texts and the addresses of images keep their digits.
const roundCoordinates: Rewrite = (svg) =>
  svg.replace(/ (?:d|x|y|transform|width|height|points)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d*\.\d+(?:e-?\d+)?/g, round),
  );

const shortenStyles: Rewrite = (svg) =>
  svg.replace(/ style="([^"]*)"/g, (_, style: string) => {
    const short = style
      .replace(/rgb\((\d+), (\d+), (\d+)\)/g, (_rgb, r: string, g: string, b: string) => `#${hex(r)}${hex(g)}${hex(b)}`)
      .replace(/\s*([:;])\s*/g, "$1")
      .replace(
        /(^|;)(?:(?:fill-|stroke-)?opacity:1|vector-effect:none|white-space:pre|cursor:[\w-]+|pointer-events:\w+)(?=;|$)/g,
        "$1",
      )
      .replace(/;{2,}/g, ";")
      .replace(/^;|;$/g, "");
    return short && ` style="${short}"`;
  });

const dropNames: Rewrite = (svg) => svg.replace(/ (?:class|data-[\w-]+|pointer-events)="[^"]*"/g, "");

const dropEmpty: Rewrite = (svg) => {
  const less = svg.replace(/<g(?: [^<>]*)?(?:\/>|><\/g>)/g, "").replace(/<path(?![^<>]* d=)[^<>]*\/>/g, "");
  return less === svg ? svg : dropEmpty(less);
};

// A dot that is drawn hundreds of times is written once and then placed.
const shareMarkers: Rewrite = (svg) => {
  const dot = /<path class="point" transform="translate\(([^,]+),([^)]+)\)" style="([^"]*)" d="([^"]*)"\/>/g;
  let names = 0;
  return svg.replace(/<g class="points">(?:<path [^>]*\/>)+<\/g>/g, (group) => {
    const dots = [...group.matchAll(dot)];
    const [, , , style, d] = dots[0] ?? [];
    const alike = dots.length > 1 && dots.every((other) => other[3] === style && other[4] === d);
    if (!alike || dots.length !== group.split("<path ").length - 1) return group;
    names += 1;
    const places = dots.map(([, x, y]) => `<use xlink:href="#dot${names}" x="${x}" y="${y}"/>`);
    return `<defs><path id="dot${names}" d="${d}" style="${style}"/></defs><g>${places.join("")}</g>`;
  });
};

/** The same picture in fewer bytes: coordinates to a hundredth of a pixel, no names, no empty groups, short styles. */
export function compactSvg(svg: string): string {
  return [shareMarkers, dropNames, roundCoordinates, shortenStyles, dropEmpty].reduce(
    (text, rewrite) => rewrite(text),
    svg,
  );
}
