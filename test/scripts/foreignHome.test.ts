import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
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
import { leaseRequest } from "../../components/node";
import { copySource } from "../../components/node/remoteScript";
import { commandInstead, runShell } from "./nodeShell";
import { LoginHome, prepare, sha256, unpacked } from "./preparedNode";
import { RunnableNode } from "./runnableNode";
import { axis2, datasources, first, nodeId, rendered, shells, stock } from "./stagedFiles";

const nobody = { uid: 65534, gid: 65534 };
const lib = "repository/components/lib";

/** A home of the product's user, who has put something there, and files of root. */
class ForeignNode extends RunnableNode {
  readonly victim = path.join(mkdtempSync(path.join(tmpdir(), "victim-")), "file");

  constructor() {
    super({ [axis2]: stock[axis2], [datasources]: stock[datasources] });
    this.own();
    for (const folder of [path.dirname(this.java), this.java, `${this.java}/bin`]) chmodSync(folder, 0o755);
    chmodSync(path.dirname(this.victim), 0o755);
    writeFileSync(this.victim, "root's own", { mode: 0o600 });
  }

  own(): void {
    execFileSync("chown", ["-R", "65534:65534", this.path]);
  }

  /** As the product's user. */
  do(command: string): string {
    return execFileSync(
      "setpriv",
      ["--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-ec", command],
      {
        cwd: this.path,
        encoding: "utf8",
        env: { ...process.env, victim: this.victim },
      },
    );
  }

  expectUntouched(): void {
    expect(readFileSync(this.victim, "utf8")).toBe("root's own");
    expect(statSync(this.victim)).toMatchObject({ uid: 0, mode: 0o100600 });
    expect(readdirSync(path.dirname(this.victim))).toEqual(["file"]);
  }

  /** Nothing in the state folder is anybody's but root's. */
  expectOwnState(): void {
    expect(statSync(this.state).mode & 0o777).toBe(0o700);
    expect(this.foreignFiles()).toBe("");
  }

  foreignFiles(): string {
    return execFileSync("find", [this.state, "!", "-user", "0"], { encoding: "utf8" });
  }
}

const isRoot = process.getuid?.() === 0;

