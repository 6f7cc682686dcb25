import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyNodes } from "../../bin/operations/verification";
import { verificationTable } from "../../bin/operations/verificationTable";
import { AnalyticsCluster, type AnalyticsClusterArgs } from "../../components";
import type { EngineStack, Operation } from "../../tools/machine/engineStack";
import { Misbehaviour } from "../../tools/sample-server/misbehaviour";
import { type Holds, heldBack } from "./heldBack";
import { Interruptions } from "./interruptions";
import { OtherDeployer } from "./otherDeployer";
import { type Change, RunningCluster } from "./runningCluster";
import { ServiceSamples } from "./serviceSamples";
import { clusterOn, type Node, Workplace } from "./workplace";

const refused = "another update has staged another configuration for";
const remedy = "run its update with another rerunTrigger";
const overtaken = "another configuration is active than the deployment's: another update has activated it";
const carbon = "repository/conf/carbon.xml";

function named(args: AnalyticsClusterArgs, name: string, rerunTrigger?: string): AnalyticsClusterArgs {
  args.overrides = [{ file: carbon, path: "/Server/Name", value: name }];
  if (rerunTrigger !== undefined) args.rerunTrigger = rerunTrigger;
  return args;
}

/** A deployer of this process. */
function update(
  stack: EngineStack,
  args: AnalyticsClusterArgs,
  holds: Holds = {},
  listen?: (text: string) => void,
): Promise<Operation> {
  return stack.up(() => {
    const options = { transforms: [heldBack(holds)] };
    const { operations } = new AnalyticsCluster("analytics", args, options);
    return { operations };
  }, listen);
}

/** Calls back once, when all of these have been said. */
function whenSaid(words: readonly string[], then: () => void): (text: string) => void {
  let heard = "";
  let told = false;
  return (text) => {
    heard += text;
    if (told || !words.every((word) => heard.includes(word))) return;
    told = true;
    then();
  };
}

describe("two deployers whose product is not run from here (service.manage)", () => {
  const workplace = new Workplace();
  const file = (name: string) => path.join(workplace.folder, name);
  let nodes: [Node, Node];
  let stack: EngineStack;
  let other: OtherDeployer;

  beforeAll(async () => {
    nodes = [await workplace.startNode("node1"), await workplace.startNode("node2")];
    stack = await workplace.createStack();
    const { failed, output } = await update(stack, clusterOn(nodes));
    expect(failed, output).toBe(false);
    other = OtherDeployer.withCopyOf(stack);
  });
  afterAll(() => workplace.end());

  function names(): (string | undefined)[] {
    const texts = nodes.map(({ home }) => readFileSync(path.join(home, carbon), "latin1"));
    return texts.map((text) => /<Name>(.*)<\/Name>/.exec(text)?.[1]);
  }

  // Their files come to node1 before ours, and to node2 after ours.
  it.each([
    ["theirs had both before", ["analytics-rollout updated"], {}, false],
    [
      "each has one now",
      ["analytics-node1-stage updated", "analytics-node2-stage updated"],
      { "analytics-rollout": file("ours has ended") },
      true,
    ],
  ] as const)(
    "never both succeed with one node each where %s, and another rerunTrigger has both",
    async (when, arrival, holds, theirsFails) => {
      const arrived = file(when);
      let theirs: ReturnType<OtherDeployer["up"]> | undefined;
      const beTheirs = () => {
        theirs = other.up(
          named(clusterOn(nodes), "theirs", when),
          holds,
          whenSaid(arrival, () => writeFileSync(arrived, "")),
        );
      };
      const ours = await update(
        stack,
        named(clusterOn(nodes), "ours", when),
        { "analytics-node1-stage": arrived },
        whenSaid(["analytics-node2-stage updated"], beTheirs),
      );
      for (const awaited of Object.values(holds)) writeFileSync(awaited, "");
      expect(ours.failed, ours.output).toBe(true);
      expect(ours.errors.join("\n")).toContain(`${refused} ${nodes[1].home}`);
      expect(ours.errors.join("\n")).toContain(remedy);
      const { failed, errors, output } = (await theirs) ?? { failed: undefined };
      expect(failed, output).toBe(theirsFails);
      if (theirsFails) expect(errors?.join("\n")).toContain(`${refused} ${nodes[0].home}`);
      expect(names()).toEqual(["ours", "theirs"]);

      const again = await update(stack, named(clusterOn(nodes), "ours", `${when}, again`));
      expect(again.failed, again.output).toBe(false);
      expect(names()).toEqual(["ours", "ours"]);
      expect(await other.up(named(clusterOn(nodes), "theirs", `${when}, again`))).toMatchObject({
        failed: false,
      });
      expect(names()).toEqual(["theirs", "theirs"]);
    },
  );

  it("are told apart by Pulumi where they have one backend", async () => {
    let second: ReturnType<OtherDeployer["up"]> | undefined;
    const { failed, output } = await update(
      stack,
      named(clusterOn(nodes), "first"),
      { "analytics-rollout": file("second-has-ended") },
      whenSaid(["analytics-node1-stage updated"], () => {
        second = OtherDeployer.beside(stack).up(named(clusterOn(nodes), "second"));
        void second.then(() => writeFileSync(file("second-has-ended"), ""));
      }),
    );
    expect(failed, output).toBe(false);
    expect((await second)?.output).toContain("the stack is currently locked by 1 lock(s)");
    expect(names()).toEqual(["first", "first"]);
  });
});

