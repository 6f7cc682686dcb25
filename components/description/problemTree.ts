import { printable } from "./printable";
import type { ProblemCode } from "./problemKinds";

/** The parts of a problem that the tree reads. */
interface Placed {
  place: string;
  code: ProblemCode;
}

/** A line of the tree; a heading has no problem of its own. */
interface Line<T> {
  text: string;
  problem: T | undefined;
}

interface Branch<T> {
  /** The rest of the place below this branch, each step with the sign before it: `.ssh`, ` /axisconfig`. */
  steps: readonly string[];
  problem: T;
}

/** A screen has about 30 lines, and the engine prints some around these. */
const mostLines = 24;

/**
 * Printable lines: the problems by place, one a line, below the headings that they share. If they are more than a screen, the last line
 * says how many more there are, and of which codes.
 */
export function problemTree<T extends Placed>(problems: readonly T[], say: (problem: T) => string): string[] {
  const branches = problems.map((problem) => ({ steps: stepsOf(problem.place), problem }));
  const lines = linesOf(branches, (problem) => printable(say(problem)));
  if (lines.length <= mostLines) return lines.map(({ text }) => text);
  const shown = lines.slice(0, mostLines - 1);
  while (shown.length > 0 && shown.at(-1)?.problem === undefined) shown.pop();
  const hidden = lines.slice(shown.length).flatMap(({ problem }) => problem ?? []);
  const codes = [...new Set(hidden.map(({ code }) => code))].toSorted();
  const count = hidden.length === 1 ? "1 more problem" : `${hidden.length} more problems`;
  return [...shown.map(({ text }) => text), `and ${count} (${codes.join(", ")})`];
}

function linesOf<T>(branches: readonly Branch<T>[], say: (problem: T) => string): Line<T>[] {
  const groups = Map.groupBy(branches, ({ steps: [step = ""] }) => step);
  return [...groups].flatMap(([step, group]): Line<T>[] => {
    const [only] = group;
    if (only !== undefined && group.length === 1) {
      return [{ text: `${heading(only.steps.join(""))}: ${say(only.problem)}`, problem: only.problem }];
    }
    const own = group.filter(({ steps }) => steps.length === 1);
    const further = group
      .filter(({ steps }) => steps.length > 1)
      .map(({ steps, problem }) => ({ steps: steps.slice(1), problem }));
    const inside = linesOf(further, say).map((line) => ({ ...line, text: `  ${line.text}` }));
    const lines = own.map(({ problem }) => ({ text: `${heading(step)}: ${say(problem)}`, problem }));
    return lines.length > 0
      ? [...lines, ...inside]
      : [{ text: heading(step), problem: undefined }, ...inside];
  });
}

/** `nodes[1]`, `.ssh`, `.host`; of a place in a file the file, and the rest. */
function stepsOf(place: string): string[] {
  const end = place.indexOf(" ");
  if (end >= 0) return [place.slice(0, end), place.slice(end)];
  return place.includes("/") ? [place] : place.split(/(?=\.)/);
}

function heading(step: string): string {
  return printable(step.replace(/^[ .]/, ""));
}
