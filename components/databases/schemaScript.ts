/**
 * What a MySQL script makes, in its order and as it names it: its tables, and as `TABLE.NAME` the indexes and named
 * foreign keys and unique constraints that statements of their own add. With those that a database has, they tell
 * whether the script ran there completely, not at all, or stopped half-way.
 */
export function schemaNames(sql: string): string[] {
  const names = new Set<string>();
  for (const statement of statements(sql)) {
    const created = createdTable(statement) ?? createdIndex(statement) ?? addedConstraint(statement);
    if (created !== undefined) names.add(created);
  }
  return [...names];
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

/** `CREATE TABLE [IF NOT EXISTS] [database.]name`; a temporary table does not stay. */
function createdTable(statement: readonly string[]): string | undefined {
  if (!hasWords(statement, 0, "CREATE", "TABLE")) return undefined;
  return unqualified(statement, hasWords(statement, 2, "IF", "NOT", "EXISTS") ? 5 : 2);
}

/** `CREATE [UNIQUE|FULLTEXT|SPATIAL] INDEX name [USING type] ON [database.]table`. */
function createdIndex(statement: readonly string[]): string | undefined {
  if (!hasWords(statement, 0, "CREATE")) return undefined;
  const at = ["UNIQUE", "FULLTEXT", "SPATIAL"].some((kind) => hasWords(statement, 1, kind)) ? 2 : 1;
  if (!hasWords(statement, at, "INDEX")) return undefined;
  const on = hasWords(statement, at + 2, "USING") ? at + 4 : at + 2;
  return hasWords(statement, on, "ON") ? `${unqualified(statement, on + 1)}.${statement[at + 1]}` : undefined;
}

/** `ALTER TABLE [database.]table ADD CONSTRAINT name FOREIGN KEY|UNIQUE`. */
function addedConstraint(statement: readonly string[]): string | undefined {
  if (!hasWords(statement, 0, "ALTER", "TABLE")) return undefined;
  const at = statement[3] === "." ? 5 : 3;
  const named = hasWords(statement, at, "ADD", "CONSTRAINT");
  const kept = hasWords(statement, at + 3, "FOREIGN") || hasWords(statement, at + 3, "UNIQUE");
  return named && kept ? `${unqualified(statement, 2)}.${statement[at + 2]}` : undefined;
}

function hasWords(statement: readonly string[], at: number, ...words: string[]): boolean {
  return words.every((word, index) => statement[at + index]?.toUpperCase() === word);
}

/** The name that stands there, without its database. */
function unqualified(statement: readonly string[], at: number): string | undefined {
  return statement[at + 1] === "." ? statement[at + 2] : statement[at];
}
