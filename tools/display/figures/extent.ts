/** The least and the greatest of the finite numbers among the values; nothing when there are none. */
export function extent(values: readonly unknown[]): [low: number, high: number] | undefined {
  const finite = values.filter((value): value is number => Number.isFinite(value));
  if (finite.length === 0) return undefined;
  return [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
}
