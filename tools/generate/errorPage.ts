import { type ProblemKind, problemKinds } from "../../components/description/problemKinds";

/** The subject of the codes with this first digit. */
const groups: Readonly<Record<string, string>> = {
  1: "A node cannot be updated",
  2: "What is installed on a node",
  3: "The running product",
  4: "MySQL",
  5: "Advice",
  6: "Arguments",
  7: "Files and the distribution",
  8: "AWS",
};

const head = `# Errors

<!-- Generated from components/description/problemKinds.ts: npm run generate -->

A problem with a description, a file, a distribution or a node ends with a code. A code never changes its meaning.
[observing.md](observing.md#codes) says which findings of a node stop an update, and [troubleshooting.md](troubleshooting.md) explains what
a node's scripts, Pulumi and its plugins say.`;

/** docs/errors.md: a section for each code. */
export function errorPage(): string {
  const kinds: [string, ProblemKind][] = Object.entries(problemKinds);
  const sections = Object.entries(groups).flatMap(([digit, title]) => [
    `\n## ${title}`,
    ...kinds.filter(([code]) => code.startsWith(`WA${digit}`)).map(([code, kind]) => section(code, kind)),
  ]);
  return `${[head, ...sections].join("\n")}\n`;
}

function section(code: string, { title, cause, remedy }: ProblemKind): string {
  return `\n### ${code}\n\n**${title}.** ${cause}\n\n${remedy}`;
}
