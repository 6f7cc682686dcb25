import { spawn, spawnSync } from "node:child_process";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { DrillRefused, drill, drillTable } from "../../bin/operations/drill";
import { isRight, verifyNodes } from "../../bin/operations/verification";
import { verificationTable } from "../../bin/operations/verificationTable";
import type { NodeOperation } from "../../components";
import { factsRequest } from "../../components/node";
import { clockOff, runShell } from "../scripts/nodeShell";
import { RunningCluster } from "./runningCluster";

const registry = "repository/conf/registry.xml";
const repository = path.resolve(__dirname, "../..");
const cluster = new RunningCluster();
let operations: NodeOperation[];

beforeAll(async () => {
  await cluster.start();
  const { failed, output } = await cluster.up();
  expect(failed, output).toBe(false);
  operations = (await cluster.stack.outputs()).operations?.value;
});
afterAll(() => cluster.end());

/** The command as a user runs it, from its sources. */
function run(...words: string[]) {
  const { environment } = cluster.stack.commandLine();
  const program = [path.join(repository, "tools/run.sh"), "-q", "tools/command.ts"];
  const { status, stdout, stderr } = spawnSync("sh", [...program, ...words], {
    env: { ...process.env, ...environment },
    encoding: "utf8",
  });
  return { status, stdout, stderr, output: stdout + stderr };
}

/** On the stack of these tests. */
function command(name: "verify" | "drill" | "render" | "check", ...options: string[]) {
  return run(name, "--cwd", cluster.stack.commandLine().folder, "--stack", "test", ...options);
}

describe("npm run verify", () => {
  it("finds a cluster as it should be, in a table", () => {
    const { status, output } = command("verify");
    expect(output).toMatch(/^ +node1 127\.\S+ +node2 127\.\S+$/m);
    expect(output).toMatch(/^health +ok: (active|passive, its state is synced) +ok: (active|passive)/m);
    expect(output).toMatch(/^files +ok: 8 as activated +ok: 8 as activated$/m);
    expect(output).toMatch(/^database +ok +ok$/m);
    expect(output).not.toContain("a-password");
    expect(status).toBe(0);
  });

  it("prints JSON, and takes the description that was deployed in place of a stack", () => {
    const file = path.join(cluster.workplace.folder, "cluster.yaml");
    writeFileSync(file, stringify(cluster.args()), { mode: 0o600 });
    const { status, stdout, stderr } = run("verify", "--cluster", file, "--json");
    expect([status, stderr]).toEqual([0, ""]);
    const { right, nodes } = JSON.parse(stdout);
    expect(right).toBe(true);
    expect(nodes.map(({ name }: { name: string }) => name)).toEqual(["node1", "node2"]);
    expect(nodes[0].checks).toContainEqual({ state: "ok", subject: "files", detail: "8 as activated" });
  });

  it("names a file that was changed by hand, and changes nothing", async () => {
    const good = cluster.read(1, registry);
    const file = path.join(cluster.home(1), registry);
    writeFileSync(file, "<changed-by-hand/>");
    const { status, output } = command("verify");
    expect(output).toMatch(/^files +ok: 8 as activated +WRONG$/m);
    expect(output).toContain(`node2: files: ${registry} (changed)`);
    expect(status).toBe(1);
    expect(cluster.read(1, registry)).toBe("<changed-by-hand/>");
    writeFileSync(file, good, "latin1");
    expect(isRight(await verifyNodes(operations))).toBe(true);
  });

  it("finds a database that the product's user cannot log in to", async () => {
    const wrong = operations.map((node) => ({
      ...node,
      run: { ...node.run, database: { ...node.run.database, password: "another-password" } },
    }));
    const table = verificationTable(await verifyNodes(wrong));
    expect(table).toContain("node1: database: wso2analytics cannot use userdb at");
    expect(table).toContain("Access denied");
    expect(table).not.toContain("another-password");
  });

  it("finds a clock that is not MySQL's", async () => {
    const { home, run } = operations[0] as NodeOperation;
    const { script, parse } = factsRequest(home, run.secrets, run.nodeIdFiles, run.database);
    const { output } = await runShell("sh", script, { environment: clockOff(60) });
    const clock = parse(output)?.database?.checks.find(({ subject }) => subject === "clock");
    expect(clock?.state).toBe("bad");
    expect(clock?.detail).toMatch(
      /^the node's clock is (59|60|61) s from MySQL's; synchronise both with NTP$/,
    );
  });

  it("says that it cannot tell where a node is not reached, or the stack is not there", async () => {
    const gone = operations.map((node) => ({
      ...node,
      ssh: { ...node.ssh, host: undefined, port: 1, timeoutSeconds: 1 },
    }));
    const reports = await verifyNodes(gone);
    expect(isRight(reports)).toBe(false);
    expect(verificationTable(reports)).toContain("cannot be reached by SSH");
    const { status, stdout, stderr } = run(
      ...["verify", "--cwd", cluster.stack.commandLine().folder, "--stack", "nowhere"],
    );
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^the output operations of the stack nowhere in .* cannot be read: .*--stack\n$/);
    expect(status).toBe(2);
  });
});

