import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AnalyticsCluster, type NodeOperation } from "../../components";
import { fingerprint } from "../../components/node/ssh/hostKey";
import type { Operation } from "../../tools/machine/engineStack";
import type { SshServer } from "../../tools/machine/sshServer";
import { expectSuccess } from "./expectSuccess";
import { type Change, RunningCluster } from "./runningCluster";
import { sshOf } from "./workplace";

const cluster = new RunningCluster();
let bastion: SshServer;
const pins = ["analytics-node1-hostKey", "analytics-node2-bastionHostKey", "analytics-node2-hostKey"];

beforeAll(async () => {
  await cluster.start();
  bastion = await cluster.workplace.startSshServer("bastion");
});
afterAll(() => cluster.end());

/** Nobody knows a host key; node2 is behind a bastion. */
const unknownHosts =
  (change: Change = () => undefined): Change =>
  (args) => {
    const [one, other] = args.nodes;
    if (one === undefined || other === undefined) throw new Error("there are two nodes");
    one.ssh = { ...one.ssh, hostKey: undefined, timeoutSeconds: 10 };
    const { timeoutSeconds: _, ...login } = sshOf(bastion);
    const through = { ...login, hostKey: undefined };
    other.ssh = { ...other.ssh, hostKey: undefined, timeoutSeconds: 10, bastion: through };
    change(args);
  };

const up = (change?: Change) => cluster.up(unknownHosts(change));
const preview = (change?: Change) => cluster.preview(unknownHosts(change));

/** Nobody answers where these hosts should be. */
const silent =
  (...hosts: ("node1" | "bastion" | "node2")[]): Change =>
  ({ nodes: [one, other] }) => {
    if (one?.ssh === undefined || other?.ssh?.bastion === undefined) throw new Error("node2 has a bastion");
    if (hosts.includes("node1")) one.ssh.port = 1;
    if (hosts.includes("node2")) other.ssh.port = 1;
    if (hosts.includes("bastion")) other.ssh.bastion.port = 1;
    for (const { ssh } of [one, other]) if (ssh) ssh.timeoutSeconds = 2;
  };

const pinned = () => cluster.stack.resources().filter((name) => name.endsWith("ostKey"));
const pids = () => [cluster.pid(0), cluster.pid(1)];
const operationsOn = ({ operations }: Operation, names: readonly string[]) =>
  names.map((name) => operations[name]);

async function knownKeys() {
  const { operations } = await cluster.stack.outputs();
  const nodes: NodeOperation[] = operations?.value ?? [];
  return nodes.map(({ ssh }) => [ssh.hostKey, ssh.bastion?.hostKey]);
}

/** The same host with another key, as after an installation of its system. */
async function reinstall(node: 0 | 1): Promise<void> {
  const { ssh } = cluster.nodes[node] ?? {};
  if (ssh === undefined) throw new Error("no such node");
  await ssh.stop();
  const folder = path.dirname(ssh.privateKeyFile);
  for (const file of ["host_key", "host_key.pub"]) rmSync(path.join(folder, file));
  await restart(node);
}

async function restart(node: 0 | 1): Promise<void> {
  const { host: address, port } = cluster.nodes[node]?.ssh ?? {};
  const ssh = await cluster.workplace.startSshServer(`node${node + 1}/sshd`, { address, port });
  Object.assign(cluster.nodes[node] ?? {}, { ssh });
}

