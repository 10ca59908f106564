/** The index over `shape` of its element number `flat` in row-major order. */
export function placeOf(flat: number, shape: readonly number[]): number[] {
  const place = new Array<number>(shape.length);
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    place[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return place;
}
