/**
 * Paths to one element or attribute of an XML file, as overrides give them: `/a/b[@name='x']/c` (attribute `name` of `b` is `x`),
 * `/a/b[name='x']/c` (the text of its child `name` is `x`), `/a/b/@y`. Names are local names: prefixes are left out.
 */

/** One step of such a path. */
export interface Step {
  /** Where it begins in the path. */
  start: number;
  name: string;
  predicates: { attribute: boolean; name: string; value: string }[];
}

const stepSyntax = /\/([\w.:-]+)((?:\[@?[\w.:-]+=(?:'[^']*'|"[^"]*")\])*)/y;
const predicateSyntax = /\[(@?)([\w.:-]+)=(?:'([^']*)'|"([^"]*)")\]/g;
export const attributeSyntax = /^(.+)\/@([\w.:-]+)$/s;

/** The steps of a path to an element; undefined if it is malformed. */
export function pathSteps(path: string): Step[] | undefined {
  const steps: Step[] = [];
  const pattern = new RegExp(stepSyntax);
  while (pattern.lastIndex < path.length) {
    const match = pattern.exec(path);
    if (match === null) {
      return undefined;
    }
    const [, name = "", predicates = ""] = match;
    steps.push({
      start: match.index,
      name,
      predicates: predicates === "" ? [] : parsePredicates(predicates),
    });
  }
  return steps;
}

function parsePredicates(text: string): Step["predicates"] {
  return [...text.matchAll(predicateSyntax)].map(([, at, name = "", single, double]) => ({
    attribute: at === "@",
    name,
    value: single ?? double ?? "",
  }));
}

export function isAttributePath(path: string): boolean {
  return attributeSyntax.test(path);
}

/** The names that a path goes through, an attribute at its end as `@name`; undefined where it is no path. */
export function pathNames(path: string): string[] | undefined {
  const [, elementPath = path, attribute] = attributeSyntax.exec(path) ?? [];
  const names = pathSteps(elementPath)?.map(({ name }) => name);
  return attribute === undefined ? names : names?.concat(`@${attribute}`);
}
