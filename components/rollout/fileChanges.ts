import { printable } from "../description";
import type { NodeTexts } from "../node";
import { fileDifference, type Revision } from "../render";

/** The changed lines of one file on one node, for people; without a secret. */
export interface ShownChange {
  node: string;
  path: string;
  basis: Basis;
  lines: readonly string[];
}

/** The text that a file is compared with: the one in the home, or that of the distribution, which may be the same. */
type Basis = "home" | "distribution";

/** Lines of one file. Everything may differ from the distribution, and its owner knows that. */
const mostOfFile: Record<Basis, number> = { home: 40, distribution: 12 };
/** Lines around those that change. */
const context: Record<Basis, number> = { home: 2, distribution: 0 };
/** Lines of all files. */
const mostInAll = 200;

/** The changes of a node's files from those in its home. */
export function changesOfHome(
  node: string,
  { files: wanted }: Revision,
  { files, secrets: kept }: NodeTexts,
  secrets: readonly string[],
): ShownChange[] {
  return files.map(({ path, before, isRead, successor }) => {
    const file = wanted.find((each) => each.path === path);
    const after = successor === undefined ? file?.text : successor.text;
    const isStock = isRead && file !== undefined && before === file.baseText;
    const basis = isStock ? "distribution" : "home";
    const lines = isRead
      ? fileDifference({ path, before, after }, [...secrets, ...kept], context[basis])
      : ["the file differs, and could not be read"];
    return { node, path, basis, lines };
  });
}

/** The changes of a node's files from those of the distribution. */
export function changesOfDistribution(
  node: string,
  { files }: Revision,
  secrets: readonly string[],
): ShownChange[] {
  return files.map(({ path, baseText, text }) => {
    const lines = fileDifference({ path, before: baseText, after: text }, secrets, context.distribution);
    return { node, path, basis: "distribution", lines };
  });
}

/** The changes as one text of some screens at most: the same on both nodes once. Empty if there are none. */
export function changesText(changes: readonly ShownChange[]): string {
  const text: string[] = [];
  let left = mostInAll;
  let hidden = 0;
  for (const { path, basis, nodes, lines } of grouped(changes)) {
    const shown = lines.slice(0, Math.min(mostOfFile[basis], left));
    const more = lines.length - shown.length;
    left -= shown.length;
    hidden += more;
    if (shown.length === 0) continue;
    const compared = basis === "home" ? "" : ", compared with the distribution";
    text.push(`${printable(path)} on ${nodes.join(" and ")}${compared}:`, ...shown);
    if (more > 0) text.push(`… ${more} more lines`);
  }
  if (hidden > 0)
    text.push(`… ${hidden} more lines in all; \`wso2-analytics render\` writes the whole files`);
  return text.join("\n");
}

interface GroupedChange extends Omit<ShownChange, "node"> {
  nodes: string[];
}

function grouped(changes: readonly ShownChange[]): GroupedChange[] {
  const groups: GroupedChange[] = [];
  for (const { node, path, basis, lines } of changes) {
    if (lines.length === 0) continue;
    const same = groups.find(
      (group) => group.path === path && group.basis === basis && group.lines.join("\n") === lines.join("\n"),
    );
    if (same === undefined) groups.push({ path, basis, lines, nodes: [node] });
    else same.nodes.push(node);
  }
  return groups.sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}
