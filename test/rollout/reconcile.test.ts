import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { RolloutLimit } from "../../components/description";
import type { NodeActionKind, NodeActionResult, NodeFacts } from "../../components/node";
import type { NodeObservation } from "../../components/rollout/observation";
import { type ControlledNode, type LeaseResult, reconcile } from "../../components/rollout/reconcile";
import { activeNode, passiveNode, seen } from "./sampleFacts";

/** A node that becomes what it is told, at once. */
class ObedientNode implements ControlledNode {
  readonly actions: string[] = [];
  looks = 0;
  thoroughLooks = 0;
  leases = 0;
  /** The other deployer that has it. */
  holder: string | undefined;
  result: NodeActionResult | undefined = { kind: "done" };
  readonly name: string;
  facts: NodeFacts;

  constructor(facts: NodeFacts) {
    this.name = facts.node ?? "";
    this.facts = facts;
  }

  async observe(isThorough: boolean): Promise<NodeObservation> {
    this.looks += 1;
    if (isThorough) this.thoroughLooks += 1;
    return seen(this.facts);
  }

  async reach(): Promise<void> {}

  async lease(): Promise<LeaseResult> {
    if (this.holder !== undefined) return { isNew: false, holder: this.holder };
    this.leases += 1;
    return { isNew: this.leases === 1 };
  }

  async act(action: NodeActionKind, isGuarded: boolean): Promise<NodeActionResult | undefined> {
    this.actions.push(`${action.kind}${isGuarded ? ", guarded" : ""}`);
    if (this.result?.kind === "done") this.become(action);
    return this.result;
  }

  private become(action: NodeActionKind): void {
    const { product } = this.facts;
    if (action.kind === "apply") this.facts = { ...this.facts, active: [action.revision] };
    if (action.kind === "markHealthy") this.facts = { ...this.facts, healthy: action.revision };
    if ((action.kind === "stop" || action.kind === "start") && product)
      this.facts = { ...this.facts, product: { ...product, isRunning: action.kind === "start" } };
  }
}

const revisions = { ...activeNode, revisions: ["a1", "a2"] };
const pair = () =>
  [new ObedientNode(revisions), new ObedientNode({ ...passiveNode, revisions: ["a1", "a2"] })] as const;

function run(nodes: readonly [ControlledNode, ControlledNode], revision: string, goesOn = async () => true) {
  const desired = (name: string) => ({
    name,
    revision,
    version: undefined,
    isManaged: true,
    isInstalled: false,
    eventSync: undefined,
    isHeld: false,
  });
  const said: string[] = [];
  const end = reconcile({
    nodes,
    desiredNodes: [desired("node1"), desired("node2")],
    desired: { revisions: [revision, revision], values: {} },
    policy: { held: undefined, limit: RolloutLimit.RoleChange, force: false, healsOnly: false },
    limits: { start: 5, steady: 0 },
    say: (text) => said.push(text),
    goesOn,
  });
  return { end, said };
}