describe("a host of which no key is given", () => {
  it("shows its key in a preview, which keeps none", async () => {
    const { failed, output } = await preview();
    expect(failed, output).toBe(false);
    for (const [label, { hostKey }] of [
      ["node1", cluster.nodes[0]?.ssh ?? bastion],
      ["node2's bastion", bastion],
      ["node2", cluster.nodes[1]?.ssh ?? bastion],
    ] as const)
      expect(output).toContain(
        `${label}: the update pins the host key ${fingerprint(hostKey)} (ssh-ed25519)`,
      );
    expect(output).not.toContain("hostKey not given");
    expect(pinned()).toEqual([]);
  });

  it.each([
    { hosts: ["node1", "bastion"] as const, kept: [] },
    { hosts: ["bastion"] as const, kept: pins.slice(0, 1) },
  ])("gets none pinned while it is silent, which is told once: $hosts", async ({ hosts, kept }) => {
    const change = unknownHosts(silent(...hosts));
    expect((await cluster.preview(change)).failed).toBe(false);
    const { failed, errors, output } = await cluster.up(change);
    expect(failed, output).toBe(true);
    expect(errors.filter((error) => error.includes("(WA101)"))).toHaveLength(1);
    expect(errors.join("\n")).toMatch(/node2: \S+ cannot be reached by SSH: .* \(WA101\)/);
    expect(pinned().sort()).toEqual(kept);
    expect(cluster.roles()).toEqual(["stopped", "stopped"]);
  });

  it("does not count as silent while the engine has no time to keep its key", async () => {
    const program = () => {
      const hook = new pulumi.ResourceHook("busy-hook", () => sleep(8000));
      new pulumi.Stash("busy", { input: "" }, { hooks: { beforeCreate: [hook] } });
      new AnalyticsCluster("analytics", cluster.args(unknownHosts(silent("node2"))));
    };
    const { failed, errors, output } = await cluster.stack.up(program, undefined, { parallel: 1 });
    expect(failed, output).toBe(true);
    expect(errors.join("\n")).toContain("node2: ");
    expect(errors.join("\n")).not.toContain("node1: ");
    expect(pinned().sort()).toEqual(pins.slice(0, 2));
  });

  it("has it pinned at the first contact, and checked by everything that connects later", async () => {
    const operation = await up();
    expectSuccess(operation);
    expect(pinned().sort()).toEqual(pins);
    const [one, other] = cluster.nodes.map(({ ssh }) => ssh.hostKey);
    expect(await knownKeys()).toEqual([
      [one, undefined],
      [other, bastion.hostKey],
    ]);
    const { connection } = await cluster.stack.inputs("analytics-node2-stage");
    for (const key of [other, bastion.hostKey]) expect(JSON.stringify(connection)).toContain(key);
    expect(Object.keys((await preview()).changes)).toEqual(["same"]);
  });

  it("changes nothing while it is silent, or is not dialled", async () => {
    await Promise.all([bastion.stop(), cluster.nodes[0]?.ssh.stop()]);
    const seen = await preview(({ nodes }) => {
      for (const { ssh } of nodes) if (ssh) ssh.timeoutSeconds = 2;
    });
    expect(seen.failed, seen.output).toBe(false);
    expect(seen.output.match(/cannot be reached by SSH/g)).toHaveLength(2);
    expect(operationsOn(seen, pins)).toEqual(["same", "same", "same"]);
    bastion = await cluster.workplace.startSshServer("bastion", { port: bastion.port });
    await restart(0);
    const undialled = await preview((args) => {
      args.rollout = { observeInPreviews: false };
    });
    expect(operationsOn(undialled, [...pins, "analytics-node2-stage"])).toEqual(Array(4).fill("same"));
    expect((await cluster.stack.refresh()).failed).toBe(false);
    expect(Object.keys((await preview()).changes)).toEqual(["same"]);
  });

  it("is refused with another key, and its peer is started before; one command accepts the new key", async () => {
    const former = cluster.nodes[1]?.ssh.hostKey ?? "";
    await reinstall(1);
    const key = cluster.nodes[1]?.ssh.hostKey ?? "";
    const sentence = `${cluster.addresses[1]} has another host key, ${fingerprint(key)}, than at the first contact, ${fingerprint(former)}; `;
    const seen = await preview();
    expect(seen.failed).toBe(true);
    expect(seen.errors.join("\n")).toContain(sentence);
    cluster.kill(0, "SIGKILL");
    const { failed, errors } = await up();
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain(sentence);
    expect(cluster.pid(0)).toBeDefined();
    const [, urn = ""] = /pulumi up --replace '(\S+)'/.exec(errors.join("\n")) ?? [];
    const running = pids();
    const accepted = await cluster.up(unknownHosts(), undefined, { replace: [urn] });
    expectSuccess(accepted);
    expect(pids()).toEqual(running);
    expect((await knownKeys())[1]).toEqual([key, bastion.hostKey]);
    expect(Object.keys((await preview()).changes)).toEqual(["same"]);
  });

  it("is another one at another place", async () => {
    const { ssh } = cluster.nodes[0] ?? {};
    const moved = await cluster.workplace.startSshServer("moved", { address: ssh?.host });
    const running = pids();
    const change: Change = ({ nodes: [one] }) => {
      if (one?.ssh) Object.assign(one.ssh, { port: moved.port, privateKey: moved.privateKey });
    };
    const seen = await preview(change);
    expectSuccess(seen);
    expect(operationsOn(seen, pins)).toEqual(["delete-replaced", "same", "same"]);
    expectSuccess(await up(change));
    expect((await knownKeys())[0]).toEqual([moved.hostKey, undefined]);
    expectSuccess(await up());
    expect((await knownKeys())[0]).toEqual([ssh?.hostKey, undefined]);
    expect(pids()).toEqual(running);
  });

  it("is another one with a given key, and has one pinned again when that is left out", async () => {
    const running = pids();
    const given: Change = ({ nodes }) => {
      for (const [index, node] of nodes.entries())
        node.ssh = { ...node.ssh, hostKey: cluster.nodes[index]?.ssh.hostKey };
    };
    expectSuccess(await up(given));
    expect(pinned()).toEqual(["analytics-node2-bastionHostKey"]);
    await reinstall(0);
    expectSuccess(await up(given));
    expectSuccess(await up());
    expect(pinned().sort()).toEqual(pins);
    expect((await knownKeys())[0]).toEqual([cluster.nodes[0]?.ssh.hostKey, undefined]);
    expect(pids()).toEqual(running);
  });

  it("keeps it while other resources alone are updated, and is left with the stack", async () => {
    const target = ["**analytics-node1-stage"];
    expectSuccess(await cluster.up(unknownHosts(), undefined, { target }));
    expect(pinned().sort()).toEqual(pins);
    expectSuccess(await cluster.stack.destroy());
    expect(cluster.stack.resources()).toEqual([]);
  });
});
