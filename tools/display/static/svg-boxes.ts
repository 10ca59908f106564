import type { DOMWindow } from "jsdom";
import { textWidth } from "../text-width.ts";

interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const ascent = 0.93;
const descent = 0.24;
const identity: Matrix = [1, 0, 0, 1, 0, 0];

const number = (element: Element, name: string): number => Number.parseFloat(element.getAttribute(name) ?? "") || 0;

function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

function rotation(degrees: number, x: number, y: number): Matrix {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y];
}

function transformOf(element: Element): Matrix {
  let matrix = identity;
  for (const [, name, list] of (element.getAttribute("transform") ?? "").matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b, c] = list!.split(/[\s,]+/).map(Number);
    if (name === "translate") matrix = multiply(matrix, [1, 0, 0, 1, a, b ?? 0]);
    else if (name === "scale") matrix = multiply(matrix, [a, 0, 0, b ?? a, 0, 0]);
    else if (name === "rotate") matrix = multiply(matrix, rotation(a, b ?? 0, c ?? 0));
  }
  return matrix;
}

function union(boxes: readonly Box[]): Box | undefined {
  return boxes.length === 0
    ? undefined
    : {
        x0: Math.min(...boxes.map((b) => b.x0)),
        y0: Math.min(...boxes.map((b) => b.y0)),
        x1: Math.max(...boxes.map((b) => b.x1)),
        y1: Math.max(...boxes.map((b) => b.y1)),
      };
}

function transformed(box: Box, [a, b, c, d, e, f]: Matrix): Box {
  const corners = [box.x0, box.x1].flatMap((x) => [box.y0, box.y1].map((y) => [a * x + c * y + e, b * x + d * y + f]));
  return union(corners.map(([x, y]) => ({ x0: x!, y0: y!, x1: x!, y1: y! })))!;
}

function fontSize(element: Element | null): number {
  if (!element) return 12;
  const own = (element as SVGElement).style?.fontSize ?? "";
  if (own.endsWith("%")) return (Number.parseFloat(own) / 100) * fontSize(element.parentElement);
  return Number.parseFloat(own) || fontSize(element.parentElement);
}

function isBold(element: Element | null): boolean {
  const weight = (element as SVGElement | null)?.style?.fontWeight;
  if (weight) return weight === "bold" || Number(weight) >= 600;
  return element?.parentElement ? isBold(element.parentElement) : false;
}

function runWidth(node: Node): number {
  if (node.nodeType !== node.TEXT_NODE) return [...node.childNodes].reduce((sum, child) => sum + runWidth(child), 0);
  const text = (node.nodeValue ?? "").replace(/\u200b/g, "");
  return textWidth(text, fontSize(node.parentElement), isBold(node.parentElement));
}

function textBox(text: Element): Box | undefined {
  const lines = [...text.querySelectorAll("tspan.line")];
  const size = fontSize(text);
  const shift = { middle: 0.5, end: 1 }[text.getAttribute("text-anchor") ?? ""] ?? 0;
  const boxes = (lines.length > 0 ? lines : [text]).map((line) => {
    const width = runWidth(line);
    const x0 = number(line, "x") - shift * width;
    const y = number(line, "y") + number(line, "dy") * size;
    return { x0, x1: x0 + width, y0: y - ascent * size, y1: y + descent * size, width };
  });
  return union(boxes.filter(({ width }) => width > 0));
}

function pathBox(d: string): Box | undefined {
  const points: Box[] = [];
  let [x, y] = [0, 0];
  for (const [, command, list] of d.matchAll(/([MLHV])([^A-Za-z]*)/g)) {
    const values = list!.match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
    for (let i = 0; i < values.length; i += command === "H" || command === "V" ? 1 : 2) {
      if (command !== "V") x = values[i]!;
      if (command !== "H") y = values[command === "V" ? i : i + 1]!;
      points.push({ x0: x, x1: x, y0: y, y1: y });
    }
  }
  return union(points);
}

function ownBox(element: Element): Box | undefined {
  switch (element.localName) {
    case "text":
    case "tspan":
      return textBox(element);
    case "path":
      return pathBox(element.getAttribute("d") ?? "");
    case "rect":
    case "image": {
      const [x0, y0] = [number(element, "x"), number(element, "y")];
      return { x0, y0, x1: x0 + number(element, "width"), y1: y0 + number(element, "height") };
    }
    case "g":
    case "svg":
      return union([...element.children].map(outerBox).filter((box) => box !== undefined));
    default:
      return undefined;
  }
}

function outerBox(element: Element): Box | undefined {
  const box = ownBox(element);
  return box && transformed(box, transformOf(element));
}

function rectangle({ x0, y0, x1, y1 }: Box): DOMRect {
  const [width, height] = [x1 - x0, y1 - y0];
  const box = { x: x0, y: y0, width, height, left: x0, top: y0, right: x1, bottom: y1 };
  return { ...box, toJSON: () => box };
}

const nothing: Box = { x0: 0, y0: 0, x1: 0, y1: 0 };

/** Gives the elements of a jsdom window, which does no layout, the sizes that Plotly asks for. */
export function installBoxes({ Element, SVGElement }: DOMWindow): void {
  Element.prototype.getBoundingClientRect = function () {
    return rectangle(outerBox(this) ?? nothing);
  };
  Object.assign(SVGElement.prototype, {
    getBBox(this: SVGElement) {
      return rectangle(ownBox(this) ?? nothing);
    },
    getComputedTextLength(this: SVGElement) {
      return runWidth(this);
    },
  });
}
