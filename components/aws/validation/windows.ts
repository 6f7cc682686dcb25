import { type Problem, ProblemCode, quoted, type Rule } from "../../description";

const clock = "([01]\\d|2[0-3]):([0-5]\\d)";
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const day = 24 * 60;
const week = 7 * day;

/** Minutes from the beginning of the week. */
interface Span {
  from: number;
  length: number;
}

/** RDS takes it in small letters only, and so does the provider. */
export const backupWindow: Rule<string> = (value) => rule(value, daily(value), "02:00-03:00");

export const maintenanceWindow: Rule<string> = (value) => rule(value, weekly(value), "sun:03:30-sun:04:30");

/** RDS refuses windows that meet. */
export function checkWindows(windows: { backupWindow?: string; maintenanceWindow?: string } = {}): Problem[] {
  const backup = daily(windows.backupWindow ?? "");
  const maintenance = weekly(windows.maintenanceWindow ?? "");
  if (backup === undefined || maintenance === undefined) return [];
  const meets = days.some((_, index) => overlap({ ...backup, from: backup.from + index * day }, maintenance));
  const problem = `${windows.maintenanceWindow} meets backupWindow ${windows.backupWindow}`;
  const remedy = "give windows apart from each other";
  return meets
    ? [{ place: "database.maintenanceWindow", code: ProblemCode.RdsSetting, problem, remedy }]
    : [];
}

function rule(value: string, span: Span | undefined, example: string) {
  if (span === undefined) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is no window of RDS`,
      remedy: `give one like ${example}, in UTC`,
    };
  }
  const problem = `${value} is shorter than 30 minutes`;
  return span.length < 30
    ? { code: ProblemCode.OutOfRange, problem, remedy: "give at least 30 minutes" }
    : undefined;
}

function daily(value: string): Span | undefined {
  const found = new RegExp(`^${clock}-${clock}$`).exec(value);
  if (found === null) return undefined;
  const [h1 = 0, m1 = 0, h2 = 0, m2 = 0] = found.slice(1).map(Number);
  const from = h1 * 60 + m1;
  return { from, length: (h2 * 60 + m2 - from + day) % day };
}

function weekly(value: string): Span | undefined {
  const name = `(${days.join("|")})`;
  const found = new RegExp(`^${name}:${clock}-${name}:${clock}$`).exec(value);
  if (found === null) return undefined;
  const [, d1 = "", h1, m1, d2 = "", h2, m2] = found;
  const at = (name: string, h: unknown, m: unknown) => days.indexOf(name) * day + Number(h) * 60 + Number(m);
  const from = at(d1, h1, m1);
  return { from, length: (at(d2, h2, m2) - from + week) % week };
}

/** Either begins inside the other, on the circle of the week. */
function overlap(one: Span, other: Span): boolean {
  const after = (later: number, earlier: number) => (later - earlier + week) % week;
  return after(one.from, other.from) < other.length || after(other.from, one.from) < one.length;
}
