const begin = "<!-- Generated: npm run generate -->";
const end = "<!-- end -->";

/** A document with its tables, in their order, in the place of those that it has. */
export function withTables(document: string, tables: readonly string[]): string {
  const [head = "", ...parts] = document.split(begin);
  if (parts.length !== tables.length) {
    throw new Error(`the document has ${parts.length} tables, not ${tables.length}`);
  }
  return parts.reduce((text, part, index) => {
    const rest = part.slice(part.indexOf(end));
    return `${text}${begin}\n\n${tables[index]}\n\n${rest}`;
  }, head);
}
