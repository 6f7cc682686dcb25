import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { copySource, type RequestLine } from "../../components/node/remoteScript";
import { EmptyNode, FileServer, sha256, user, zipOf } from "./delivered";
import { commandInstead } from "./nodeShell";
import { shells } from "./stagedFiles";

const files = { "repository/conf/carbon.xml": "stock", "bin/wso2server.sh": "start" };
const carbon = "repository/conf/carbon.xml";
const from = (digest: string, source: string = copySource): RequestLine[] => [
  ["distribution", digest, source, user],
];
const read = (node: EmptyNode, file: string) => readFileSync(path.join(node.path, file), "utf8");

/** What this machine has of what unpacks where unzip is missing. */
const unpackers = ["python3", "jar"].filter((program) => existsSync(`/usr/bin/${program}`));

/** An environment with the system's commands but these. */
function commandsWithout(names: readonly string[]): NodeJS.ProcessEnv {
  const folder = mkdtempSync(path.join(tmpdir(), "commands-"));
  for (const name of readdirSync("/usr/bin")) {
    if (!names.includes(name)) symlinkSync(path.join("/usr/bin", name), path.join(folder, name));
  }
  return { ...process.env, PATH: folder };
}

const servers: FileServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
});
const serve = (content: Record<string, Buffer | string>) => {
  const server = new FileServer(content);
  servers.push(server);
  return server;
};

