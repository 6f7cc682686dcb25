import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RolloutLimit } from "../../components/description";
import { type Fingerprints, fingerprints } from "../../tools/demo/homeFiles";
import { type Change, RunningCluster, serverName } from "./runningCluster";

const carbon = "repository/conf/carbon.xml";
const registry = "repository/conf/registry.xml";
const nodeId = "repository/conf/analytics/my-node-id.dat";
const hazelcast = "repository/conf/hazelcast.properties";
const cluster = new RunningCluster();

beforeAll(async () => {
  await cluster.start();
  const { failed, output } = await up();
  expect(failed, output).toBe(false);
});
afterAll(() => cluster.end());

/** A change that gives up early on a host that does not answer. */
function impatient(change: Change = () => undefined): Change {
  return (args) => {
    for (const node of args.nodes) if (node.ssh) node.ssh.timeoutSeconds = 5;
    change(args);
  };
}

function up(change?: Change) {
  return cluster.up(impatient(change));
}

/** Without what the running product writes. */
function files(): Fingerprints[] {
  return cluster.nodes.map(({ home }) => {
    const ofTheProcess = /^(repository\/(logs|data)\/|tmp\/|wso2carbon\.pid$)/;
    return new Map([...fingerprints(home)].filter(([file]) => !ofTheProcess.test(file)));
  });
}

/** The files' texts, whoever has written them when. */
function texts(): Record<string, string>[] {
  return files().map((node, index) =>
    Object.fromEntries([...node.keys()].map((file) => [file, cluster.read(index as 0 | 1, file)])),
  );
}

const pids = () => [cluster.pid(0), cluster.pid(1)];

describe("options taken back", () => {
  it("leave every file as it was, those that are no longer rendered with the distribution's bytes", async () => {
    const before = texts();
    await cluster.query("CREATE DATABASE statistics");
    await cluster.query("GRANT ALL ON statistics.* TO 'wso2analytics'@'127.%'");
    const set = await up((args) => {
      serverName("for a while")(args);
      args.product.portOffset = 3;
      const { host, port, username, password } = args.database;
      args.statisticsDatabase = { host, port, username, password, name: "statistics" };
      args.clustering = { ...args.clustering, failureDetectionSeconds: 30 };
      args.rollout = { ...args.rollout, limit: RolloutLimit.FullStop };
    });
    expect(set.failed, set.output).toBe(false);
    expect(cluster.read(0, hazelcast)).toContain("30");
    expect(cluster.read(1, carbon)).toContain("for a while");
    const taken = await up((args) => {
      args.rollout = { ...args.rollout, limit: RolloutLimit.FullStop };
    });
    expect(taken.failed, taken.output).toBe(false);
    expect(texts()).toEqual(before);
    for (const node of [0, 1] as const) {
      expect(cluster.read(node, carbon)).toBe(cluster.shipped(carbon));
    }
  });
});

describe("a file changed by hand", () => {
  it("is shown with its difference, secrets hidden, before either node is touched", async () => {
    const good = cluster.read(1, registry);
    const [before, running] = [files()[0], pids()];
    const byHand = good.replace(
      "</wso2registry>",
      "<mark>by hand</mark>\n<password>written-by-hand-9</password>\n</wso2registry>",
    );
    writeFileSync(path.join(cluster.home(1), registry), byHand, "latin1");
    const { failed, errors } = await up(serverName("beside a change by hand"));
    expect(failed).toBe(true);
    const text = errors.join("\n");
    expect(text).toContain(`  ${cluster.home(1)}/${registry} (changed)\n`);
    expect(text).toContain("    +<mark>by hand</mark>\n    +********\n");
    expect(text).not.toContain("written-by-hand-9");
    expect([files()[0], pids()]).toEqual([before, running]);
    const repaired = await up((args) => {
      args.overwrite = true;
      args.rerunTrigger = "after a change by hand";
    });
    expect(repaired.failed, repaired.output).toBe(false);
    expect(cluster.read(1, registry)).toBe(good);
  });
});

describe("nodes in another order", () => {
  it("are refused before anything is touched", async () => {
    const [before, running] = [files(), pids()];
    const { failed, errors } = await up((args) => {
      args.nodes = [args.nodes[1], args.nodes[0]] as typeof args.nodes;
      args.rollout = { ...args.rollout, limit: RolloutLimit.FullStop };
    });
    expect(failed).toBe(true);
    expect(errors.join("\n")).toMatch(/node1: the home there is node2 of this deployment; .* \(WA106\)/);
    expect([files(), pids()]).toEqual([before, running]);
    const back = await up();
    expect(back.failed, back.output).toBe(false);
    expect(pids()).toEqual(running);
  });
});

