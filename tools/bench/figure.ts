import { median, medianRatio } from "./rounds";

/** One row of the table. */
export interface Figure {
  what: string;
  measured: string;
  against: string;
  /** What the other one took. */
  reference: string;
  /** How many times the other one's time. */
  ratio: string;
  aim: string;
  met: string;
}

const none = "-";

/** Two times of the same rounds, and how many times the second the first may be. */
export function comparison(
  what: string,
  measured: readonly number[],
  against: string,
  reference: readonly number[],
  aim: number,
): Figure {
  const ratio = medianRatio(measured, reference);
  return {
    what,
    measured: duration(median(measured)),
    against,
    reference: duration(median(reference)),
    ratio: ratio.toFixed(2),
    aim: `<= ${aim.toFixed(2)}`,
    met: ratio <= aim ? "yes" : "no",
  };
}

/** The most memory of two programs, in bytes, and how much the first may have. */
export function memory(
  what: string,
  measured: readonly number[],
  against: string,
  reference: readonly number[],
  aim: number,
): Figure {
  return {
    what,
    measured: gigabytes(median(measured)),
    against,
    reference: gigabytes(median(reference)),
    ratio: medianRatio(measured, reference).toFixed(2),
    aim: `<= ${gigabytes(aim)}`,
    met: median(measured) <= aim ? "yes" : "no",
  };
}

/** A number that is to be exactly that. */
export function count(what: string, measured: number, aim: number): Figure {
  const met = measured === aim ? "yes" : "no";
  return { ...withoutAim(what, `${measured}`), aim: `${aim}`, met };
}

/** A time to see the others in proportion. */
export function floor(what: string, measured: readonly number[]): Figure {
  return withoutAim(what, duration(median(measured)));
}

export function notMeasured(what: string, reason: string): Figure {
  return { ...withoutAim(what, none), against: `not measured: ${reason}` };
}

/** The rows under a line of headings, in columns. */
export function table(figures: readonly Figure[]): string {
  const headings: Figure = {
    what: "figure",
    measured: "measured",
    against: "against",
    reference: "it took",
    ratio: "ratio",
    aim: "aim",
    met: "met",
  };
  const rows = [headings, ...figures].map(cells);
  const widths = cells(headings).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function withoutAim(what: string, measured: string): Figure {
  return { what, measured, against: none, reference: none, ratio: none, aim: none, met: none };
}

function cells({ what, measured, against, reference, ratio, aim, met }: Figure): string[] {
  return [what, measured, against, reference, ratio, aim, met];
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

function duration(milliseconds: number): string {
  return milliseconds < 100 ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}