describe.each(shells)("an installation, in %s,", (shell) => {
  it("unpacks a zip that was copied to the node, and leaves nothing but the home", async () => {
    const node = new EmptyNode();
    const digest = node.copy(await zipOf(files));
    expect(await node.prepare(shell, from(digest))).toEqual({
      code: 0,
      output: `installed ${node.path}\nprepared ${node.path}\n`,
    });
    expect(read(node, carbon)).toBe("stock");
    expect(statSync(path.join(node.path, "bin/wso2server.sh")).mode & 0o100).toBe(0o100);
    expect(readdirSync(path.dirname(node.path)).sort()).toEqual(["product", "product.deployment"]);
    expect(existsSync(path.join(node.state, "unpacked"))).toBe(false);
    expect(readdirSync(node.login)).toEqual([]);
  });

  it.each(unpackers)("unpacks with %s where unzip is missing", async (unpacker) => {
    const node = new EmptyNode();
    const environment = commandsWithout(["unzip", ...unpackers.filter((other) => other !== unpacker)]);
    const digest = node.copy(await zipOf(files));
    const { code, output } = await node.prepare(`/bin/${shell}`, from(digest), { environment });
    expect(code, output).toBe(0);
    expect(read(node, carbon)).toBe("stock");
    expect(statSync(path.join(node.path, "bin/wso2server.sh")).mode & 0o100).toBe(0o100);
  });

  it.each([
    "repository/conf/analytics/my-node-id.dat",
    "repository/data/my-node-id.dat",
    "repository/datamy-node-id.dat",
    "repository/database/ANALYTICS_EVENT_STORE.h2.db",
    "repository/database/WSO2CARBON_DB.lock.db",
    "cep_persistence/-1234/plan/1",
  ])("is refused with a home that has run, which has %s", async (sign) => {
    const node = new EmptyNode();
    const digest = node.copy(await zipOf({ ...files, [sign]: "" }));
    const { code, output } = await node.prepare(shell, from(digest));
    expect(code).not.toBe(0);
    expect(output).toContain(
      `the zip is a home that has run: it holds ${sign.replace(/^(cep_persistence).*/, "$1")}; install the zip`,
    );
    expect(existsSync(node.path)).toBe(false);
    expect(existsSync(path.join(node.state, "unpacked"))).toBe(false);
  });

  it("has the databases that come with the product", async () => {
    const node = new EmptyNode();
    const database = "repository/database/WSO2CARBON_DB.h2.db";
    const digest = node.copy(await zipOf({ ...files, [database]: "clean" }));
    const { code, output } = await node.prepare(shell, from(digest));
    expect(code, output).toBe(0);
    expect(read(node, database)).toBe("clean");
  });

  it("is refused where nothing can unpack", async () => {
    const node = new EmptyNode();
    const environment = commandsWithout(["unzip", "python3", "jar"]);
    const digest = node.copy(await zipOf(files));
    const { output } = await node.prepare(`/bin/${shell}`, from(digest), { environment });
    expect(output).toContain("none of unzip, python3 and jar is here");
    expect(existsSync(node.path)).toBe(false);
  });

  it("downloads a zip, once", async () => {
    const node = new EmptyNode();
    const zip = await zipOf(files);
    const server = serve({ "a.zip": zip });
    const url = `${await server.start()}/a.zip`;
    const { code, output } = await node.prepare(shell, from(sha256(zip), url));
    expect(code, output).toBe(0);
    expect((await node.prepare(shell, from(sha256(zip), url))).output).toBe(`prepared ${node.path}\n`);
    expect(server.asked).toEqual(["a.zip"]);
    expect(read(node, carbon)).toBe("stock");
  });

  it("shows the token of a URL neither in a message nor on a command line", async () => {
    const node = new EmptyNode();
    const server = serve({ "a.zip?token=hidden": "another zip" });
    const url = `${await server.start()}/a.zip`;
    const told = path.join(node.login, "told");
    const environment = commandInstead("curl", `echo "$@" >${told}; exec /usr/bin/curl "$@"\n`);
    const asked = from(sha256("the zip"), `${url}?token=hidden`);
    const { output } = await node.prepare(`/bin/${shell}`, asked, { environment });
    expect(server.asked).toEqual(["a.zip?token=hidden"]);
    expect(output).toContain(`${url} has not the checksum`);
    expect(output + readFileSync(told, "utf8")).not.toContain("hidden");
  });

  it("refuses a zip with another checksum, with nothing to be seen on the node", async () => {
    const node = new EmptyNode();
    const url = `${await serve({ "a.zip": await zipOf(files) }).start()}/a.zip`;
    const { code, output } = await node.prepare(shell, from(sha256("another"), url));
    expect(code).toBe(1);
    expect(output).toContain(`${url} has not the checksum sha256 ${sha256("another")}`);
    expect(existsSync(node.path)).toBe(false);
    expect(readdirSync(node.state)).toEqual(["lock", "version"]);
  });

  it("refuses what was not copied, and what cannot be downloaded", async () => {
    const node = new EmptyNode();
    expect((await node.prepare(shell, from(sha256("gone")))).output).toContain("--target-replace");
    const url = `${await serve({}).start()}/a.zip`;
    expect((await node.prepare(shell, from(sha256("gone"), url))).output).toContain(
      `${url} could not be downloaded`,
    );
    expect(existsSync(node.path)).toBe(false);
  });

  it("refuses a zip that holds something else", async () => {
    const node = new EmptyNode();
    const digest = node.copy(await zipOf({ "readme.txt": "another product" }));
    expect((await node.prepare(shell, from(digest))).output).toContain("the zip holds no product");
    expect(existsSync(node.path)).toBe(false);
  });

  it("repairs one that was interrupted", async () => {
    const node = new EmptyNode();
    mkdirSync(path.join(node.state, "unpacked/content/wso2am-analytics-2.1.0/repository/conf"), {
      recursive: true,
    });
    writeFileSync(path.join(node.state, "unpacked/content/wso2am-analytics-2.1.0/half"), "");
    const { code, output } = await node.prepare(shell, from(node.copy(await zipOf(files))));
    expect(code, output).toBe(0);
    expect(readdirSync(node.path).sort()).toEqual(["bin", "repository"]);
    expect(existsSync(path.join(node.state, "unpacked"))).toBe(false);
  });

  it("never touches a home that is there, and needs no zip for it", async () => {
    const node = new EmptyNode();
    mkdirSync(path.join(node.path, "repository/conf"), { recursive: true });
    writeFileSync(path.join(node.path, carbon), "theirs");
    expect((await node.prepare(shell, from(sha256("any")))).code).toBe(0);
    expect(read(node, carbon)).toBe("theirs");
  });

  it("refuses another zip for the home that it has made", async () => {
    const node = new EmptyNode();
    const digest = node.copy(await zipOf(files));
    await node.prepare(shell, from(digest));
    const other = node.copy(await zipOf({ ...files, [carbon]: "an update" }));
    const { code, output } = await node.prepare(shell, from(other));
    expect(code).toBe(1);
    expect(output).toContain(`was installed from another zip (sha256 ${digest})`);
    expect(output).toContain("another product.home");
    expect(read(node, carbon)).toBe("stock");
  });

  it("refuses a place where something else is", async () => {
    const node = new EmptyNode();
    mkdirSync(path.join(node.path, "something"), { recursive: true });
    const { output } = await node.prepare(shell, from(node.copy(await zipOf(files))));
    expect(output).toContain("is there and is no product home");
    expect(readdirSync(node.path)).toEqual(["something"]);
  });

  it("refuses an owner who does not exist", async () => {
    const node = new EmptyNode();
    const digest = node.copy(await zipOf(files));
    const { output } = await node.prepare(shell, [["distribution", digest, digest, "nobody-here"]]);
    expect(output).toContain("there is no user nobody-here");
    expect(existsSync(node.path)).toBe(false);
  });

  it.each([
    ["uname", 'case "$*" in -s) echo MINGW64_NT-10.0 ;; *) echo windows ;; esac', "this is Windows"],
    ["uname", 'case "$*" in -s) echo SunOS ;; *) echo sun ;; esac', "this is SunOS"],
    ["getconf", 'case "$*" in PAGESIZE) echo 4096 ;; *) echo 400000 ;; esac', "1562 MB of memory"],
    ["df", 'echo "head"; echo "/dev/x 9 9 1048576 9% /"', "1024 MB are free"],
  ])("is refused on a machine whose %s says %j", async (command, script, words) => {
    const node = new EmptyNode();
    const digest = node.copy(await zipOf(files));
    const { code, output } = await node.prepare(shell, from(digest), {
      environment: commandInstead(command, script),
    });
    expect(code).toBe(1);
    expect(output).toContain(words);
    expect(existsSync(node.path)).toBe(false);
  });

  it("warns of a machine with little memory", async () => {
    const node = new EmptyNode();
    const environment = commandInstead(
      "getconf",
      'case "$*" in PAGESIZE) echo 4096 ;; *) echo 700000 ;; esac',
    );
    const { code, output } = await node.prepare(shell, from(node.copy(await zipOf(files))), { environment });
    expect(code).toBe(0);
    expect(output).toContain("warning: 2734 MB of memory");
  });
});
