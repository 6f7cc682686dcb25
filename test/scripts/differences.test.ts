import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { type ServiceRun, stageScript } from "../../components/node/nodeRequests";
import type { RenderedFile } from "../../components/render/renderCluster";
import { createRevision } from "../../components/render/revision";
import { Home, installScript, runShell, type Session } from "./nodeShell";
import { axis2, hazelcast, shells } from "./stagedFiles";

const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join("");
const distribution = lines("<a>", "<b>1</b>", "<c/>", "</a>");
const file = (text: string, base: string | null = distribution, name = axis2): RenderedFile[] => [
  { path: name, text, base: base ?? undefined, secret: false },
];
const ours = file(distribution.replace("1", "ours"));

/** Stages as an update does that knows these secrets. */
function stage(
  shell: string,
  home: Home,
  files: readonly RenderedFile[],
  { secrets = ["known-secret"], overwrite = false, ...session }: Staging = {},
) {
  const run = { secrets, rerunTrigger: "" } as unknown as ServiceRun;
  return runShell(shell, stageScript(home.path, createRevision(files), overwrite, run), session);
}
interface Staging extends Session {
  secrets?: string[];
  overwrite?: boolean;
}

async function update(shell: string, home: Home, files: readonly RenderedFile[], overwrite = false) {
  const staged = await stage(shell, home, files, { overwrite });
  expect(staged.code, staged.output).toBe(0);
  const done = await runShell(shell, installScript(home.path, createRevision(files).digest, overwrite));
  expect(done.code, done.output).toBe(0);
  return done.output;
}

/** What a refused update shows of a file that was changed to this text after ours was activated. */
async function differenceFrom(shell: string, before: string, after: string): Promise<string[]> {
  const home = new Home({ [axis2]: before });
  await update(shell, home, file(before, null));
  home.write(axis2, after);
  const { code, output } = await stage(shell, home, file("other", null));
  expect(code).toBe(1);
  return output.split("\n").filter((line) => line.startsWith("    "));
}

describe.each(shells)("the difference of a file that somebody else changed, in %s,", (shell) => {
  it("is that from the text last activated", async () => {
    const home = new Home({ [axis2]: distribution });
    await update(shell, home, ours);
    home.write(axis2, distribution.replace("1", "by hand"));
    const { output } = await stage(shell, home, file("newer"));
    expect(output).toContain(
      lines(
        `  ${home.path}/${axis2} (changed)`,
        "    @@ -1,3 +1,3 @@",
        "     <a>",
        "    -<b>ours</b>",
        "    +<b>by hand</b>",
        "     <c/>",
        "put them back, or set the argument overwrite to replace them; no file of " +
          `${home.path} was changed`,
      ),
    );
  });

  it("is that from the distribution's text before the first update", async () => {
    const home = new Home({ [axis2]: distribution.replace("1", "by hand") });
    const { output } = await stage(shell, home, ours);
    expect(output).toContain("    -<b>1</b>\n    +<b>by hand</b>\n");
  });

  it("hides the secrets that are known, and every line of one that is not", async () => {
    const shown = await differenceFrom(
      shell,
      lines("<a>", "<z>1</z>", "</a>"),
      lines(
        "<a>",
        "<x>with known-secret in it</x>",
        "<Password>unknown-1</Password>",
        "<password>",
        "  unknown-2",
        "</password>",
        '<property value="unknown-3"',
        '  name="keystorePass"/>',
        '<property name="apiKey"',
        '  value="unknown-4"/>',
        "</a>",
      ),
    );
    expect(shown.join("\n")).not.toMatch(/known-/);
    expect(shown).toContain("    +<x>with ******** in it</x>");
    expect(shown.filter((line) => line === "    +********")).toHaveLength(8);
  });

  it("hides what was a secret when the text was made, though another update knows of others", async () => {
    const home = new Home({ [axis2]: distribution });
    const made = file(distribution.replace("1", "an-old-value"));
    const first = await stage(shell, home, made, { secrets: ["an-old", "not-in-a-file", "an-old-value"] });
    expect(first.code, first.output).toBe(0);
    const done = await runShell(shell, installScript(home.path, createRevision(made).digest));
    expect(done.code, done.output).toBe(0);
    home.write(axis2, distribution.replace("1", "an-old-value, changed"));
    const { output } = await stage(shell, home, file("newer"), { secrets: ["an-old"] });
    expect(output).toContain("    -<b>********</b>\n    +<b>********, changed</b>\n");
    const [set = ""] = readdirSync(path.join(home.state, "sets"));
    expect(readFileSync(path.join(home.state, "sets", set, "masks"), "utf8")).not.toContain("not-in-a-file");
  });

  it("knows the secrets of a set that is staged again: those of then, and those of now", async () => {
    const home = new Home({ [axis2]: distribution });
    const made = file(distribution.replace("1", "one-value other-value"));
    const masks = path.join(home.state, "sets", createRevision(made).digest, "masks");
    await stage(shell, home, made);
    rmSync(masks);
    await stage(shell, home, made, { secrets: ["other-value"] });
    await stage(shell, home, made, { secrets: ["one-value"] });
    expect(readFileSync(masks, "utf8")).toBe("one-value\nother-value\n");
  });

  it("is told with the names alone where there is no diff, and where nobody said what to mask", async () => {
    const home = new Home({ [axis2]: "unknown" });
    const names = `  ${home.path}/${axis2} (foreign)\n${home.path} is from another distribution`;
    expect((await stage(shell, home, ours, { secrets: [] })).output).toContain(names);
    const environment = { ...process.env, PATH: withoutDiff() };
    expect((await stage(shell, home, ours, { environment })).output).toContain(names);
  });

  it("is short and plain text, whatever the file has become", async () => {
    const long = Array.from({ length: 500 }, (_, n) => `${n}\x1b[31m\xfc${"x".repeat(70_000)}`).join("\r\n");
    const shown = await differenceFrom(shell, distribution, long);
    expect(shown).toHaveLength(13);
    expect(shown.at(-1)).toMatch(/^ {4}and \d+ more lines$/);
    for (const line of shown) expect(line).toMatch(/^[\t\x20-\x7e]{1,164}$/);
    expect(await differenceFrom(shell, distribution, "\0\x01binary")).toEqual([]);
  });
});

