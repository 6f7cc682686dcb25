import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { stageScript } from "../../components/node/nodeRequests";
import { copySource, shell } from "../../components/node/remoteScript";
import type { RenderedFile } from "../../components/render/renderCluster";
import { createRevision } from "../../components/render/revision";
import { EmptyNode, sha256, user, zipOf } from "./delivered";
import {
  commandInstead,
  type Finished,
  pausedCommand,
  runShell,
  type Session,
  startShell,
  stopAll,
} from "./nodeShell";
import { nodeId, shells } from "./stagedFiles";

const carbon = "repository/conf/carbon.xml";
const plugins = "repository/components/plugins";
const bundles = "repository/components/default/configuration/bundles.info";

type Files = Record<string, string>;

const older: Files = {
  "bin/wso2server.sh": "server 1",
  [carbon]: "carbon 1",
  "repository/conf/log4j.properties": "logging 1",
  "repository/conf/rules.xml": "rules 1",
  "repository/conf/same.xml": "same",
  [`${plugins}/core_1.0.jar`]: "core 1",
  [`${plugins}/gone/old only_1.jar`]: "old",
  [bundles]: "bundles 1",
  "repository/deployment/server/app.car": "app 1",
  "repository/database/local.db": "empty 1",
};
const newer: Files = {
  ...older,
  "bin/wso2server.sh": "server 2",
  [carbon]: "carbon 2",
  "repository/conf/log4j.properties": "logging 2",
  "repository/conf/rules.xml": "rules 2",
  [`${plugins}/core_1.1.jar`]: "core 2",
  [bundles]: "bundles 2",
  "repository/deployment/server/app.car": "app 2",
  "repository/database/local.db": "empty 2",
};
delete newer[`${plugins}/core_1.0.jar`];
delete newer[`${plugins}/gone/old only_1.jar`];

/** What is made in a home while the product runs, and what somebody has put there. */
const grown: Files = {
  [nodeId]: "node-7",
  "repository/data/index/shard": "an index",
  "repository/database/local.db": "full",
  "repository/logs/wso2carbon.log": "a log",
  "repository/deployment/server/own.car": "own",
  "repository/conf/log4j.properties": "logging by hand",
  [bundles]: "bundles as running",
};

const rendering = (distribution: Files): RenderedFile[] => [
  { path: carbon, text: "rendered", base: distribution[carbon], secret: false },
];
/** The update renders one file more. */
const wider = (distribution: Files): RenderedFile[] => [
  ...rendering(distribution),
  {
    path: "repository/conf/rules.xml",
    text: "rendered rules",
    base: distribution["repository/conf/rules.xml"],
    secret: false,
  },
];

/** What a turn does between a stop and a start. */
const become = (home: string, set: string) =>
  `${["common", "owner", "settle", "state", "home", "mask", "drift", "exchange", "product", "install"].map(shell).join("")}overwrite=no wanted=${set}
use_home ${home}
wait_for_lock
plan
{ exchange_product && install_set; } || exit 1
`;

class Node extends EmptyNode {
  private readonly program: string;

  constructor(program: string) {
    super();
    this.program = program;
  }

  /** Brings a distribution to the node. */
  async bring(files: Files): Promise<string> {
    const digest = this.copy(await zipOf(files));
    const { code, output } = await this.prepare(this.program, [
      ["distribution", digest, copySource, user, "yes"],
    ]);
    expect(code, output).toBe(0);
    return digest;
  }

  /** Stages a revision and returns its digest. */
  async stage(files: readonly RenderedFile[], distribution?: string): Promise<string> {
    const product = `distribution ${distribution}\n`;
    const set = createRevision(files, distribution === undefined ? {} : { product });
    const run = runShell(this.program, stageScript(this.path, set, false, undefined));
    const { code, output } = await run;
    expect(code, output).toBe(0);
    return set.digest;
  }

  become(set: string, session: Session = {}): Promise<Finished> {
    return runShell(this.program, become(this.path, set), session);
  }

  /** Every file of the home. */
  files(): Files {
    const names = readdirSync(this.path, { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      names
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => path.join(parentPath, name))
        .map((file) => [path.relative(this.path, file), readFileSync(file, "utf8")] as const)
        .sort(),
    );
  }

  write(files: Files): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(this.path, name)), { recursive: true });
      writeFileSync(path.join(this.path, name), text);
    }
  }

  /** The distribution's text of a file that is rendered. */
  original(name: string): string {
    return readFileSync(path.join(this.state, "original", name), "utf8");
  }
}

