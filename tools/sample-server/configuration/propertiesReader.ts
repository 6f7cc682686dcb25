/** The keys and values of a text as the documentation of `java.util.Properties.load` has it, character by character. */
export function readProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const [key, value] = keyAndValue(line);
    properties.set(key, value);
  }
  return properties;
}

/** Lines without comments and blank ones; a line that ends in an odd number of backslashes goes on in the next. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let begun: string | undefined;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, "");
    if (begun === undefined && (line === "" || line.startsWith("#") || line.startsWith("!"))) continue;
    const backslashes = line.length - line.replace(/\\+$/, "").length;
    const continues = backslashes % 2 === 1;
    begun = (begun ?? "") + (continues ? line.slice(0, -1) : line);
    if (!continues) {
      lines.push(begun);
      begun = undefined;
    }
  }
  return begun === undefined ? lines : [...lines, begun];
}

function keyAndValue(line: string): [string, string] {
  let end = 0;
  while (end < line.length && !" \t\f=:".includes(line.charAt(end))) end += line.charAt(end) === "\\" ? 2 : 1;
  let start = end;
  while (start < line.length && " \t\f".includes(line.charAt(start))) start++;
  if ("=:".includes(line.charAt(start)) && start < line.length) start++;
  while (start < line.length && " \t\f".includes(line.charAt(start))) start++;
  return [unescaped(line.slice(0, end)), unescaped(line.slice(start))];
}

function unescaped(text: string): string {
  let result = "";
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) !== "\\") {
      result += text.charAt(at);
      continue;
    }
    at++;
    const code = text.charAt(at);
    if (code === "u") {
      result += String.fromCharCode(Number.parseInt(text.slice(at + 1, at + 5), 16));
      at += 4;
    } else {
      result += { t: "\t", n: "\n", r: "\r", f: "\f" }[code] ?? code;
    }
  }
  return result;
}