describe.each(shells)("the distribution's text of a file, in %s,", (shell) => {
  const none = file("text", null, "repository/conf/other.xml");

  it("returns though somebody else's was in its place at the first update", async () => {
    const home = new Home({ [axis2]: "by hand" });
    await update(shell, home, ours, true);
    expect(await update(shell, home, none)).toContain(`restore ${axis2}`);
    expect(home.read(axis2)).toBe(distribution);
    expect(home.kept("replaced", axis2)).toBe("by hand");
  });

  it("returns though the file was already as it should be", async () => {
    const home = new Home({ [axis2]: ours[0]?.text ?? "" });
    await update(shell, home, ours);
    await update(shell, home, none);
    expect(home.read(axis2)).toBe(distribution);
  });

  const another = distribution.replace("<c/>", "<d/>");
  it.each([
    ["changed it in the home", another],
    ["left ours in the home", ours[0]?.text ?? ""],
  ])(
    "may be another one: an update of the product by hand that %s is no foreign change",
    async (_, found) => {
      const home = new Home({ [axis2]: distribution });
      await update(shell, home, ours);
      home.write(axis2, found);
      const next = file(another.replace("1", "ours"), another);
      expect(await update(shell, home, next)).toContain(`install ${axis2}`);
      expect(home.read(axis2)).toBe(next[0]?.text);
      await update(shell, home, none);
      expect(home.read(axis2)).toBe(another);
    },
  );

  it("goes where the distribution has none", async () => {
    const home = new Home({ [axis2]: distribution });
    await update(shell, home, [...ours, ...file("seconds=60\n", null, hazelcast)]);
    expect(await update(shell, home, ours)).toContain(`remove ${hazelcast}`);
    expect(home.read(hazelcast)).toBeUndefined();
  });
});

describe.each(shells)("a home, in %s,", (shell) => {
  const setOf = (node: string, text = "ours") => createRevision(file(text), {}, node);
  const stageAs = (home: Home, node: string, text?: string) =>
    runShell(shell, stageScript(home.path, setOf(node, text), false, undefined));
  const activateAs = (home: Home, node: string, text?: string) =>
    runShell(shell, installScript(home.path, setOf(node, text).digest, false, node));

  it("that is one node refuses the files of the other, and is that one again in the right order", async () => {
    const home = new Home({ [axis2]: distribution });
    await stageAs(home, "node1");
    expect((await activateAs(home, "node1")).code).toBe(0);
    const sets = readdirSync(path.join(home.state, "sets"));
    const { code, output } = await stageAs(home, "node2", "another");
    expect(code).toBe(1);
    expect(output).toContain(`${home.path} is node1 of the deployment and is sent what belongs to node2`);
    expect(output).toContain(`remove ${home.state}/node`);
    expect(readdirSync(path.join(home.state, "sets"))).toEqual(sets);
    expect((await stageAs(home, "node1", "another")).code).toBe(0);
    rmSync(path.join(home.state, "node"));
    expect((await stageAs(home, "node2", "another")).code).toBe(0);
  });

  it("that was reached as both nodes becomes neither of them", async () => {
    const home = new Home({ [axis2]: distribution });
    for (const node of ["node1", "node2"]) expect((await stageAs(home, node, node)).code).toBe(0);
    const { code, output } = await activateAs(home, "node1", "node1");
    expect(code).toBe(1);
    expect(output).toContain(`${home.path} has been sent what belongs to node2, and what belongs to node1`);
    expect(home.read(axis2)).toBe(distribution);
  });

  it("in which nothing was activated yet may become either", async () => {
    const home = new Home({ [axis2]: distribution });
    await stageAs(home, "node2");
    await stageAs(home, "node1");
    expect((await activateAs(home, "node1")).code).toBe(0);
  });
});

/** The commands of this machine but that one. */
function withoutDiff(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "commands-"));
  for (const bin of ["/bin", "/usr/bin"]) {
    for (const name of readdirSync(bin)) {
      if (name === "diff") continue;
      try {
        symlinkSync(path.join(bin, name), path.join(folder, name));
      } catch {
        // /bin is /usr/bin on most.
      }
    }
  }
  return folder;
}