/** A node that runs the older update, and has the newer one staged. */
async function updating(program: string) {
  const node = new Node(program);
  const old = await node.bring(older);
  const first = await node.stage(rendering(older), old);
  expect((await node.become(first)).code).toBe(0);
  writeFileSync(path.join(node.state, "healthy"), `${first}\n`);
  node.write(grown);
  const before = node.files();
  const next = await node.bring(newer);
  expect(node.files()).toEqual(before);
  const second = await node.stage(wider(newer), next);
  return { node, first, second, before };
}

const updated: Files = {
  ...newer,
  ...grown,
  [bundles]: "bundles 2",
  [carbon]: "rendered",
  "repository/conf/rules.xml": "rendered rules",
};

const sorted = (files: Files): Files => Object.fromEntries(Object.entries(files).sort());

describe.each(shells)("another update of the product, in %s", (program) => {
  it("takes the place of what the older one brought, and of nothing else", async () => {
    const { node, second } = await updating(program);
    const { code, output } = await node.become(second);
    expect(output).toContain("left as it is: repository/conf/log4j.properties, which was changed here");
    expect(code).toBe(0);
    expect(node.files()).toEqual(sorted(updated));
    expect(node.original(carbon)).toBe("carbon 2");
    expect(existsSync(path.join(node.path, plugins, "gone"))).toBe(false);
    expect((await node.become(second)).output).toContain("0 of 2 files changed");
  });

  it("goes back as it came, programs that the product had rewritten included", async () => {
    const { node, first, second, before } = await updating(program);
    await node.become(second);
    expect((await node.become(first)).code).toBe(0);
    expect(node.files()).toEqual(before);
    expect(node.original(carbon)).toBe("carbon 1");
    expect((await node.become(second)).code).toBe(0);
    expect(node.files()).toEqual(sorted(updated));
  });

  it("keeps the backslash in the name of a file, and takes it out again", async () => {
    const { node, first, second, before } = await updating(program);
    const name = `${plugins}/a\\tb.jar`;
    const [list] = readdirSync(path.join(node.state, "distributions")).filter((each) =>
      existsSync(path.join(node.state, "distributions", `${each}.files`)),
    );
    const newer = path.join(node.state, "distributions", list ?? "");
    writeFileSync(path.join(newer, name), "new");
    appendFileSync(`${newer}.files`, `${sha256("new")} ${name}\n`);
    const { code, output } = await node.become(second);
    expect(code, output).toBe(0);
    expect(readFileSync(path.join(node.path, name), "utf8")).toBe("new");
    expect((await node.become(first)).code).toBe(0);
    expect(node.files()).toEqual(before);
    expect(readFileSync(path.join(newer, name), "utf8")).toBe("new");
  });

  it("goes through folders that lie elsewhere", async () => {
    const { node, second } = await updating(program);
    const folder = path.join(node.path, plugins);
    renameSync(folder, path.join(node.folder, "elsewhere"));
    symlinkSync(path.join(node.folder, "elsewhere"), folder);
    rmSync(path.join(folder, "gone"), { recursive: true });
    const { code, output } = await node.become(second);
    expect(code, output).toBe(0);
    expect(readdirSync(folder)).toEqual(["core_1.1.jar"]);
  });

  it("is not brought where its checksum is another one", async () => {
    const { node, before } = await updating(program);
    const digest = sha256("another");
    node.copy("zip", digest);
    const { output } = await node.prepare(program, [["distribution", digest, copySource, user, "yes"]]);
    expect(output).toContain("is not what was copied there");
    expect(node.files()).toEqual(before);
    expect(existsSync(path.join(node.state, "distributions", digest))).toBe(false);
  });

  it.each([
    [1, "finished"],
    [3, "taken back"],
    [6, "finished"],
    [8, "taken back"],
    [11, "taken back"],
    [12, "finished"],
  ])("stopped at its move %i, is %s in the end", async (number, end) => {
    const { node, first, second, before } = await updating(program);
    const counted = stoppedAt(node, number);
    const session = startShell(program, become(node.path, second), { environment: counted.environment });
    expect(await counted.reached(session)).toBe(true);
    await stopAll(session);
    expect((await node.become(end === "finished" ? second : first)).code).toBe(0);
    expect(node.files()).toEqual(end === "finished" ? sorted(updated) : before);
  });

  it("is taken back also for a revision that names no distribution", async () => {
    const { node, second, before } = await updating(program);
    const counted = stoppedAt(node, 8);
    const session = startShell(program, become(node.path, second), { environment: counted.environment });
    expect(await counted.reached(session)).toBe(true);
    await stopAll(session);
    const third = await node.stage(rendering(older));
    expect((await node.become(third)).code).toBe(0);
    expect(node.files()).toEqual(before);
    expect(existsSync(path.join(node.state, "exchanging"))).toBe(false);
  });
});

