import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { commandInstead, Home } from "./nodeShell";
import { prepare, started } from "./preparedNode";
import { shells } from "./stagedFiles";

describe.each(shells)("a machine, in %s,", (shell) => {
  const answer = (environment: NodeJS.ProcessEnv) =>
    prepare(`/bin/${shell}`, new Home(started), [["node-id", "-"]], { environment });

  it("is told all commands that it lacks, those of later steps too", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "commands-"));
    for (const name of [
      "awk",
      "base64",
      "cat",
      "find",
      "getconf",
      "mv",
      "sha256sum",
      "timeout",
      "uname",
      "xargs",
    ]) {
      symlinkSync(`/usr/bin/${name}`, path.join(folder, name));
    }
    const { code, output } = await answer({ PATH: folder });
    expect(output).toContain("the commands bash, flock, install are missing; install them");
    expect(code).toBe(1);
  });

  it.each([
    ["find", 'case "$*" in *-printf*) exit 1 ;; esac\nexec /usr/bin/find "$@"\n', "find knows no -printf"],
    ["mv", 'case "$1" in --help) echo BusyBox ;; *) exec /bin/mv "$@" ;; esac\n', "mv knows no --backup"],
  ])("is told that it has a smaller %s", async (command, script, words) => {
    const { code, output } = await answer(commandInstead(command, script));
    expect(output).toContain(words);
    expect(code).toBe(1);
  });
});
