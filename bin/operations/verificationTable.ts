import type { Check, NodeReport } from "./verification";

const subjects = ["health", "roles", "ports", "peer", "files", "login", "database", "clock", "node-id"];

/**
 * A row for each thing that was looked at, a column for each node; below it everything that is not right, and the last actions on
 * each node.
 */
export function verificationTable(reports: readonly NodeReport[]): string {
  const shown = subjects.filter((subject) => reports.some(({ checks }) => of(checks, subject).length > 0));
  const rows = [
    ["", ...reports.map(({ name, address }) => `${name} ${address}`)],
    ...shown.map((subject) => [subject, ...reports.map((report) => cell(report, subject))]),
  ];
  return [...columns(rows), ...problems(reports), ...journals(reports), ""].join("\n");
}

/** Rows of cells, each column as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function cell({ checks, failure }: NodeReport, subject: string): string {
  const [first, ...others] = of(checks, subject);
  if (first === undefined) return failure === undefined ? "-" : "not reached";
  const wrong = [first, ...others].filter(({ state }) => state === "bad").length;
  if (wrong > 0) return wrong === 1 ? "WRONG" : `WRONG (${wrong})`;
  const isShort = ["health", "files", "node-id"].includes(subject) || first.state === "skipped";
  return isShort ? `${first.state}: ${first.detail}` : first.state;
}

function problems(reports: readonly NodeReport[]): string[] {
  const lines = reports.flatMap(({ name, checks, failure }) => [
    ...(failure === undefined ? [] : [`${name}: ${failure}`]),
    ...checks
      .filter(({ state }) => state === "bad")
      .map(({ subject, detail }) => `${name}: ${subject}: ${detail}`),
  ]);
  return lines.length === 0 ? [] : ["", ...lines];
}

function journals(reports: readonly NodeReport[]): string[] {
  const lines = reports.flatMap(({ name, journal }) => journal.map((line) => `${name}: ${line}`));
  return lines.length === 0 ? [] : ["", "last actions", ...lines];
}

function of(checks: readonly Check[], subject: string): Check[] {
  return checks.filter((check) => check.subject === subject);
}
