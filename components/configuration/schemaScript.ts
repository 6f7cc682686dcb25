/**
 * The tables that a MySQL script makes, in its order and as it names them. With the tables that a database has,
 * they tell whether the script ran there completely, not at all, or stopped half-way.
 */
export function schemaTables(sql: string): string[] {
  const tables = new Set<string>();
  for (const statement of statements(sql)) {
    const table = createdTable(statement);
    if (table !== undefined) tables.add(table);
  }
  return [...tables];
}

/**
 * What a script consists of for MySQL: comments (`--` only before white space; what stands in a comment that begins
 * with an exclamation mark is executed), text, names, words, and single characters. Comments come first and match
 * outside the groups.
 */
const token =
  /--(?=\s|$)[^\n]*|#[^\n]*|\/\*(?!!)[\s\S]*?(?:\*\/|$)|\/\*!\d*|\*\/|'(?:[^'\\]|\\[\s\S]|'')*'?|"(?:[^"\\]|\\[\s\S]|"")*"?|`(?<name>(?:[^`]|``)*)`|(?<word>[\w$\u0080-\uffff]+)|(?<sign>[^\s\w])/g;

function* statements(sql: string): Generator<string[]> {
  let statement: string[] = [];
  for (const { groups } of sql.matchAll(token)) {
    if (groups?.sign === ";") {
      yield statement;
      statement = [];
    } else {
      const part = groups?.name?.replaceAll("``", "`") ?? groups?.word ?? groups?.sign;
      if (part !== undefined) statement.push(part);
    }
  }
  yield statement;
}

/** The name in `CREATE TABLE [IF NOT EXISTS] [database.]name`; a temporary table does not stay. */
function createdTable(statement: readonly string[]): string | undefined {
  const hasKeywords = (at: number, ...keywords: string[]): boolean =>
    keywords.every((keyword, index) => statement[at + index]?.toUpperCase() === keyword);
  if (!hasKeywords(0, "CREATE", "TABLE")) return undefined;
  const at = hasKeywords(2, "IF", "NOT", "EXISTS") ? 5 : 2;
  return statement[at + 1] === "." ? statement[at + 2] : statement[at];
}
