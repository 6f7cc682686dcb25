import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { RemoteScript, scriptWithRequest } from "../../components/node/remoteScript";
import { commandInstead, Home, runShell } from "./nodeShell";
import { inMountNamespace, prepare, runningProduct, started } from "./preparedNode";
import { nodeId, shells } from "./stagedFiles";

const isRoot = process.getuid?.() === 0;
const data = "repository/data";
const shard = `${data}/index/shard-1`;

function emptyTarget(): string {
  return path.join(mkdtempSync(path.join(tmpdir(), "disk-")), "data");
}

function put(folder: string, name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

describe.each(shells)("a directory kept elsewhere, in %s", (shell) => {
  const move = (home: Home, target: string, environment?: NodeJS.ProcessEnv) =>
    prepare(shell, home, [["directory", "symlink", data, target]], { environment });

  it("takes its content along, once", async () => {
    const home = new Home(started);
    const target = emptyTarget();
    expect(await move(home, target)).toEqual({
      code: 0,
      output: `${home.path}/${data} is ${target} now\nprepared ${home.path}\n`,
    });
    expect(readlinkSync(path.join(home.path, data))).toBe(target);
    expect(home.read(shard)).toBe("an index");
    expect(readdirSync(target)).toEqual(["index"]);
    expect(readdirSync(path.join(home.path, "repository")).sort()).toEqual(["conf", "data", "deployment"]);
    expect((await move(home, target)).output).toBe(`prepared ${home.path}\n`);
  });

  it("is led to what is there where the home has nothing", async () => {
    const home = new Home({ [nodeId]: "node-7" });
    const target = emptyTarget();
    put(target, "index/shard-1", "from before");
    expect((await move(home, target)).code).toBe(0);
    expect(home.read(shard)).toBe("from before");
  });

  it("may lie on a disk of its own, whose lost+found is no content", async () => {
    const home = new Home(started);
    const target = emptyTarget();
    mkdirSync(path.join(target, "lost+found"), { recursive: true });
    expect((await move(home, target)).code).toBe(0);
    expect(home.read(shard)).toBe("an index");
  });

  it("is refused, and nothing changes, where both have content", async () => {
    const home = new Home(started);
    const target = emptyTarget();
    put(target, "index/shard-1", "another");
    const { code, output } = await move(home, target);
    expect(code).toBe(1);
    expect(output).toContain(`${home.path}/${data} and ${target} both have content; keep the one you need`);
    expect(home.read(shard)).toBe("an index");
    expect(readFileSync(path.join(target, "index/shard-1"), "utf8")).toBe("another");
  });

  it("is refused where both have content and the target is behind a link", async () => {
    const home = new Home(started);
    const disk = emptyTarget();
    put(disk, "index/shard-1", "another");
    const target = `${disk}-link`;
    symlinkSync(disk, target);
    const { code, output } = await move(home, target);
    expect(output).toContain(`${home.path}/${data} and ${target} both have content`);
    expect(code).toBe(1);
    expect(readFileSync(path.join(disk, "index/shard-1"), "utf8")).toBe("another");
  });

  it("is shared with a node that has brought the same", async () => {
    const [one, other] = [new Home(started), new Home(started)];
    const target = emptyTarget();
    const both = await Promise.all([move(one, target), move(other, target)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect([one.read(shard), other.read(shard)]).toEqual(["an index", "an index"]);
    expect(existsSync(path.join(target, ".moving"))).toBe(false);
  });

  it("is refused while the product runs, and accepted when it is in place already", async () => {
    const home = new Home(started);
    const target = emptyTarget();
    const script = scriptWithRequest(RemoteScript.Prepare, [
      ["home", home.path],
      ["directory", "symlink", data, target],
    ]);
    const refused = await runShell("sh", runningProduct(home, `${shell} <<'ALL'\n${script}ALL\n`));
    expect(refused.output).toContain("while the product runs; stop it on this node");
    expect(refused.code).toBe(1);
    expect(lstatSync(path.join(home.path, data)).isDirectory()).toBe(true);
    expect(existsSync(target)).toBe(false);
    expect((await move(home, target)).code).toBe(0);
    expect((await runShell("sh", runningProduct(home, `${shell} <<'ALL'\n${script}ALL\n`))).code).toBe(0);
  });

  it.each(["cp", "mv", "ln", "rm"])(
    "loses nothing where %s fails, and is completed later",
    async (command) => {
      const home = new Home(started);
      const target = emptyTarget();
      const failing = commandInstead(
        command,
        `case "$*" in *${target}* | *${data}*) exit 1 ;; esac\nexec /bin/${command} "$@"\n`,
      );
      const { code } = await move(home, target, failing);
      expect(code).not.toBe(0);
      const kept = [home.read(shard), read(path.join(target, "index/shard-1"))];
      expect(kept).toContain("an index");
      expect((await move(home, target)).code).toBe(0);
      expect(home.read(shard)).toBe("an index");
      expect(readdirSync(target)).toEqual(["index"]);
      expect(existsSync(`${home.path}/${data}.moved`)).toBe(false);
    },
  );

  it("is refused where a link leads elsewhere", async () => {
    const home = new Home(started);
    const [target, another] = [emptyTarget(), emptyTarget()];
    await move(home, target);
    const { code, output } = await move(home, another);
    expect(code).toBe(1);
    expect(output).toContain(`is a link to ${target}, not to ${another}`);
  });

  it("shows no character of a link's target that a terminal obeys", async () => {
    const home = new Home(started);
    await move(home, emptyTarget());
    rmSync(path.join(home.path, data));
    symlinkSync("/a\u001b[31m\u009bb\u202ec\u2067ä€", path.join(home.path, data));
    const { output } = await move(home, emptyTarget());
    expect(output).toContain("is a link to /a?[31m?b?c?ä€, not to");
  });

  it.skipIf(!isRoot)("is refused where the target cannot be written", async () => {
    const home = new Home(started);
    const target = emptyTarget();
    const readOnly = inMountNamespace(shell, `mkdir ${target}; mount -t tmpfs -o ro none ${target}`);
    const { code, output } = await prepare(readOnly, home, [["directory", "symlink", data, target]]);
    expect(code).toBe(1);
    expect(output).toMatch(`cannot write in ${target}`);
    expect(home.read(shard)).toBe("an index");
  });
});

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

describe.skipIf(!isRoot).each(shells)("a directory mounted from elsewhere, in %s", (shell) => {
  it("is mounted, and at boot again, in one line of fstab", async () => {
    const home = new Home(started);
    const target = emptyTarget();
    const table = path.join(path.dirname(target), "fstab");
    writeFileSync(table, "LABEL=root / ext4 defaults 0 1\n");
    const program = inMountNamespace(
      shell,
      `mount --bind ${table} /etc/fstab`,
      `cat ${home.path}/${shard}`,
      2,
    );
    const { code, output } = await prepare(program, home, [["directory", "bind", data, target]]);
    expect(output).toBe(
      `${home.path}/${data} is ${target} now\nprepared ${home.path}\nprepared ${home.path}\nan index`,
    );
    expect(code).toBe(0);
    expect(readFileSync(table, "utf8").split("\n").slice(1)).toEqual([
      `${target} ${home.path}/${data} none bind,nofail 0 0`,
      "",
    ]);
    expect(readFileSync(path.join(target, "index/shard-1"), "utf8")).toBe("an index");
  });

  it("belongs to the home's owner", async () => {
    const home = new Home(started);
    execFileSync("chown", ["-R", "nobody", home.path]);
    const target = emptyTarget();
    await prepare(shell, home, [["directory", "symlink", "cep_persistence", target]]);
    expect(statSync(target).uid).toBe(statSync(home.path).uid);
  });
});
