import { ellipse } from "notebook-display";
import { describe, expect, test } from "vitest";

const points = ({ x, y }: ReturnType<typeof ellipse>): number[][] =>
  Array.from(x as number[], (first, i) => [first, (y as number[])[i]!]);

describe("ellipse({ mean, covariance })", () => {
  test("has its points one standard deviation from the mean, in every direction", () => {
    const [a, b, d] = [2, -0.5, 0.3];
    const determinant = a * d - b * b;
    for (const [x, y] of points(
      ellipse({
        name: "e",
        mean: [5, 7],
        covariance: [
          [a, b],
          [b, d],
        ],
      }),
    )) {
      const [u, v] = [x! - 5, y! - 7];
      // Mahalanobis: (u, v)·Σ⁻¹·(u, v) = 1.
      expect((d * u * u - 2 * b * u * v + a * v * v) / determinant).toBeCloseTo(1, 12);
    }
  });

  test("reaches as far as the standard deviation along each axis, and closes", () => {
    const { x, y } = ellipse({
      name: "e",
      mean: [0, 0],
      covariance: [
        [4, 1],
        [1, 9],
      ],
    });
    const [xs, ys] = [x as number[], y as number[]];
    expect(Math.max(...xs)).toBeCloseTo(2, 12);
    expect(Math.max(...ys)).toBeCloseTo(3, 2);
    expect([xs.at(-1), ys.at(-1)]).toEqual([expect.closeTo(xs[0]!, 12), expect.closeTo(ys[0]!, 12)]);
  });

  test("shrinks to a line, or to the mean, where nothing varies", () => {
    const flat = points(
      ellipse({
        name: "e",
        mean: [1, 2],
        covariance: [
          [0, 0],
          [0, 4],
        ],
      }),
    );
    expect(flat.every(([x]) => x === 1)).toBe(true);
    expect(Math.max(...flat.map(([, y]) => y!))).toBeCloseTo(4, 12);
    const zero = [
      [0, 0],
      [-1e-30, 0],
    ];
    expect(
      points(
        ellipse({
          name: "e",
          mean: [1, 2],
          covariance: [
            [0, 0],
            [0, 0],
          ],
        }),
      ),
    ).toEqual(Array(73).fill([1, 2]));
    expect(() => ellipse({ name: "e", mean: [1, 2], covariance: zero })).toThrow("expected that of a distribution");
  });

  test("refuses a mean that is not in the plane, and what is no covariance", () => {
    expect(() =>
      ellipse({
        name: "e",
        mean: [1],
        covariance: [
          [1, 0],
          [0, 1],
        ],
      }),
    ).toThrow(new Error("ellipse: mean has length 1, expected 2"));
    expect(() => ellipse({ name: "e", mean: [1, 2], covariance: [[1, 0]] })).toThrow(
      new Error("ellipse: covariance has shape [1, 2], expected [2, 2]"),
    );
    for (const [a, b, c, d] of [
      [1, 2, 2, 1],
      [1, 0.5, 0, 1],
      [-1, 0, 0, 1],
      [Number.NaN, 0, 0, 1],
    ])
      expect(() =>
        ellipse({
          name: "e",
          mean: [1, 2],
          covariance: [
            [a!, b!],
            [c!, d!],
          ],
        }),
      ).toThrow(new Error(`ellipse: covariance is [[${a}, ${b}], [${c}, ${d}]], expected that of a distribution`));
  });
});
