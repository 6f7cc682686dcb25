import type { ArgumentDoc } from "./argumentDocs";

/** What a change of an argument does, as the tags `@change` name it; `docs/changing-things.md` explains each. */
export const changeKinds = ["nothing", "in place", "restart", "replacement", "refused"] as const;

const begin = "<!-- from the docstrings: UPDATE_DOCS=1 npx vitest run test/docs -->";
const end = "<!-- end -->";

/** @throws where a tag names another kind of change */
export function changeTable(docs: readonly ArgumentDoc[]): string {
  for (const { path, change } of docs) {
    if (!changeKinds.some((kind) => kind === change)) {
      throw new Error(`${path}: "@change ${change}" is none of ${changeKinds.join(", ")}`);
    }
  }
  const rows = docs.map(({ path, change, detail }) => `| \`${path}\` | ${change} | ${detail} |`);
  return ["| argument | a change | |", "|---|---|---|", ...rows].join("\n");
}

/** A document with its tables, in their order, in the place of those that it has. */
export function withTables(document: string, tables: readonly string[]): string {
  const [head = "", ...parts] = document.split(begin);
  if (parts.length !== tables.length)
    throw new Error(`the document has ${parts.length} tables, not ${tables.length}`);
  return parts.reduce((text, part, index) => {
    const rest = part.slice(part.indexOf(end));
    return `${text}${begin}\n\n${tables[index]}\n\n${rest}`;
  }, head);
}