describe.runIf(isRoot).each(shells)("in a home of the product's user, in %s, root", (shell) => {
  async function deployed() {
    const node = new ForeignNode();
    const revision = node.revision(first);
    await node.stage(shell, revision);
    const { result } = await node.act(
      shell,
      { kind: "apply", revision: revision.digest },
      { staged: revision.digest },
    );
    expect(result).toEqual({ kind: "done" });
    const next = node.revision([rendered(axis2, "third")]);
    await node.stage(shell, next);
    const apply = (overwrite = false) =>
      node.act(shell, { kind: "apply", revision: next.digest }, { staged: next.digest, overwrite });
    return { node, next, apply };
  }

  it("deploys as that user, and keeps a state folder of its own", async () => {
    const { node, next, apply } = await deployed();
    expect((await apply()).result).toEqual({ kind: "done" });
    expect(node.read(axis2)).toBe("third");
    expect(execFileSync("find", [node.path, "!", "-user", "65534"], { encoding: "utf8" })).toBe("");
    node.expectOwnState();
    expect(node.beside("version")).toBe("2\n");
    await node.act(shell, { kind: "stop" }, { staged: next.digest });
  });

  it("does so with the setpriv of util-linux before 2.31, which knows no --init-groups", async () => {
    const environment = commandInstead(
      "setpriv",
      'case "$*" in *--init-groups*) echo "setpriv: unrecognized option" >&2; exit 1 ;; esac\nexec /usr/bin/setpriv "$@"\n',
    );
    const node = new ForeignNode();
    const { code, output } = await prepare(shell, node, [], { environment });
    expect(code, output).toBe(0);
    await node.stage(shell, node.revision(first), environment);
    node.expectOwnState();
    const parent = path.dirname(node.path);
    chownSync(parent, nobody.uid, nobody.gid);
    expect((await node.facts(shell, undefined, environment)).stateProblem?.kind).toBe("exposed");
  });

  it.each([
    ["at .room", 'ln -s "$victim" .room'],
    ["at .room, to a file that is not there", 'ln -s "$victim.new" .room'],
    ["at a file that is prepared", `ln -s "$victim" ${axis2}.activating`],
    ["at a file that is rendered", `ln -sf "$victim" ${axis2}`],
    ["at the file of the node's id", `mkdir -p ${path.dirname(nodeId)}; ln -s "$victim" ${nodeId}`],
    ["at the pid file", 'rm wso2carbon.pid; ln -s "$victim" wso2carbon.pid'],
    ["at the log", 'mkdir -p repository/logs; ln -s "$victim" repository/logs/wso2carbon.log'],
    ["at a driver", `rm ${lib}/*; ln -s "$victim" ${lib}/mysql-connector-java-5.1.1.jar`],
  ])("writes and shows nothing behind a link %s", async (_, attack) => {
    const { node, apply } = await deployed();
    const pid = node.read("wso2carbon.pid") ?? "";
    node.do(attack);
    const outputs = [JSON.stringify(await node.facts(shell))];
    for (const overwrite of [false, true]) outputs.push((await apply(overwrite)).output);
    outputs.push(JSON.stringify(await node.facts(shell)));
    expect(outputs.join("")).not.toContain("root's own");
    node.expectUntouched();
    node.expectOwnState();
    for (const kept of ["replaced", "original"] as const) {
      expect(node.kept(kept, axis2) ?? "").not.toContain("root's own");
    }
    execFileSync("sh", ["-c", `kill ${pid} $(cat ${node.path}/wso2carbon.pid) 2>/dev/null || :`]);
  });

  it("writes nowhere else through a linked folder", async () => {
    const { node, apply } = await deployed();
    const folder = path.dirname(node.victim);
    node.do(`mv repository/conf/axis2 old; ln -s ${folder} repository/conf/axis2`);
    expect((await apply(true)).result?.kind).not.toBe("done");
    node.expectUntouched();
    node.do("kill $(cat wso2carbon.pid) || :");
  });

  it.each([
    ["the pid file", "rm -f wso2carbon.pid; mkfifo wso2carbon.pid"],
    ["a file that is rendered", `rm ${axis2}; mkfifo ${axis2}`],
    ["the log", "mkdir -p repository/logs; mkfifo repository/logs/wso2carbon.log"],
    ["the node's id", `mkdir -p ${path.dirname(nodeId)}; mkfifo ${nodeId}`],
  ])("does not wait for a pipe in the place of %s", async (_, attack) => {
    const { node, apply } = await deployed();
    const pid = node.read("wso2carbon.pid") ?? "";
    node.do(attack);
    expect((await node.facts(shell)).home).toBe("present");
    await apply(true);
    await apply(true);
    execFileSync("sh", [
      "-c",
      `kill ${pid} 2>/dev/null; kill $(timeout 1 cat ${node.path}/wso2carbon.pid) 2>/dev/null || :`,
    ]);
  });

  it.each([
    ["is hashed with others", "sha256sum", axis2],
    ["is copied out of the home", "dd", `if=@/${axis2}`],
    ["is a log that is searched", "grep", "@/repository/logs/wso2carbon.log"],
    ["is a log that is read", "dd", "if=@/repository/logs/wso2carbon.log"],
    ["is being written", "dd", `of=@/${axis2}.activating`],
  ])(
    "does not wait for a pipe that comes after the look at a file that %s",
    async (_, command, opened) => {
      const { node, next } = await deployed();
      const pid = node.read("wso2carbon.pid") ?? "";
      node.do("mkdir -p repository/logs; echo line >repository/logs/wso2carbon.log; chmod 777 .");
      node.do(`printf mine >${axis2}`);
      const argument = opened.replace("@", node.path);
      const file = path.resolve(node.path, argument.replace(/^[io]f=/, ""));
      const environment = commandInstead(
        command,
        `case " $* " in *' ${argument} '*)
         [ -e ${node.path}/was-here ] || { : >${node.path}/was-here; rm -f ${file}; mkfifo ${file}; } ;;
       esac
       exec /usr/bin/${command} "$@"\n`,
      );
      const request = { staged: next.digest, overwrite: true };
      await node.act(shell, { kind: "apply", revision: next.digest }, request, { environment });
      expect((await node.facts(shell, undefined, environment)).home).toBe("present");
      expect(node.read("was-here")).toBe("");
      node.do(`kill ${pid} $(timeout 1 cat wso2carbon.pid) 2>/dev/null || :`);
      // A script that waits for the pipe does so for 60 s at least.
    },
    50_000,
  );

  it("runs no Java of that user's", async () => {
    const { node, apply } = await deployed();
    writeFileSync(
      path.join(node.java, "bin/java"),
      `#!/bin/sh\nid -u >>${node.path}/users\necho 'java version "1.8.0_402"' >&2\n`,
    );
    expect((await apply()).result).toEqual({ kind: "done" });
    await prepare(shell, node, [["packages", node.java]]);
    const users = (node.read("users") ?? "").trim().split("\n");
    expect(new Set(users)).toEqual(new Set(["65534"]));
    expect(users.length).toBeGreaterThan(1);
    execFileSync("kill", [(node.read("wso2carbon.pid") ?? "").trim()]);
  });

  it("kills nothing but a process of that user", async () => {
    const { node, next } = await deployed();
    const pid = node.read("wso2carbon.pid") ?? "";
    const { pid: own = 0 } = process;
    for (const number of ["-1", `${own}`, "../../tmp"]) {
      node.do(`printf %s ${number} >wso2carbon.pid`);
      expect((await node.act(shell, { kind: "stop" }, { staged: next.digest })).result?.kind).toBe("done");
    }
    expect(existsSync(`/proc/${own}`)).toBe(true);
    execFileSync("kill", [pid]);
  });

  it("keeps drivers where that user cannot come, and adopts those of 0.1.0", async () => {
    const node = new ForeignNode();
    const login = new LoginHome();
    const digest = login.copy("a driver");
    const bring = () => prepare(shell, node, [["driver", digest, copySource]], login.session);
    mkdirSync(path.join(node.state, "drivers"), { recursive: true });
    chmodSync(node.state, 0o711);
    symlinkSync(node.victim, path.join(node.state, "drivers", sha256("root's own")));
    for (const name of ["drivers", `drivers/${sha256("root's own")}`]) {
      execFileSync("chown", ["-h", "65534:65534", path.join(node.state, name)]);
    }
    expect(await bring()).toMatchObject({ code: 0 });
    expect(readdirSync(path.join(node.state, "drivers"))).toEqual([digest]);
    node.expectOwnState();
  });

  it("gives no folder of root's away where that user can exchange it", async () => {
    const parent = mkdtempSync(path.join(tmpdir(), "disk-"));
    const target = path.join(parent, "data");
    mkdirSync(target);
    const bring = () =>
      prepare(shell, new ForeignNode(), [["directory", "symlink", "repository/data", target]]);
    chownSync(parent, nobody.uid, nobody.gid);
    expect((await bring()).output).toContain(`cannot write in ${target}; see that it is not read-only`);
    expect(statSync(target).uid).toBe(0);
    chownSync(parent, 0, 0);
    chmodSync(parent, 0o755);
    expect(await bring()).toMatchObject({ code: 0 });
    expect(statSync(target).uid).toBe(nobody.uid);
  });

  it("takes no folder that somebody else has prepared", async () => {
    const node = new ForeignNode();
    const refused = async (words: string, kind: string) => {
      await expect(node.stage(shell, node.revision(first))).rejects.toThrow(words);
      expect((await node.facts(shell)).stateProblem?.kind).toBe(kind);
    };
    const parent = path.dirname(node.path);
    chownSync(parent, nobody.uid, nobody.gid);
    await refused(
      `can write in ${parent} and so put another folder in the place of ${node.state}`,
      "exposed",
    );
    expect(existsSync(node.state)).toBe(false);
    chownSync(parent, 0, 0);

    mkdirSync(node.state);
    chownSync(node.state, nobody.uid, nobody.gid);
    await refused(`${node.state} belongs to nobody and not to root`, "foreign");
    rmSync(node.state, { recursive: true });

    mkdirSync(`${node.state}.elsewhere`);
    symlinkSync(`${node.state}.elsewhere`, node.state);
    await refused(`${node.state} is a link`, "link");
    expect(readlinkSync(node.state)).toBe(`${node.state}.elsewhere`);
    expect(readdirSync(`${node.state}.elsewhere`)).toEqual([]);
    rmSync(node.state);

    mkdirSync(node.state, { mode: 0o777 });
    chmodSync(node.state, 0o777);
    await refused(`can write in ${node.state}`, "exposed");
    chmodSync(node.state, 0o700);
    writeFileSync(path.join(node.state, "version"), "3\n");
    await refused(`${node.state} was written by a later version of this library (layout 3)`, "newer");
    expect(readdirSync(node.state)).toEqual(["version"]);
    writeFileSync(path.join(node.state, "version"), "2\n");
    await node.stage(shell, node.revision(first));
    expect(lstatSync(node.state).uid).toBe(0);
  });

  it("writes no journal and no lease in such a folder", async () => {
    const node = new ForeignNode();
    mkdirSync(node.state);
    writeFileSync(path.join(node.state, "journal"), "root::0:0::/root:/bin/sh\n".repeat(400));
    for (const name of ["journal.new", "lease"]) symlinkSync(node.victim, path.join(node.state, name));
    execFileSync("chown", ["-hR", "65534:65534", node.state]);
    for (const kind of ["start", "retire"] as const) {
      const { result } = await node.act(shell, { kind }, { staged: "1a2b3c4d" });
      expect(result).toMatchObject({ kind: "refused", reason: expect.stringContaining("belongs to nobody") });
      node.expectUntouched();
    }
    const { script, parse } = leaseRequest(node.path, "somebody");
    const { output } = await runShell(shell, script);
    expect(output.split("\n").map(parse)).toContainEqual({ kind: "none" });
    node.expectUntouched();
  });

  it("looks at every folder on the way, and at those behind a link", async () => {
    const node = new ForeignNode();
    const top = mkdtempSync(path.join(tmpdir(), "top-"));
    chmodSync(top, 0o755);
    mkdirSync(path.join(top, "user's/root's"), { recursive: true });
    const moved = path.join(top, "user's/root's", "product");
    execFileSync("mv", [node.path, moved]);
    chownSync(path.join(top, "user's"), nobody.uid, nobody.gid);
    symlinkSync(path.dirname(moved), path.join(top, "link"));
    for (const parent of [path.dirname(moved), path.join(top, "link")]) {
      const { code, output } = await prepare(
        shell,
        Object.assign(Object.create(node), { path: `${parent}/product` }),
        [],
      );
      expect(code).toBe(1);
      expect(output).toContain(`can write in ${top}/user's and so`);
    }
  });
});

describe.runIf(isRoot).each(shells)("in a home of its own, in %s, an ordinary login", (shell) => {
  it("has nothing to fear in a folder that it can write", async () => {
    const node = new ForeignNode();
    execFileSync("chown", ["-R", "65534:65534", path.dirname(node.path)]);
    const { code, output } = await prepare(shell, node, [], { user: nobody });
    expect(code, output).toBe(0);
    expect(statSync(node.state)).toMatchObject({ uid: nobody.uid, mode: 0o40700 });
  });
});

describe("a home of root", () => {
  it.runIf(isRoot)("may lie in any folder of root's", async () => {
    const node = new RunnableNode(unpacked);
    expect((await prepare("sh", node, [])).code).toBe(0);
  });
});
