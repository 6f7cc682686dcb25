import { describe, expect, it } from "vitest";
import { RolloutLimit } from "../../components/description";
import { type NodeState, Process, Role, type RolloutPolicy } from "../../components/rollout/clusterState";
import { forecast } from "../../components/rollout/plan/forecast";
import { forecastText } from "../../components/rollout/plan/forecastText";
import { former, servingNode } from "./sampleStates";

const changed = { "clustering.domain": "changed" };
const policy: RolloutPolicy = {
  held: undefined,
  limit: RolloutLimit.RoleChange,
  force: false,
  healsOnly: false,
};

function node(name: string, role: Role, change: Partial<NodeState> = {}): NodeState {
  return { ...servingNode(name, role, "old"), ...change };
}

const active = (change?: Partial<NodeState>) => node("node1", Role.Active, change);
const passive = (change?: Partial<NodeState>) => node("node2", Role.Passive, change);
const down = { process: Process.Stopped, role: Role.Unknown, isOpen: false, hasPeer: false, isSteady: false };
const empty = { active: undefined, healthy: undefined, activeValues: undefined, healthyValues: undefined };

function text(
  states: [NodeState, NodeState],
  revision: string,
  { values = former, ...given }: Partial<RolloutPolicy> & { values?: typeof former } = {},
): string[] {
  const plan = forecast({ revisions: [revision, revision], values }, states, { ...policy, ...given });
  const reasons = plan.end.kind === "failed" ? plan.end.reasons : [];
  return [...forecastText(plan), plan.end.kind, ...reasons];
}

describe("a forecast", () => {
  it("is empty where nothing is left to do, or only to be recorded", () => {
    expect(text([active(), passive()], "old")).toEqual(["done"]);
    expect(text([active({ healthy: "older" }), passive()], "old")).toEqual(["done"]);
  });

  it("tells the order of restarts, and how often the roles change", () => {
    expect(text([active(), passive()], "new")).toEqual([
      "node2, then node1 will restart; the roles change once",
      "done",
    ]);
    expect(text([active({ active: "new", healthy: "new" }), passive()], "new")).toEqual([
      "node2 will restart; the roles stay",
      "done",
    ]);
  });

  it("tells what is down and will be started", () => {
    expect(text([active(), passive(down)], "old")).toEqual(["node2 is stopped: it will be started", "done"]);
    expect(text([active(), passive(down)], "new")).toEqual([
      "node2 is stopped: it will be started with the desired configuration",
      "node1 will restart; the roles change once",
      "done",
    ]);
    const failed = { ...down, process: Process.Failed, problem: "its log says: no" };
    expect(text([active(), passive(failed)], "old")).toEqual([
      "node2 does not serve (its log says: no): it will be restarted",
      "done",
    ]);
    expect(text([active({ ...down, ...empty }), passive({ ...down, ...empty })], "new")).toEqual([
      "node1 has nothing deployed: it will be started",
      "node2 has nothing deployed: it will be started",
      "done",
    ]);
  });

  it("tells of a full stop, if it is allowed", () => {
    const both: [NodeState, NodeState] = [active(), passive()];
    expect(text(both, "new", { values: changed, limit: RolloutLimit.FullStop })).toEqual([
      "needs a full stop for a change of clustering.domain: node2, then node1 will stop, and start with the new values after that",
      "done",
    ]);
    expect(text(both, "new", { values: changed })).toEqual([
      "failed",
      "node1 and node2 must stop together for a change of clustering.domain, and rollout.limit is roleChange; set it to fullStop for this update, or leave these values as they are",
    ]);
  });

  it("ends where nobody can foresee what comes", () => {
    expect(text([active({ isBusy: true }), passive()], "new")).toEqual(["wait"]);
  });
});
