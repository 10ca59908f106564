import { Buffer } from "node:buffer";
import { encode } from "fast-png";
import type { DOMWindow } from "jsdom";

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

const blank = (width: number, height: number): Pixels => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height),
});

function colour(style: string): readonly number[] {
  const [red = 0, green = 0, blue = 0, alpha = 1] = style.match(/[\d.]+/g)?.map(Number) ?? [];
  return [red, green, blue, 255 * alpha];
}

class Context {
  fillStyle = "rgb(0, 0, 0)";
  readonly #pixels: Pixels;

  constructor(pixels: Pixels) {
    this.#pixels = pixels;
  }

  createImageData(width: number, height: number): Pixels {
    return blank(width, height);
  }

  putImageData({ width, height, data }: Pixels, left: number, top: number): void {
    for (let row = 0; row < height; row++) {
      const line = data.subarray(4 * row * width, 4 * (row + 1) * width);
      this.#pixels.data.set(line, 4 * ((top + row) * this.#pixels.width + left));
    }
  }

  fillRect(left: number, top: number, width: number, height: number): void {
    const [bottom, right] = [Math.min(this.#pixels.height, top + height), Math.min(this.#pixels.width, left + width)];
    const rgba = colour(this.fillStyle);
    for (let row = Math.max(0, top); row < bottom; row++)
      for (let column = Math.max(0, left); column < right; column++)
        this.#pixels.data.set(rgba, 4 * (row * this.#pixels.width + column));
  }
}

/** Gives a jsdom window the part of the canvas that Plotly's heat maps draw on. */
export function installCanvas({ HTMLCanvasElement }: DOMWindow): void {
  const drawn = new WeakMap<object, Pixels>();
  Object.assign(HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement, kind: string): Context | null {
      if (kind !== "2d") return null;
      const pixels = blank(this.width, this.height);
      drawn.set(this, pixels);
      return new Context(pixels);
    },
    toDataURL(this: HTMLCanvasElement): string {
      const { width, height, data } = drawn.get(this) ?? blank(this.width, this.height);
      const png = encode({ width, height, data, channels: 4, depth: 8 });
      return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
    },
  });
}
