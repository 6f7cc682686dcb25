import type { ClusterDescription } from "../../components/description/clusterDescription";
import { formatProblem, formatProblems, type Problem } from "../../components/description/problem";
import { validate } from "../../components/product/validation/validate";
import { ofSeverity, Severity } from "../../components/render/findings/finding";
import {
  type DistributionText,
  inspectCluster,
  type RenderedCluster,
} from "../../components/render/renderCluster";
import { change, completeDescription, leaves } from "../description/validationInput";
import { readBack } from "./readBack";
import { laidOver, sampleProduct } from "./sampleProduct";

/** Pieces that mean something to XML, properties, shells, URLs, SQL, JDBC or JavaScript, or that some parser changes or refuses. */
const pieces = [
  ..."&<>\"'`$\\#;:%{}()[]!?*/|@=~^,.-_+ ",
  ...[
    "]]>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&amp;",
    "&#0;",
    "&#x41;",
    "</password>",
    "<?x?>",
    `\${x}`,
    "$(id)",
    "%{x}",
    "%00",
    "%41",
  ],
  ...[
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u0001",
    "\u007f",
    "\u0085",
    "\u00a0",
    "\u009b31m",
    "\u061c",
    "\u200e",
    "\u200f",
    "\u2028",
    "\u2029",
    "\u202a",
    "\u202e",
    "\u2066",
    "\u2069",
    "\ufeff",
    "\ufffe",
    "\uffff",
    "\ud800",
    "\udfff",
  ],
  ...[
    "\u00e9",
    "\u20ac",
    "\u4e2d",
    "\u{1f600}",
    "..",
    "//",
    "-D",
    "--",
    "\\u0041",
    "\\n",
    "__proto__",
    "constructor",
    "null",
    "true",
    "0",
  ],
];
const numbers = [0, -1, 1.5, 65535, 65536, 1e21, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, "80", null];

export interface Outcome {
  /** What is wrong: one line for each value that was neither refused nor read back. */
  wrong: string[];
  refused: number;
  readBack: number;
  /** The leaves that were not tried. */
  untried: string[];
}

/** Every argument, and an override of a properties file. */
const base: ClusterDescription = {
  ...completeDescription,
  overrides: [
    ...completeDescription.overrides,
    { file: "repository/conf/log4j.properties", path: "log4j.logger.org.example", value: "DEBUG" },
  ],
};

/** Puts hostile values, one at a time, into the leaves of a complete description. The same seed gives the same values. */
export function tryHostileValues(count: number, seed: number): Outcome {
  const random = generator(seed);
  const all = Object.entries(leaves(base));
  const distribution = sampleProduct();
  const untried = all.slice(count).map(([place]) => place);
  const outcome: Outcome = { wrong: [], refused: 0, readBack: 0, untried };
  for (let run = 0; run < count; run++) {
    const [place = "", usual] = all[run % all.length] ?? [];
    const value = hostileValue(usual, random);
    const description = change(base, { [place]: value });
    const fail = (problem: string) =>
      outcome.wrong.push(`run ${run} of seed ${seed}: ${place} = ${JSON.stringify(value)}: ${problem}`);
    const problems = validate(description);
    const rendered =
      problems.length > 0 ? undefined : inspectCluster(description as ClusterDescription, distribution);
    const findings = rendered?.findings ?? [];
    if (!isPrintable([...problems, ...findings])) fail("a terminal would obey what is told of it");
    if (rendered === undefined || ofSeverity(findings, Severity.Error).length > 0) {
      outcome.refused++;
      continue;
    }
    const problem = wrongIn(description as ClusterDescription, distribution, rendered);
    if (problem === undefined) outcome.readBack++;
    else fail(problem);
  }
  return outcome;
}

/** What moves a cursor, colours, reorders, ends a line or is invisible. */
const obeyed =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\p{Cs}]/u;

/** Whether a message about problems has a line for each, and nothing in it that a terminal obeys. */
export function isPrintable(problems: readonly Problem[]): boolean {
  const lines = [...problems.map(formatProblem), ...formatProblems(problems).split("\n")];
  return !lines.some((line) => obeyed.test(line));
}

/** What stands otherwise in a home than the description says; undefined if there is nothing. */
function wrongIn(
  description: ClusterDescription,
  distribution: DistributionText,
  rendered: RenderedCluster,
): string | undefined {
  for (const node of [0, 1] as const) {
    const home = laidOver(distribution, rendered.nodes[node]);
    try {
      for (const { name, found, expected } of readBack(description, home, node)) {
        const [shown, wanted] = [JSON.stringify(found), JSON.stringify(expected)];
        if (shown !== wanted) return `${name} of node${node + 1} is ${shown}, not ${wanted}`;
      }
    } catch (reason) {
      return `node${node + 1} has a file that another parser refuses: ${reason}`;
    }
  }
  return undefined;
}

function hostileValue(usual: unknown, random: () => number): unknown {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  if (typeof usual === "number") return random() < 0.5 ? pick(numbers) : Math.floor(random() * 70000);
  if (typeof usual !== "string") return pick([true, false, "true", 1, null]);
  const added = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(pieces)).join("");
  if (random() < 0.2) return added;
  if (random() < 0.02) return usual + "x".repeat(5000);
  const at = Math.floor(random() * (usual.length + 1));
  return usual.slice(0, at) + added + usual.slice(at);
}

/** Numbers from 0 to 1 (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