describe("a host that is out for repair", () => {
  it("is a warning in the preview, stops a change but not the start of the other node, and gets it when it is back", async () => {
    const { address, home } = { address: cluster.addresses[1], home: cluster.home(1) };
    const { ssh } = cluster.nodes[1] ?? {};
    if (ssh === undefined) throw new Error("not started");
    await ssh.stop();
    cluster.kill(1, "SIGKILL");
    const seen = await cluster.preview(impatient());
    expect(Object.keys(seen.changes), seen.output).toEqual(["same"]);
    expect(seen.output).toContain(`warning: node2: not observed; ${address} cannot be reached by SSH`);
    const [before, pid] = [files()[0], cluster.pid(0)];
    const change = serverName("during the repair");
    const { failed, errors } = await up(change);
    expect(failed).toBe(true);
    expect(errors.join("\n")).toMatch(/node2: .*cannot be reached by SSH.* \(WA101\)/);
    expect([files()[0], cluster.pid(0)]).toEqual([before, pid]);
    cluster.kill(0, "SIGKILL");
    const healed = await up(change);
    expect(healed.errors.join("\n")).toMatch(/node2: .*cannot be reached by SSH.* \(WA101\)/);
    expect([files()[0], cluster.role(0)]).toEqual([before, "active"]);
    const again = await cluster.workplace.startSshServer("node2/sshd", { address, port: ssh.port });
    cluster.nodes[1] = { home, ssh: again };
    const { failed: failedAgain, output } = await up(change);
    expect(failedAgain, output).toBe(false);
    expect(cluster.roles()).toEqual(["passive", "active"]);
    for (const node of [0, 1] as const) expect(cluster.read(node, carbon)).toContain("during the repair");
  });

  it("may come back at another address, with its files and its id", async () => {
    const { ssh, home } = cluster.nodes[1] ?? {};
    const id = cluster.read(1, nodeId);
    await ssh?.stop();
    cluster.addresses[1] = `${cluster.addresses[1]?.replace(/\d+$/, "4")}`;
    const moved = await cluster.workplace.startSshServer("node2/sshd", { address: cluster.addresses[1] });
    expect(moved.hostKey).toBe(ssh?.hostKey);
    cluster.nodes[1] = { home: home ?? "", ssh: moved };
    const change = serverName("during the repair");
    const refused = await up(change);
    expect(refused.errors.join("\n")).toContain("nodes[].address");
    expect(refused.operations["analytics-node2-stage"]).toBe("update");
    const { failed, output } = await up((args) => {
      change(args);
      args.rollout = { ...args.rollout, limit: RolloutLimit.FullStop };
    });
    expect(failed, output).toBe(false);
    expect(cluster.read(1, nodeId)).toBe(id);
    expect(cluster.read(0, "repository/conf/axis2/axis2.xml")).toContain(cluster.addresses[1]);
  });
});

describe("a destroy", () => {
  const last =
    (stopOnDestroy: boolean): Change =>
    (args) => {
      serverName("during the repair")(args);
      args.rollout = { ...args.rollout, limit: RolloutLimit.FullStop };
      args.service = { ...args.service, stopOnDestroy };
    };

  it("that is to stop the product needs both hosts, unless an update of that alone turns it off, which needs none", async () => {
    expect((await up(last(true))).failed).toBe(false);
    await Promise.all(cluster.nodes.map(({ ssh }) => ssh.stop()));
    const running = pids();
    const { failed, errors } = await cluster.stack.destroy();
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain(`${cluster.addresses[1]}:${cluster.nodes[1]?.ssh.port}`);
    const { changes, output } = await cluster.up(impatient(last(false)), undefined, {
      target: ["**analytics-node1-stop", "**analytics-node2-stop"],
    });
    expect(changes.update, output).toBe(2);
    expect(pids()).toEqual(running);
  });

  it("needs no host, and leaves files and the running product as they are", async () => {
    const [before, running] = [files(), pids()];
    const { failed, output } = await cluster.stack.destroy();
    expect(failed, output).toBe(false);
    expect(cluster.stack.resources()).toEqual([]);
    expect([files(), pids()]).toEqual([before, running]);
    expect(running).not.toContain(undefined);
  });
});
