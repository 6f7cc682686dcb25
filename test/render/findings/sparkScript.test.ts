import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { found, rendered } from "./changedHome";

const script = "bin/load-spark-env-vars.sh";

describe("the script of Spark's variables", () => {
  it.each([
    ["carriage returns", "#!/bin/sh\r\necho a\r\n"],
    ["a return", "a=1\nreturn 0\n"],
    ["an exit with a redirection", "exit >/dev/null\n"],
    ["an exec", "exec java\na=1\n"],
    ["a return after a block", "if a; then b; fi; return\n"],
    ["a backslash at its end", "mkdir -p a \\"],
    ["a backslash and a line break at its end", "mkdir -p a \\\n"],
    ["a word that a backslash continues", "mkdir -p a\\\n"],
    ["an open quote", "echo 'a\nb\n"],
    ["an open double quote", 'echo "a $(b "c")\n'],
    ["an open substitution", "a=$(date\n"],
    ["an open backquote", "a=`date\n"],
    ["an open here-document", "cat <<END\na\n"],
    ["a here-document with another end", "cat <<-'END'\na\n END\n"],
    ["a here-document with its end joined to a line", "cat <<END\na \\\nEND\n"],
    ["an open block", "if a; then\n  b\n"],
    ["an open case", "case a in\n  a) b ;;\n"],
    ["an open list", "a &&\n"],
    ["an open pipe", "a |"],
    ["a read-only variable", "readonly SPARK_LOCAL_IP=10.0.0.1\n"],
  ])("is refused with %s", (_, text) => {
    expect(found({ [script]: text })).toEqual([`error: ${script} WA114`]);
  });

  // In a shell the variable has the value, however the script ends.
  it.each([
    ["a return in a block", "if true; then\n  return 0\nfi\n"],
    ["a return after a test", "[ -n x ] && return 0\n"],
    ["a function that returns", "f() {\n  return 1\n}\nf\n"],
    ["a later value in a block", "export SPARK_LOCAL_IP=1\nif true; then\n  SPARK_LOCAL_IP=2\nfi\n"],
    ["a later unset", "export SPARK_LOCAL_IP=1\nunset SPARK_LOCAL_IP\n"],
    ["a later eval", "SPARK_LOCAL_IP=1\neval 'SPARK_LOCAL_IP=2'\n"],
    ["a here-document", "cat >/dev/null <<'END'\nexit\nit's \\\nEND\n"],
    ["quotes and comments", "# it's\na=\"it's # `echo '\"'` $(echo ')')\" # \\\n"],
    ["a case", "case a in\n  (b | c) exit ;;\n  a) : ;;\nesac"],
    ["an exec that only redirects", "exec 3>/dev/null\n"],
    ["a loop", "for f in a b; do\n  echo $f\ndone >/dev/null; { :; }; (exit 3) || :"],
    ["nothing", ""],
    ["only comments", "#!/bin/sh\n# nothing"],
  ])("sets the variable besides %s, and stays so when rendered again", (_, text) => {
    const changes = { [script]: text };
    expect(found(changes)).toEqual([]);
    const once = rendered(script, changes);
    const folder = mkdtempSync(join(tmpdir(), "spark-"));
    const file = join(folder, "script.sh");
    writeFileSync(file, once);
    const output = execFileSync("sh", ["-c", '. "$0"; printenv SPARK_LOCAL_IP', file], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    expect(output.split("\n").at(-2)).toBe("10.0.1.10");
    // A file that is as it should be is not rendered.
    expect(rendered(script, { [script]: once })).toBe("");
  });
});