describe("npm run check and npm run render", () => {
  it("take the description in the configuration of a stack", async () => {
    expect(command("check").stderr).toMatch(/^the stack's configuration has no key product, .*\n$/);
    const { product, nodes, database, clustering, spark } = cluster.args();
    const allowLoopbackAddresses = true;
    const distribution = path.relative(cluster.stack.commandLine().folder, cluster.distribution);
    await cluster.stack.configure({
      product: { ...product, distribution },
      nodes,
      database,
      clustering,
      spark,
      allowLoopbackAddresses,
    });
    const checked = command("check");
    expect(checked.stdout).toMatch(/^warning: statisticsDatabase: .*\n0 errors, 1 warning\n$/);
    expect([checked.status, checked.stderr]).toEqual([1, ""]);
    const rendered = command("render", "--diff");
    expect(rendered.stdout).toMatch(/^--- distribution\//);
    expect(rendered.output).not.toContain("a-password");
    expect(rendered.status).toBe(0);
  });
});

describe("npm run drill", () => {
  it("lets the passive node take over, and brings the stopped one back as passive", async () => {
    const { active } = cluster;
    const before = await cluster.belongings();
    const { status, output } = command("drill");
    expect(output).toMatch(/until it was active +\d+\.\d\d s/);
    expect(status, output).toBe(0);
    expect(cluster.roles()).toEqual(active === 0 ? ["passive", "active"] : ["active", "passive"]);
    expect(await cluster.belongings()).toEqual(before);
  });

  it("starts the stopped node again also when it is given up in the middle", async () => {
    const { active } = cluster;
    let giveUp = (_: Error) => {};
    const interrupted = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    const drilling = drill(
      operations,
      (text) => {
        if (text.endsWith("stopping it")) giveUp(new Error("given up"));
      },
      interrupted,
    );
    await expect(drilling).rejects.toThrow("given up");
    expect(cluster.pid(active)).not.toBeUndefined();
    while (cluster.roles().sort().join() !== "active,passive") {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });

  it("tries a start that is refused once more, and then says that the node is stopped", async () => {
    const { active } = cluster;
    const lock = path.join(`${cluster.home(active)}.deployment`, "lock");
    const say = (text: string) => {
      if (text.includes("is active after")) spawn("flock", ["--no-fork", lock, "sleep", "6"]);
    };
    expect((await drill(operations, say)).stopped).toBe(`node${active + 1}`);

    const java = path.join(cluster.jdk, "bin/java");
    const withoutJava = (text: string) => {
      if (text.includes("is active after")) renameSync(java, `${java}.away`);
    };
    await expect(drill(operations, withoutJava)).rejects.toThrow(/ IS STOPPED, .*no Java was found/);
    renameSync(`${java}.away`, java);
    expect(cluster.roles().sort()).toEqual(["active", "stopped"]);
    expect((await cluster.up()).failed).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
  });

  it("is refused while the nodes do not reach each other, and stops nothing", async () => {
    const { active } = cluster;
    const pid = cluster.pid(active);
    const { home } = operations[active] as NodeOperation;
    const revision = readFileSync(`${home}.deployment/active`, "utf8").trim();
    const service = `${home}.deployment/sets/${revision}/service`;
    const text = readFileSync(service, "utf8");
    const cutOff = (said: string) => {
      if (said.endsWith("stopping it")) writeFileSync(service, text.replace(/^(peer \S+ \S+) .*$/m, "$1 1"));
    };
    await expect(drill(operations, cutOff)).rejects.toThrow(DrillRefused);
    writeFileSync(service, text);
    expect(cluster.pid(active)).toBe(pid);
  });

  it("is refused while the passive node is down, and stops nothing", async () => {
    const { active } = cluster;
    const pid = cluster.pid(active);
    cluster.kill(active === 0 ? 1 : 0, "SIGKILL");
    await expect(drill(operations, () => undefined)).rejects.toThrow(DrillRefused);
    expect(cluster.pid(active)).toBe(pid);
  });
});

it("the table of a drill tells what it took", () => {
  const result = { stopped: "node1", active: "node2", takeOver: 1234, recovery: 60_000, after: [] };
  expect(drillTable(result)).toBe(
    [
      "was active, and stopped                   node1",
      "took over                                 node2",
      "until it was active                       1.23 s",
      "until node1 was passive and synced again  60.00 s",
      "",
    ].join("\n"),
  );
});
