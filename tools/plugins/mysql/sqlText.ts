/** An identifier in backticks. */
export function identifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/**
 * A value in quotes. The real plugin only puts quotes around it, so that `\` escapes what follows (kept here: the
 * server sees the same text) and `'` ends it (refused here, in words that do not show the rest of a secret).
 */
export function text(value: string): string {
  const openEscape = /(?:^|[^\\])(?:\\\\)*\\$/.test(value);
  if (value.includes("'") || openEscape) throw syntaxError("a value with ' or with \\ at its end");
  return `'${value}'`;
}

/** A privilege as it stands in GRANT, for example `SELECT` or `SELECT (a, b)`. */
export function privilege(name: string): string {
  if (!/^[A-Za-z ]+(\([\w$, `]+\))?$/.test(name)) throw syntaxError(`the privilege ${JSON.stringify(name)}`);
  return name;
}

function syntaxError(place: string): Error {
  return new Error(`Error 1064 (42000): You have an error in your SQL syntax: ${place} cannot be written`);
}