describe("two deployers of a running cluster", () => {
  const cluster = new RunningCluster();
  let other: OtherDeployer;

  beforeAll(async () => {
    await cluster.start();
    const { failed, output } = await update(cluster.stack, cluster.args());
    expect(failed, output).toBe(false);
    await cluster.addBelongings();
    other = OtherDeployer.withCopyOf(cluster.stack);
  });
  afterAll(() => cluster.end());

  function names(): (string | undefined)[] {
    return ([0, 1] as const).map((node) => /<Name>(.*)<\/Name>/.exec(cluster.read(node, carbon))?.[1]);
  }

  it.each([
    ["are active", "analytics-rollout updated"],
    ["are there", "analytics-node2-stage updated"],
  ])(
    "the one whose files came last has the nodes, the other one is told so when these %s",
    { timeout: 240_000 },
    async (when, arrival) => {
      const before = await cluster.belongings();
      const samples = new ServiceSamples(cluster.addresses);
      const file = (name: string) => path.join(cluster.workplace.folder, `${name} when these ${when}`);
      const own = `ours when these ${when}`;
      const arrived = file("theirs go on");
      const holds: Holds = when === "are there" ? { "analytics-rollout": file("ours has ended") } : {};
      let theirs: ReturnType<OtherDeployer["up"]> | undefined;
      const beTheirs = () => {
        const hear = whenSaid(["analytics-node1-stage updated", arrival], () => writeFileSync(arrived, ""));
        theirs = other.up(named(cluster.args(), "theirs", when), holds, hear);
      };
      const ours = await update(
        cluster.stack,
        named(cluster.args(), own, when),
        { "analytics-rollout": arrived },
        whenSaid(["analytics-node1-stage updated", "analytics-node2-stage updated"], beTheirs),
      );
      for (const awaited of Object.values(holds)) writeFileSync(awaited, "");
      expect(await theirs).toMatchObject({ failed: false });
      expect(ours.failed, ours.output).toBe(true);
      expect(ours.errors.join("\n")).toContain(when === "are there" ? refused : "does not have the files");
      expect(ours.errors.join("\n")).toContain(remedy);
      expect(names()).toEqual(["theirs", "theirs"]);

      const operations = (await cluster.stack.outputs()).operations?.value;
      expect(verificationTable(await verifyNodes(operations))).toContain(overtaken);
      const again = await update(cluster.stack, named(cluster.args(), own, `${when}, again`));
      expect(again.failed, again.output).toBe(false);
      expect(names()).toEqual([own, own]);
      // Also by an update without a change.
      const told = await other.up(named(cluster.args(), "theirs", when));
      expect(told.failed, told.output).toBe(true);
      expect(told.errors.join("\n")).toContain(remedy);
      expect(names()).toEqual([own, own]);
      expect(await samples.end()).toEqual([]);
      expect(await cluster.belongings()).toEqual(before);
    },
  );

  it("while one of them is at work the other one fails within seconds, and is told who that is", async () => {
    const samples = new ServiceSamples(cluster.addresses);
    let theirs: ReturnType<OtherDeployer["up"]> | undefined;
    let took = 0;
    const beTheirs = () => {
      const began = performance.now();
      theirs = other.up(named(cluster.args(), "theirs", "at work"));
      void theirs.then(() => {
        took = performance.now() - began;
      });
    };
    const began = performance.now();
    const args = named(cluster.args(), "ours at work", "at work");
    // Longer than the other one takes to begin and then waits for a deployer that may just have been ended.
    args.rollout = { ...args.rollout, steadySeconds: 10 };
    const ours = await update(cluster.stack, args, {}, whenSaid(["gets revision"], beTheirs));
    const lasted = performance.now() - began;
    const { failed, errors, output } = (await theirs) ?? { failed: undefined };
    expect(failed, output).toBe(true);
    expect(errors?.join("\n")).toMatch(
      /node1: it is being updated by stack \S+ of \S+, \S+@\S+, since .* UTC \(WA310\)/,
    );
    // Otherwise it would have had nobody to fail for.
    expect(took).toBeLessThan(lasted);
    expect(ours.failed, ours.output).toBe(false);
    expect(names()).toEqual(["ours at work", "ours at work"]);
    expect(await samples.end()).toEqual([]);
  });

  it("at the same time leave a node running, and another rerunTrigger completes", async () => {
    const samples = new ServiceSamples(cluster.addresses);
    const both = await Promise.all([
      update(cluster.stack, named(cluster.args(), "this")),
      other.up(named(cluster.args(), "that")),
    ]);
    const [one, two] = names();
    if (one !== two) expect(both.some(({ failed }) => failed)).toBe(true);
    const again = await update(cluster.stack, named(cluster.args(), "this", "last"));
    expect(again.failed, again.output).toBe(false);
    expect(names()).toEqual(["this", "this"]);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    expect(await samples.end()).toEqual([]);
  });

  it("are kept apart by an action that outlives its deployer: another stack is told who that was, and goes on after it", async () => {
    const third = await cluster.workplace.createStack("third");
    const standby = cluster.active === 0 ? 1 : 0;
    cluster.misbehave(standby, `${Misbehaviour.SlowStop}:600`);
    const lasting: Change = (args) => {
      Object.assign(args, named(args, "killed", "killed"));
      args.rollout = { ...args.rollout, stopTimeoutSeconds: 600 };
    };
    await new Interruptions(cluster).interrupt("killed", `node${standby + 1}: stopping`, lasting);

    const theirs = named(cluster.args(), "third", "third");
    // The databases are the other stack's.
    delete theirs.database.administrator;
    const told = await update(third, theirs);
    expect(told.failed, told.output).toBe(true);
    expect(told.errors.join("\n")).toMatch(
      new RegExp(
        `node${standby + 1}: it is being updated by stack test of \\S+, \\S+@\\S+, since .* UTC \\(WA310\\)`,
      ),
    );
    expect(told.operations).not.toHaveProperty("analytics-node1-stage");

    cluster.misbehave(standby, undefined);
    cluster.kill(standby, "SIGKILL");
    const ended = () => readFileSync(path.join(`${cluster.home(standby)}.deployment`, "outcome"), "utf8");
    await expect.poll(ended, { timeout: 60_000 }).toBe("finished\n");
    const served = await update(third, theirs);
    expect(served.failed, served.output).toBe(false);
    expect(names()).toEqual(["third", "third"]);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
  });
});
