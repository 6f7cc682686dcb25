import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AnalyticsCluster } from "../../components";
import { changedPaths, type Fingerprints, fingerprints } from "../../tools/demo/homeFiles";
import type { EngineStack, Operation } from "../../tools/machine/engineStack";
import { descendants, killAll } from "../../tools/machine/processes";
import { HostCommands } from "./hostCommands";
import { clusterOn, type Node, Workplace } from "./workplace";

const axis2 = "repository/conf/axis2/axis2.xml";
const workplace = new Workplace();
const commands = new HostCommands(path.join(workplace.folder, "commands"));
let nodes: [Node, Node];
let stack: EngineStack;
let before: Fingerprints[];

beforeAll(async () => {
  nodes = [
    await workplace.startNode("node1", { address: "127.0.0.2", settings: [commands.setting] }),
    await workplace.startNode("node2", { address: "127.0.0.3" }),
  ];
  stack = await workplace.createStack();
  const { failed, output } = await update("a.domain");
  expect(failed, output).toBe(false);
});

afterAll(() => workplace.end());

beforeEach(() => {
  before = nodes.map(({ home }) => fingerprints(home));
});

function update(domain: string): Promise<Operation> {
  const description = { ...clusterOn(nodes), clustering: { domain } };
  return stack.up(() => {
    new AnalyticsCluster("analytics", description);
  });
}

function writtenSinceThen(): string[][] {
  return nodes.map(({ home }, node) => changedPaths(before[node] ?? new Map(), fingerprints(home)));
}

/** The sets that lie beside the first node's home, and what a cut-off staging has left. */
function setsBesideHome(): string[] {
  return readdirSync(path.join(nodes[0].home, "../wso2am-analytics-2.1.0.deployment/sets"));
}

describe("staging that is cut off leaves both homes as they were, and the next update completes", () => {
  it("when the session of a node ends in the middle", async () => {
    const pause = commands.pause("flock -w");
    const updating = update("b.domain");
    await pause.reached();
    killAll(descendants(nodes[0].ssh.pid));
    const { failed, errors } = await updating;
    expect(failed).toBe(true);
    expect(errors[0]).toContain("exited without exit status");
    expect(writtenSinceThen()).toEqual([[], []]);

    pause.release();
    const next = await update("b.domain");
    expect(next.failed, next.output).toBe(false);
    expect(writtenSinceThen()).toEqual([[axis2], [axis2]]);
  });

  it("when the update itself is killed", async () => {
    const pause = commands.pause("flock -w");
    const updating = update("c.domain");
    await pause.reached();
    const engine = descendants(process.pid).filter(({ command }) => command.includes(" up --yes "));
    expect(engine).toHaveLength(1);
    killAll(engine);
    expect((await updating).failed).toBe(true);
    pause.release();
    expect(writtenSinceThen()).toEqual([[], []]);

    const locked = await update("c.domain");
    expect(locked.output).toContain("currently locked");
    await stack.cancel();
    const next = await update("c.domain");
    expect(next.failed, next.output).toBe(false);
    expect(writtenSinceThen()).toEqual([[axis2], [axis2]]);
    expect(existsSync(path.join(nodes[0].home, `${axis2}.activating`))).toBe(false);
    expect(setsBesideHome().filter((name) => !name.startsWith("."))).toHaveLength(1);
  });
});
