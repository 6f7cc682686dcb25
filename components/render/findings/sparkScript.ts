import { ProblemCode } from "../../description";
import { parseShell, type ShellCommand } from "../edit/shellScript";
import { error, type Finding } from "./finding";
import type { Inspected } from "./homeFindings";

/** The start script sources this file, so whatever ends it, or swallows a line at its end, keeps Spark's address from being set. */
export function sparkScript({ profile, before }: Inspected): Finding[] {
  const place = profile.files.sparkEnvironment;
  const text = before.files.find(place);
  if (text === undefined) return [];
  const { commands, isOpen } = parseShell(text);
  const ending = commands.find((command) => command.always && endsScript(command));
  const findings: Finding[] = [];
  if (text.includes("\r")) {
    const problem = "has carriage returns, which a shell takes for a part of every value";
    findings.push(
      error(ProblemCode.HomeOverride, place, problem, "write its lines with LF alone: sed -i 's/\\r$//'"),
    );
  }
  if (ending !== undefined) {
    const problem = `ends with \`${ending.words[0]}\` before its last line, so SPARK_LOCAL_IP is not set at its end`;
    findings.push(
      error(ProblemCode.HomeOverride, place, problem, "take that command out, or put it into an if"),
    );
  }
  if (isOpen) {
    const problem =
      "ends within a command, a quote, a block or a here-document, which would swallow the line that sets SPARK_LOCAL_IP";
    findings.push(error(ProblemCode.HomeOverride, place, problem, "end what is open there"));
  }
  if (commands.some(isReadOnly)) {
    const problem = "makes SPARK_LOCAL_IP read-only, so it cannot be set";
    findings.push(error(ProblemCode.HomeOverride, place, problem, "take that line out"));
  }
  return findings;
}

function endsScript({ words: [name = "", ...further] }: ShellCommand): boolean {
  return name === "return" || name === "exit" || (name === "exec" && further.length > 0);
}

function isReadOnly({ words }: ShellCommand): boolean {
  const [name = "", ...further] = words;
  const isDeclared =
    name === "readonly" || (/^(declare|typeset)$/.test(name) && further.some((word) => /^-\w*r/.test(word)));
  return isDeclared && further.some((word) => /^SPARK_LOCAL_IP(=|$)/.test(word));
}
