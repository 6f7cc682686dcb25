import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { descendants } from "../../tools/machine/processes";
import { ProgramOnDisk } from "./programOnDisk";
import { RunningCluster, serverName } from "./runningCluster";
import { ServiceSamples } from "./serviceSamples";

const cluster = new RunningCluster();

beforeAll(async () => {
  await cluster.start();
  const { failed, output } = await cluster.up(serverName("before"));
  expect(failed, output).toBe(false);
});
afterAll(() => cluster.end());

/** The node that rolls first, which is passive then, and the other one. */
function order(): { first: 0 | 1; second: 0 | 1 } {
  return cluster.active === 0 ? { first: 1, second: 0 } : { first: 0, second: 1 };
}

async function completed(name: string): Promise<void> {
  const { failed, output } = await cluster.up(serverName(name));
  expect(failed, output).toBe(false);
  expect(cluster.roles().sort()).toEqual(["active", "passive"]);
  for (const node of [0, 1] as const) {
    expect(cluster.read(node, "repository/conf/carbon.xml")).toContain(`<Name>${name}</Name>`);
  }
}

describe("`pulumi up` that is cancelled in an action", () => {
  it.for(["Ctrl-C", "SIGTERM"])("by %s lets that action end and begins no other", async (how, { skip }) => {
    skip(!(await ProgramOnDisk.isPossible()), "the Pulumi CLI has no pulumi-language-nodejs beside it");
    const { first, second } = order();
    const before = { pid: cluster.pid(second), starts: cluster.starts(first) };
    const samples = new ServiceSamples(cluster.addresses);
    const program = new ProgramOnDisk(path.join(cluster.workplace.folder, "program"), cluster.stack);
    const updating = await program.up(cluster.args(serverName(how)));
    const ended = once(updating, "exit");
    let output = "";
    let isCancelled = false;
    updating.stdout?.on("data", (text) => {
      output += text;
      if (isCancelled || !output.includes(`node${first + 1}: starting`)) return;
      isCancelled = true;
      // A terminal sends Ctrl-C to the whole process group.
      if (how === "Ctrl-C") process.kill(-(updating.pid ?? 0), "SIGINT");
      else updating.kill("SIGTERM");
    });
    const [code] = await ended;
    expect(code, output).not.toBe(0);
    await vi.waitFor(() => {
      expect(cluster.starts(first)).toBe(before.starts + 1);
      expect(cluster.log(first)).toContain("CEP HA State successfully synced.");
    }, 20_000);
    expect(cluster.pid(second)).toBe(before.pid);
    // The state is not locked.
    await completed(how);
    expect(await samples.end()).toEqual([]);
  });
});

describe("an inline program that is cancelled in an action", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("by %s completes the roll that it has begun", async (signal) => {
    const { first } = order();
    const samples = new ServiceSamples(cluster.addresses);
    let heard = "";
    let isCancelled = false;
    const { failed, output, errors } = await cluster.up(serverName(signal), (text) => {
      heard += text;
      if (isCancelled || !heard.includes(`node${first + 1}: starting`)) return;
      isCancelled = true;
      for (const { pid, command } of descendants(process.pid)) {
        if (command.includes(" up --yes ")) process.kill(pid, signal);
      }
    });
    expect(failed, output).toBe(true);
    expect(errors).toEqual(["update canceled"]);
    await completed(signal);
    const next = await cluster.up(serverName(signal));
    expect(Object.keys(next.changes), next.output).toEqual(["same"]);
    expect(await samples.end()).toEqual([]);
  });
});