const isRoot = process.getuid?.() === 0;

describe.runIf(isRoot).each(shells)("in a home of the product's user, in %s", (program) => {
  /** The same node with a home of that user, and a folder of root. */
  async function foreign() {
    const { node, second } = await updating(program);
    execFileSync("chown", ["-R", "65534:65534", node.path]);
    for (const folder of [node.folder, path.dirname(node.path)]) chmodSync(folder, 0o755);
    const root = mkdtempSync(path.join(tmpdir(), "victim-"));
    return { node, second, root };
  }

  it("all files are that user's afterwards, with the rights of the distribution", async () => {
    const { node, second } = await foreign();
    expect(await node.become(second)).toMatchObject({ code: 0 });
    expect(node.files()).toEqual(sorted(updated));
    expect(execFileSync("find", [node.path, "!", "-user", "65534"], { encoding: "utf8" })).toBe("");
    expect(execFileSync("find", [node.state, "!", "-user", "0"], { encoding: "utf8" })).toBe("");
    expect(statSync(path.join(node.path, "bin/wso2server.sh")).mode & 0o777).toBe(0o744);
  });

  it.each([
    ["a link", "mv bin/wso2server.sh $ROOT/file; ln -s $ROOT/file bin/wso2server.sh"],
    ["a linked folder", "mv bin/wso2server.sh $ROOT/file; rmdir bin; ln -s $ROOT bin"],
    ["a pipe", "rm bin/wso2server.sh; mkfifo bin/wso2server.sh"],
    ["another text", "echo other >bin/wso2server.sh"],
    ["a file elsewhere", "echo other >../file"],
    ["a file less", "rm bin/wso2server.sh"],
  ])("root takes no archive of that user's with %s", async (_, archive) => {
    const { node, second, root } = await foreign();
    const files = mkdtempSync(path.join(tmpdir(), "archive-"));
    cpSync(node.path, path.join(files, "in"), { recursive: true });
    execFileSync("sh", ["-ec", `${archive}; tar -P -cf ../hostile.tar . $(ls ../file 2>/dev/null || :)`], {
      cwd: path.join(files, "in"),
      env: { ...process.env, ROOT: root },
    });
    chmodSync(files, 0o755);
    const environment = commandInstead(
      "tar",
      `[ "$(id -u)" = 0 ] || case "$*" in *-cf*) exec cat ${files}/hostile.tar ;; esac\nexec /bin/tar "$@"\n`,
    );
    expect((await node.become(second, { environment })).code).toBe(1);
    expect(execFileSync("find", [node.state, "-name", "file", "-o", "-type", "l"]).toString()).toBe("");
    expect(readdirSync(root).length).toBeLessThan(2);
    expect((await node.become(second)).code).toBe(0);
    expect(node.files()).toEqual(sorted(updated));
  });
});

/** Lets so many calls of mv through, and waits at the next one. */
function stoppedAt(node: Node, number: number) {
  const counter = path.join(node.folder, "counter");
  writeFileSync(counter, "");
  const paused = pausedCommand("mv");
  const folder = mkdtempSync(path.join(tmpdir(), "counting-"));
  const waiting = (paused.environment.PATH ?? "").split(":")[0];
  writeFileSync(
    path.join(folder, "mv"),
    `#!/bin/sh\necho . >>${counter}\n[ "$(wc -l <${counter})" -le ${number} ] || exec ${waiting}/mv "$@"\nexec /bin/mv "$@"\n`,
    { mode: 0o755 },
  );
  const reached = async (session: ReturnType<typeof startShell>) => {
    const ended = new Promise<false>((resolve) => session.on("exit", () => resolve(false)));
    return Promise.race([paused.reached().then(() => true as const), ended]);
  };
  return { environment: { ...process.env, PATH: `${folder}:${process.env.PATH}` }, reached };
}
