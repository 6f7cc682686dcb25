/** Milliseconds per round, by what was measured. */
export type Times = Record<string, number[]>;

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function record(times: Times, what: string, milliseconds: number): void {
  times[what] = [...(times[what] ?? []), milliseconds];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/**
 * The median of the rounds' ratios, not the ratio of the medians: both of a round ran right after each other, so that
 * what else the machine did meanwhile slowed both.
 */
export function medianRatio(measured: readonly number[], against: readonly number[]): number {
  return median(measured.map((milliseconds, round) => milliseconds / (against[round] ?? Number.NaN)));
}