describe("the loop", () => {
  it("does nothing where nothing is left to do, after one thorough look", async () => {
    const nodes = pair();
    await run(nodes, "a1").end;
    expect(nodes.map(({ actions, looks, thoroughLooks }) => [actions, looks, thoroughLooks])).toEqual([
      [[], 1, 1],
      [[], 1, 1],
    ]);
  });

  it("looks again before every action, and stops nothing that serves without the guard", async () => {
    const nodes = pair();
    const { end, said } = run(nodes, "a2");
    const [one, other] = await end;
    expect(nodes.map(({ actions }) => actions)).toEqual([
      ["apply, guarded", "markHealthy"],
      ["apply, guarded", "markHealthy"],
    ]);
    expect([one, other]).toEqual(nodes.map(({ facts }) => seen(facts)));
    expect(nodes[0].looks).toBeGreaterThanOrEqual(5);
    expect(nodes[0].thoroughLooks).toBe(1);
    expect(said.slice(0, 2)).toEqual(["node2: gets revision a2", "node2: is healthy with revision a2"]);
  });

  it("ends before an action when the update is over", async () => {
    const nodes = pair();
    await expect(run(nodes, "a2", async () => false).end).rejects.toThrow("the update was cancelled");
    expect(nodes.map(({ actions }) => actions)).toEqual([[], []]);
  });

  it("asks a node that refuses once more, and then says why", async () => {
    const nodes = pair();
    nodes[1].result = { kind: "refused", reason: "there is no room for 1 MiB" };
    await expect(run(nodes, "a2").end).rejects.toThrow("node2 refused: there is no room for 1 MiB");
    expect(nodes[1].actions).toEqual(["apply, guarded", "apply, guarded"]);
    expect(nodes[0].actions).toEqual([]);
  });

  it("looks again where the connection was lost in an action", async () => {
    const nodes = pair();
    const act = nodes[1].act.bind(nodes[1]);
    let isLost = false;
    nodes[1].act = async (action, isGuarded) => {
      const result = await act(action, isGuarded);
      if (isLost) return result;
      isLost = true;
      return undefined;
    };
    await run(nodes, "a2").end;
    expect(nodes[1].actions).toEqual(["apply, guarded", "markHealthy"]);
  });

  it("looks once more at a peer whose answer is too old by the time the other node has answered", async () => {
    const nodes = pair();
    const observe = nodes[1].observe.bind(nodes[1]);
    const looks: number[] = [];
    nodes[1].observe = async (isThorough) => {
      if (isThorough) await sleep(2200);
      return observe(isThorough);
    };
    const act = nodes[1].act.bind(nodes[1]);
    nodes[1].act = async (action, isGuarded) => {
      looks.push(nodes[0].looks);
      return act(action, isGuarded);
    };
    await run(nodes, "a2").end;
    expect(nodes[1].actions).toEqual(["apply, guarded", "markHealthy"]);
    expect(looks[0]).toBe(2);
  });

  it("decides again where a node is another one by the time its peer has answered", async () => {
    const nodes = pair();
    nodes[1].observe = async () => {
      await sleep(2200);
      return { kind: "unreachable", reason: "no route to host" };
    };
    const { product } = nodes[0].facts;
    if (product === undefined) throw new Error("no product");
    // It did not serve at the first look, and does from the second one on.
    const facts = nodes[0].facts;
    nodes[0].facts = { ...facts, product: { ...product, isRunning: false } };
    const observe = nodes[0].observe.bind(nodes[0]);
    nodes[0].observe = async (isThorough) => {
      const observation = await observe(isThorough);
      nodes[0].facts = facts;
      return observation;
    };
    await expect(run(nodes, "a1").end).rejects.toThrow("node2 does not answer");
    expect(nodes[0].actions).toEqual([]);
  });

  it("looks at MySQL from a node that did not answer at first", async () => {
    const nodes = pair();
    const observe = nodes[1].observe.bind(nodes[1]);
    let isSilent = true;
    nodes[1].observe = async (isThorough) => {
      if (!isSilent) return observe(isThorough);
      isSilent = false;
      expect(isThorough).toBe(true);
      return { kind: "unreachable", reason: "no route to host" };
    };
    await nodes[0].act({ kind: "stop" }, false);
    await run(nodes, "a1").end;
    expect(nodes.map(({ thoroughLooks }) => thoroughLooks)).toEqual([1, 1]);
  });

  it("gives up where the connection is lost whenever a node is to be marked", async () => {
    const nodes = pair();
    nodes[0].facts = { ...nodes[0].facts, healthy: undefined };
    nodes[0].result = undefined;
    await expect(run(nodes, "a1").end).rejects.toThrow("node1 refused: the connection was lost twice");
    expect(nodes[0].actions).toEqual(["markHealthy", "markHealthy"]);
  });

  it("starts what is down beside a host that is silent for longer than a look is fresh", async () => {
    const nodes = pair();
    nodes[1].observe = async () => {
      await sleep(2200);
      return { kind: "unreachable", reason: "no route to host" };
    };
    await nodes[0].act({ kind: "stop" }, false);
    await expect(run(nodes, "a1").end).rejects.toThrow("node2 does not answer (no route to host)");
    expect(nodes[0].actions).toEqual(["stop", "start"]);
  });

  describe.each(["apply", "start"] as const)(
    "where the connection is lost before the action %s begins",
    (kind) => {
      /** @param losses how often */
      function losing(losses: number) {
        const nodes = pair();
        const { product } = nodes[1].facts;
        if (product === undefined) throw new Error("no product");
        if (kind === "start")
          nodes[1].facts = { ...nodes[1].facts, product: { ...product, isRunning: false } };
        const act = nodes[1].act.bind(nodes[1]);
        let attempts = 0;
        nodes[1].act = async (action, isGuarded) =>
          ++attempts > losses ? act(action, isGuarded) : undefined;
        return { nodes, end: run(nodes, kind === "apply" ? "a2" : "a1").end };
      }

      it("makes one more attempt", async () => {
        const { nodes, end } = losing(1);
        await end;
        expect(nodes[1].actions[0]).toContain(kind);
      });

      it("gives up after that", async () => {
        const { nodes, end } = losing(2);
        await expect(end).rejects.toThrow("node2 refused: the connection was lost");
        expect(nodes.map(({ actions }) => actions)).toEqual([[], []]);
      });
    },
  );

  it("awaits a node that another update is at work on", async () => {
    const nodes = pair();
    nodes[0].facts = { ...nodes[0].facts, isBusy: true };
    const { end, said } = run(nodes, "a1");
    setTimeout(() => {
      nodes[0].facts = { ...nodes[0].facts, isBusy: false };
    }, 100);
    await end;
    expect(said).toEqual(["waiting: an action of another update, or of an earlier one, is at work on node1"]);
  });

  it("does nothing to nodes of which another deployer has one, and names it", async () => {
    const nodes = pair();
    nodes[1].holder = "stack other of shop, bob@build, since noon";
    await expect(run(nodes, "a2").end).rejects.toThrow(
      "node2 is being updated by stack other of shop, bob@build, since noon; run this update again when that one has ended",
    );
    nodes[0].holder = nodes[1].holder;
    await expect(run(nodes, "a2").end).rejects.toThrow("node1 is being updated by");
    expect(nodes.map(({ actions }) => actions)).toEqual([[], []]);
    await run(nodes, "a1").end;
  });

  it("logs in to both nodes at once for their leases", async () => {
    const nodes = pair();
    const isReached = Promise.withResolvers<void>();
    nodes[0].reach = () => isReached.promise;
    nodes[1].reach = async () => isReached.resolve();
    await run(nodes, "a2").end;
    expect(nodes.map(({ leases }) => leases > 0)).toEqual([true, true]);
  });

  it("decides again when it has got a node, as another deployer may have acted until then", async () => {
    const nodes = pair();
    const lease = nodes[1].lease.bind(nodes[1]);
    nodes[1].lease = async () => {
      const result = await lease();
      if (result.isNew)
        for (const node of nodes) node.facts = { ...node.facts, active: ["a2"], healthy: "a2" };
      return result;
    };
    await run(nodes, "a2").end;
    expect(nodes.map(({ actions }) => actions)).toEqual([[], []]);
  });
});
