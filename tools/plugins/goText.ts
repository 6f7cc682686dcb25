/** How Go writes a string with `%q`: the real command plugin quotes the command so in its errors. */
export function goQuote(text: string): string {
  const quoted = text.replace(/["\\\p{C}\p{Zl}\p{Zp}\p{Zs}]/gu, (character) => {
    const short = shortEscapes[character];
    if (short !== undefined) return short;
    if (character === " ") return character;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return `\\x${hexadecimal(code, 2)}`;
    return code < 0x10000 ? `\\u${hexadecimal(code, 4)}` : `\\U${hexadecimal(code, 8)}`;
  });
  return `"${quoted}"`;
}

const shortEscapes: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

function hexadecimal(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

/** The words Go has for what Node says of a failed system call. */
export function goNetworkError(error: NodeJS.ErrnoException, operation: string, target: string): Error {
  const code = error.code ?? "";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    const host = target.replace(/:\d+$/, "");
    return new Error(
      `${operation}: lookup ${host}: ${code === "ENOTFOUND" ? "no such host" : "server misbehaving"}`,
    );
  }
  const reason = systemErrors[code];
  return new Error(`${operation} ${target}: ${reason === undefined ? error.message : `connect: ${reason}`}`);
}

export function goFileError(error: NodeJS.ErrnoException, operation: string, path: string): Error {
  return new Error(`${operation} ${path}: ${systemErrors[error.code ?? ""] ?? error.message}`);
}

const systemErrors: Record<string, string> = {
  EACCES: "permission denied",
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by peer",
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network is unreachable",
  ENOENT: "no such file or directory",
  ETIMEDOUT: "connection timed out",
};
