import { describe, expect, it } from "vitest";
import { RolloutLimit } from "../../components/description";
import {
  type Decision,
  type NodeHistory,
  type NodeState,
  Process,
  Role,
  type RolloutPolicy,
} from "../../components/rollout/clusterState";
import { decide } from "../../components/rollout/plan/plan";
import { former, servingNode } from "./sampleStates";

// Examples of the planner's rules. What must hold in every case is in plan.model.test.ts.

const changed = { "clustering.domain": "changed" };
const rolling = { revisions: ["a-new", "b-new"], values: former } as const;
const fullStop = { revisions: ["a-new", "b-new"], values: changed } as const;
const cautious: RolloutPolicy = {
  held: undefined,
  limit: RolloutLimit.RoleChange,
  force: false,
  healsOnly: false,
};
const nothing: NodeHistory = { started: [], failures: [], refusedApply: undefined, refusal: undefined };

/** A healthy node with its old revision. */
function serving(letter: "a" | "b", role: Role, change: Partial<NodeState> = {}): NodeState {
  return { ...servingNode(`node-${letter}`, role, `${letter}-old`), ...change };
}

const active = (letter: "a" | "b", change?: Partial<NodeState>) => serving(letter, Role.Active, change);
const passive = (letter: "a" | "b", change?: Partial<NodeState>) => serving(letter, Role.Passive, change);

function down(letter: "a" | "b", process: Process, change: Partial<NodeState> = {}): NodeState {
  return serving(letter, Role.Unknown, {
    process,
    isOpen: false,
    problem: "its log says: no",
    isSteady: false,
    ...change,
  });
}

/** It has the new revision, and was healthy only with the old one. */
const fresh = (letter: "a" | "b") => ({ active: `${letter}-new` });
const settled = (letter: "a" | "b") => ({ active: `${letter}-new`, healthy: `${letter}-new` });
const started = (...revisions: string[]): NodeHistory => ({ ...nothing, started: revisions });

/** In short: what is done, to which node. */
function shortly(decision: Decision): string {
  switch (decision.kind) {
    case "act": {
      const { action, node } = decision;
      const name = ["node-a", "node-b"][node];
      return `${action.kind} ${name}${"revision" in action ? ` ${action.revision}` : ""}`;
    }
    case "wait":
      return `wait: ${decision.reason}`;
    case "failed":
      return `failed: ${decision.reasons.join(" + ")}`;
    case "done":
      return "done";
  }
}

function step(
  states: [NodeState, NodeState],
  { desired = rolling, histories = [nothing, nothing], policy = cautious }: Partial<Given> = {},
): string {
  return shortly(decide(desired, states, histories, policy));
}

interface Given {
  desired: typeof rolling | typeof fullStop;
  histories: [NodeHistory, NodeHistory];
  policy: RolloutPolicy;
}

describe("a change", () => {
  it("restarts the passive node first", () => {
    expect(step([active("a"), passive("b")])).toBe("apply node-b b-new");
    expect(step([passive("a"), active("b")])).toBe("apply node-a a-new");
  });

  it("lets a node ask its peer before it stops, but not by force", () => {
    const states: [NodeState, NodeState] = [active("a"), passive("b")];
    const histories: Given["histories"] = [nothing, nothing];
    expect(decide(rolling, states, histories, cautious)).toHaveProperty("isGuarded", true);
    expect(decide(rolling, states, histories, { ...cautious, force: true })).toHaveProperty(
      "isGuarded",
      false,
    );
  });

  it("goes on to the active node when the other one is healthy and marked", () => {
    const histories: Given["histories"] = [nothing, started("b-new")];
    const lacking = { ...fresh("b"), isSteady: false, problem: "its Spark worker waits" };
    expect(step([active("a"), passive("b", lacking)], { histories })).toMatch(
      /^wait: node-b serves, .*worker/,
    );
    expect(step([active("a"), passive("b", fresh("b"))], { histories })).toBe("markHealthy node-b b-new");
    expect(step([active("a"), passive("b", settled("b"))], { histories })).toBe("apply node-a a-new");
    expect(step([passive("a", settled("a")), active("b", settled("b"))])).toBe("done");
  });

  it("goes back on the node that failed, and leaves the other one", () => {
    const states: [NodeState, NodeState] = [active("a"), down("b", Process.Failed, fresh("b"))];
    const decision = decide(rolling, states, [nothing, started("b-new")], cautious);
    expect(decision).toMatchObject({ node: 1, action: { kind: "apply", revision: "b-old" } });
    const failure = "node-b did not become healthy with the desired configuration: its log says: no";
    expect(decision).toHaveProperty("failure", failure);

    const history: NodeHistory = { ...started("b-new", "b-old"), failures: [failure] };
    expect(step([active("a"), passive("b")], { histories: [nothing, history] })).toBe(
      `failed: ${failure}; its last healthy configuration is back; correct the cause and run the update again`,
    );
  });
});

/** No revision of a node is known. */
const unknown = { active: undefined, healthy: undefined, activeValues: undefined, healthyValues: undefined };

describe("a node that runs with an unknown revision", () => {
  it("is restarted only beside a peer that serves, which it asks before it stops", () => {
    const decision = decide(
      rolling,
      [active("a", unknown), passive("b", unknown)],
      [nothing, nothing],
      cautious,
    );
    expect(decision).toMatchObject({
      node: 1,
      action: { kind: "apply", revision: "b-new" },
      isGuarded: true,
    });
    expect(step([active("a", unknown), down("b", Process.Starting)])).toMatch(/^wait/);
    const failed: NodeHistory = { ...started("b-new", "b-old"), failures: ["node-b did not start"] };
    expect(
      step([active("a", unknown), down("b", Process.Stopped)], { histories: [nothing, failed] }),
    ).toMatch(/^failed/);
  });
});

describe("what is down", () => {
  it("is started by the next update after a first start in which one node did not come up", () => {
    const first = { healthy: undefined, healthyValues: undefined };
    const one = active("a", { ...fresh("a"), ...first, isSteady: false, problem: "its Spark worker waits" });
    const other = down("b", Process.Failed, { ...fresh("b"), ...first });
    expect(step([one, other])).toBe("stop node-b");
    expect(step([one, { ...other, process: Process.Stopped }])).toBe("start node-b b-new");
  });

  it("is started on both nodes before either is awaited", () => {
    const one = down("a", Process.Stopped, unknown);
    const other = down("b", Process.Stopped, unknown);
    expect(step([one, other])).toBe("apply node-a a-new");
    const starting = down("a", Process.Starting, { ...unknown, active: "a-new" });
    const histories: Given["histories"] = [started("a-new"), nothing];
    expect(step([starting, other], { histories })).toBe("apply node-b b-new");
  });

  it("is started after the update too, as often as it is stopped", () => {
    const states: [NodeState, NodeState] = [
      active("a", settled("a")),
      down("b", Process.Stopped, settled("b")),
    ];
    expect(step(states)).toBe("start node-b b-new");
    expect(step(states)).toBe("start node-b b-new");
  });

  it("comes back with its last healthy revision while the other node tries a new one", () => {
    const states: [NodeState, NodeState] = [
      down("a", Process.Stopped),
      down("b", Process.Starting, fresh("b")),
    ];
    expect(step(states, { histories: [nothing, started("b-new")] })).toBe("start node-a a-old");
  });

  it("gets its files again if they were changed", () => {
    const drifted = down("b", Process.Stopped, { ...settled("b"), isDrifted: true });
    expect(step([active("a", settled("a")), drifted])).toBe("apply node-b b-new");
  });

  it("is named if it cannot be started, and is not a success", () => {
    const states: [NodeState, NodeState] = [
      active("a", settled("a")),
      down("b", Process.Stopped, settled("b")),
    ];
    expect(step(states, { histories: [nothing, started("b-new")] })).toMatch(
      /^failed: node-b did not stay healthy .*: its log says: no; it is stopped; correct the cause/,
    );
  });

  it("is not said to be stopped twice", () => {
    const stopped = down("b", Process.Stopped, { ...settled("b"), problem: "it is stopped" });
    expect(step([active("a", settled("a")), stopped], { histories: [nothing, started("b-new")] })).toMatch(
      /^failed: node-b did not stay healthy with the desired configuration: it is stopped; correct the cause/,
    );
  });
});

describe("a node without a Spark worker", () => {
  const overdue = { isSteady: false, isOverdue: true, problem: "its Spark worker does not start" };

  it("is restarted, and goes back if that does not help", () => {
    expect(step([active("a", settled("a")), passive("b", { ...settled("b"), ...overdue })])).toBe(
      "apply node-b b-new",
    );
    const histories: Given["histories"] = [nothing, started("b-new")];
    const states: [NodeState, NodeState] = [active("a"), passive("b", { ...fresh("b"), ...overdue })];
    expect(step(states, { histories })).toBe("apply node-b b-old");
  });

  it("is not to blame while its peer lacks one too and was not restarted", () => {
    const histories: Given["histories"] = [nothing, started("b-new")];
    const states: [NodeState, NodeState] = [
      active("a", overdue),
      passive("b", { ...fresh("b"), ...overdue }),
    ];
    expect(step(states, { histories })).toBe("apply node-a a-new");
  });
});

describe("a node that is open and does not serve", () => {
  const open = (letter: "a" | "b") => down(letter, Process.Failed, { ...settled(letter), isOpen: true });
  const stopped = (letter: "a" | "b") => down(letter, Process.Stopped, settled(letter));
  const failed: NodeHistory = { ...started("b-new", "b-old"), failures: ["node-b did not start"] };

  it("is restarted beside a peer that serves, which it asks first", () => {
    const decision = decide(rolling, [open("a"), active("b", settled("b"))], [nothing, nothing], cautious);
    expect(decision).toMatchObject({ node: 0, action: { kind: "stop" }, isGuarded: true });
  });

  it("is left running until its peer serves", () => {
    expect(step([open("a"), stopped("b")])).toBe("start node-b b-new");
    const starting = down("b", Process.Starting, settled("b"));
    expect(step([open("a"), starting], { histories: [nothing, started("b-new")] })).toBe(
      "wait: node-b is starting",
    );
  });

  it("is left running where its peer cannot serve, and both are named", () => {
    const end = step([open("a"), stopped("b")], { histories: [nothing, failed] });
    expect(end).toMatch(/^failed: node-b did not start; it is stopped/);
    expect(end).toContain(
      "node-a does not serve: its log says: no; it was left running, as all its ports answer",
    );
    const policy = { ...cautious, force: true };
    const decision = decide(rolling, [open("a"), stopped("b")], [nothing, failed], policy);
    expect(decision).toMatchObject({ node: 0, action: { kind: "stop" }, isGuarded: false });
  });

  it("is restarted beside another such node, and that one only when it serves", () => {
    const decision = decide(rolling, [open("a"), open("b")], [nothing, nothing], cautious);
    expect(decision).toMatchObject({ node: 0, action: { kind: "stop" }, isGuarded: true });
    expect(step([stopped("a"), open("b")])).toBe("start node-a a-new");
    const histories: Given["histories"] = [started("a-new"), nothing];
    expect(step([down("a", Process.Starting, settled("a")), open("b")], { histories })).toMatch(/^wait/);
    expect(step([active("a", settled("a")), open("b")], { histories })).toBe("stop node-b");
  });

  it("counts as running with its values in a full stop", () => {
    const states: [NodeState, NodeState] = [down("a", Process.Failed, { isOpen: true }), stopped("b")];
    expect(step(states, { desired: fullStop })).not.toMatch(/node-a/);
    const policy = { ...cautious, limit: RolloutLimit.FullStop };
    expect(step(states, { desired: fullStop, policy })).toBe("stop node-a");
  });
});

describe("a stopped node", () => {
  it("asks its peer too before it is changed: it may have been started since", () => {
    const decision = decide(rolling, [active("a"), down("b", Process.Stopped)], [nothing, nothing], cautious);
    expect(decision).toMatchObject({ action: { kind: "apply" }, isGuarded: true });
  });
});

describe("a node that fails with every revision", () => {
  const histories: Given["histories"] = [nothing, started("b-new", "b-old")];

  it("is stopped beside a peer that serves, and else left as it is", () => {
    const failed = down("b", Process.Failed);
    expect(step([active("a"), failed], { histories })).toBe("stop node-b");
    const both: Given["histories"] = [started("a-new", "a-old"), started("b-new", "b-old")];
    expect(step([down("a", Process.Failed), failed], { histories: both })).toMatch(/^failed: node-a/);
  });
});

describe("healing", () => {
  it("changes nothing but what is down, also by force", () => {
    const policy = { ...cautious, force: true, limit: RolloutLimit.FullStop, healsOnly: true };
    expect(step([active("a"), down("b", Process.Stopped, fresh("b"))], { policy })).toBe(
      "apply node-b b-old",
    );
    expect(step([active("a"), passive("b")], { policy })).toBe("done");
    const other = active("a", { ...fresh("a"), activeValues: changed });
    const back: NodeHistory = { ...started("b-new", "b-old"), failures: ["node-b did not become healthy"] };
    const apart: Partial<Given> = { desired: fullStop, histories: [nothing, back] };
    expect(step([other, active("b")], { ...apart, policy })).toMatch(/^failed: node-b/);
    expect(step([other, active("b")], apart)).toBe("apply node-a a-old");
    const histories: Given["histories"] = [nothing, started("b-old")];
    expect(step([active("a"), down("b", Process.Stopped)], { policy, histories })).toMatch(/^failed: node-b/);
  });
});

describe("a node that serves while its peer is gone", () => {
  const lonely = { isSteady: false, problem: "its Spark worker waits for the peer" };

  it("is left serving, and the peer is started beside it", () => {
    expect(step([down("a", Process.Stopped), active("b", { ...settled("b"), ...lonely })])).toBe(
      "apply node-a a-new",
    );
  });

  it("is left serving even if it has to change and its peer cannot come up", () => {
    const history = { ...started("a-new", "a-old"), failures: ["node-a did not become healthy"] };
    const states: [NodeState, NodeState] = [down("a", Process.Stopped), active("b", lonely)];
    const histories: Given["histories"] = [history, nothing];
    expect(step(states, { histories })).toMatch(/^failed: node-a did not become healthy; it is stopped/);
    const policy = { ...cautious, force: true };
    expect(step(states, { histories, policy })).toBe("apply node-b b-new");
    const forced: Given["histories"] = [history, started("b-new")];
    expect(step(states, { histories: forced, policy })).toMatch(/^failed: node-a/);
  });
});

describe("a full stop", () => {
  const newValues = { activeValues: changed };

  it("is refused with the arguments that need it, unless it is allowed", () => {
    const states: [NodeState, NodeState] = [active("a"), passive("b")];
    expect(step(states, { desired: fullStop })).toMatch(
      /^failed: node-a and node-b must stop together for a change of clustering.domain, and rollout.limit is roleChange; set it to fullStop/,
    );
    const policy = { ...cautious, limit: RolloutLimit.FullStop };
    expect(step(states, { desired: fullStop, policy })).toBe("stop node-b");
    const second: [NodeState, NodeState] = [active("a"), down("b", Process.Stopped)];
    expect(step(second, { desired: fullStop, policy })).toBe("stop node-a");
  });

  it("goes back on both nodes if one of them fails before both are healthy", () => {
    const given = { desired: fullStop, policy: { ...cautious, limit: RolloutLimit.FullStop } };
    const one = active("a", { ...fresh("a"), ...newValues });
    const other = down("b", Process.Failed, { ...fresh("b"), ...newValues });
    const histories: Given["histories"] = [started("a-new"), started("b-new")];
    expect(step([one, other], { ...given, histories })).toBe("stop node-a");
    const stopped = down("a", Process.Stopped, { ...fresh("a"), ...newValues });
    expect(step([stopped, other], { ...given, histories })).toBe("apply node-b b-old");
    const back = down("b", Process.Starting);
    expect(step([stopped, back], { ...given, histories })).toBe("apply node-a a-old");
    const after: Given["histories"] = [
      started("a-new", "a-old"),
      { ...started("b-new", "b-old"), failures: ["node-b did not become healthy"] },
    ];
    expect(step([active("a"), passive("b")], { ...given, histories: after })).toMatch(/^failed: node-b/);
    const untouched: Given["histories"] = [nothing, after[1]];
    expect(step([active("a"), passive("b")], { ...given, histories: untouched })).toMatch(/^failed: node-b/);
  });

  it("is not needed for an argument that only one of the revisions names", () => {
    const more = { activeValues: { ...former, "ports.hazelcast": "one" } };
    expect(step([active("a", more), passive("b", more)])).toBe("apply node-b b-new");
    const less = { activeValues: {} };
    expect(step([active("a", less), passive("b", less)])).toBe("apply node-b b-new");
  });

  it("that was cut off never starts a node beside one with other values", () => {
    const given = { desired: fullStop, policy: { ...cautious, limit: RolloutLimit.FullStop } };
    const states: [NodeState, NodeState] = [
      active("a"),
      down("b", Process.Stopped, { ...fresh("b"), ...newValues }),
    ];
    expect(step(states, given)).toBe("stop node-a");
    expect(step(states, { desired: fullStop })).toBe("apply node-b b-old");
  });
});

describe("a node that refuses to install a revision", () => {
  const reason = "axis2.xml was changed by hand";
  const refused = (revision: string): NodeHistory => ({ ...nothing, refusedApply: { revision, reason } });
  const drifted = { isDrifted: true };
  const end = /^failed: node-b refused: axis2.xml was changed by hand; correct it and run the update again$/;

  it("is still started with what lies in its home, and then named", () => {
    const histories: Given["histories"] = [nothing, refused("b-new")];
    const one = active("a", settled("a"));
    expect(step([one, down("b", Process.Stopped, { ...settled("b"), ...drifted })], { histories })).toBe(
      "start node-b b-new",
    );
    expect(step([one, down("b", Process.Failed, { ...settled("b"), ...drifted })], { histories })).toBe(
      "stop node-b",
    );
    const back: Given["histories"] = [nothing, { ...refused("b-new"), started: ["b-new"] }];
    expect(step([one, passive("b", { ...settled("b"), ...drifted })], { histories: back })).toMatch(end);
  });

  it("does not keep the other one down, which may refuse as well", () => {
    const both = ["a", "b"].map((letter) =>
      down(letter as "a" | "b", Process.Stopped, { ...settled(letter as "a" | "b"), ...drifted }),
    ) as [NodeState, NodeState];
    const histories: Given["histories"] = [refused("a-new"), nothing];
    expect(step(both, { histories })).toBe("start node-a a-new");
    const starting = down("a", Process.Starting, settled("a"));
    const begun: Given["histories"] = [{ ...refused("a-new"), started: ["a-new"] }, nothing];
    expect(step([starting, both[1]], { histories: begun })).toBe("start node-b b-new");
  });

  it("is not asked again for that revision, also by force", () => {
    const policy = { ...cautious, force: true };
    const failed: NodeHistory = { ...started("a-new", "a-old"), failures: ["node-a did not start"] };
    const states: [NodeState, NodeState] = [down("a", Process.Stopped), active("b")];
    expect(step(states, { policy, histories: [failed, refused("b-new")] })).toMatch(/^failed/);
    const cutOff = down("b", Process.Stopped, { active: undefined, healthy: undefined });
    expect(step([active("a"), cutOff], { histories: [nothing, refused("b-new")] })).toMatch(end);
    expect(
      step([active("a"), { ...cutOff, healthy: "b-old" }], { histories: [nothing, refused("b-old")] }),
    ).toMatch(end);
  });
});

describe("nothing is changed", () => {
  it("while a host does not answer; the other node is still brought back", () => {
    const silent = active("a", { silence: "connection refused" });
    expect(step([silent, active("b")])).toBe(
      "failed: node-a does not answer (connection refused); bring its host back and run the update again",
    );
    expect(step([silent, down("b", Process.Stopped, fresh("b"))])).toBe("apply node-b b-old");
  });

  it("while MySQL refuses the product, also if nothing else is to do", () => {
    const obstacle = "MySQL refuses the login of the user registry";
    const states = [active("a", { ...settled("a"), obstacle }), passive("b", settled("b"))] as const;
    expect(step([...states])).toMatch(/^failed: node-a: MySQL refuses the login of the user registry/);
  });

  it("if the files of the revision are not on the node", () => {
    expect(step([active("a"), passive("b", { isStaged: false })])).toMatch(/^failed: node-b .*--target/);
    const apart = active("a", { ...fresh("a"), activeValues: changed });
    const states: [NodeState, NodeState] = [apart, active("b", { isStaged: false })];
    expect(step(states, { desired: fullStop })).toMatch(/^failed: node-b .*--target/);
  });

  it("twice in one run, if somebody else changes it too", () => {
    const drifted = passive("b", { ...settled("b"), isDrifted: true });
    const histories: Given["histories"] = [nothing, started("b-new")];
    expect(step([active("a", settled("a")), drifted], { histories })).toMatch(
      /^failed: node-b was changed while the update was at work/,
    );
  });

  it("after a node refused an action", () => {
    const histories: Given["histories"] = [nothing, { ...nothing, refusal: "its disk is full" }];
    expect(step([active("a"), passive("b")], { histories })).toMatch(
      /^failed: node-b refused: its disk is full/,
    );
  });
});

describe("two active nodes", () => {
  const states: [NodeState, NodeState] = [active("a", settled("a")), active("b", settled("b"))];

  it("are brought together by one restart", () => {
    expect(step(states)).toBe("apply node-b b-new");
  });

  it("are not assumed if the logs do not tell the roles, and the nodes are connected", () => {
    const unknown = (letter: "a" | "b", hasPeer: boolean) =>
      serving(letter, Role.Unknown, { ...settled(letter), hasPeer });
    expect(step([unknown("a", true), unknown("b", false)])).toBe("done");
    expect(step([unknown("a", false), unknown("b", false)])).toBe("apply node-b b-new");
    const histories: Given["histories"] = [started("a-new"), started("b-new")];
    expect(step([unknown("a", false), unknown("b", false)], { histories })).toMatch(
      /^failed: node-a and node-b do not meet/,
    );
  });

  it("come of a new revision, which goes back, where a restart with it has made them", () => {
    const states: [NodeState, NodeState] = [active("a"), active("b", { ...settled("b"), healthy: "b-old" })];
    const histories: Given["histories"] = [started(), started("b-new")];
    expect(step(states, { histories })).toBe("apply node-b b-old");
  });

  it("are named with their roles, whatever else is wrong", () => {
    const histories: Given["histories"] = [started("a-new"), started("b-new")];
    expect(step(states, { histories })).toMatch(/node-a and node-b are both active/);
    const obstacle = "MySQL does not answer";
    const wrong: [NodeState, NodeState] = [states[0], { ...states[1], obstacle }];
    expect(step(wrong)).toMatch(/MySQL does not answer.*both active/);
  });
});

describe("a wait", () => {
  it("tells the newest error in the log of the node that starts", () => {
    const starting = down("b", Process.Starting, { newestError: "ERROR Pool: no; Caused by: refused" });
    expect(step([active("a"), starting])).toBe(
      "wait: node-b is starting; the newest error in its log is: ERROR Pool: no; Caused by: refused",
    );
    expect(step([active("a"), down("b", Process.Starting)])).toBe("wait: node-b is starting");
  });
});

describe("a node that is held", () => {
  const policy = { ...cautious, held: 1 } as const;
  const held = "node-b is held (rollout.hold), and was left alone";

  function notes(states: [NodeState, NodeState]): readonly string[] {
    const decision = decide(rolling, states, [nothing, nothing], policy);
    if (decision.kind !== "done") expect.fail(shortly(decision));
    return decision.notes;
  }

  it("is left alone whatever it is, and so is a change of its peer", () => {
    const kept = [held, "node-a keeps its configuration, because changing it needs node-b"];
    expect(notes([active("a"), passive("b")])).toEqual(kept);
    expect(notes([active("a"), down("b", Process.Failed)])).toEqual(kept);
    expect(notes([active("a"), { ...passive("b"), silence: "no route" }])).toEqual(kept);
    expect(notes([active("a", settled("a")), { ...passive("b"), isBusy: true }])).toEqual([held]);
  });

  it("does not keep its peer down", () => {
    expect(step([down("a", Process.Stopped), passive("b")], { policy })).toBe("start node-a a-old");
    const empty = {
      active: undefined,
      healthy: undefined,
      activeValues: undefined,
      healthyValues: undefined,
    };
    const states: [NodeState, NodeState] = [down("a", Process.Stopped, empty), down("b", Process.Stopped)];
    expect(step(states, { policy })).toBe("apply node-a a-new");
    expect(step([{ ...active("a"), silence: "no route" }, passive("b")], { policy })).toMatch(
      /^failed: node-a/,
    );
  });
});

describe("the limit of a restart", () => {
  const policy = { ...cautious, limit: RolloutLimit.Restart };

  it("lets a passive node restart, and refuses a change that needs both before anything is done", () => {
    expect(step([active("a", settled("a")), passive("b")], { policy })).toBe("apply node-b b-new");
    const decision = decide(rolling, [active("a"), passive("b")], [nothing, nothing], policy);
    expect(shortly(decision)).toMatch(
      /^failed: node-a must restart, which changes the roles, and rollout.limit/,
    );
    expect(decision).toHaveProperty("neededLimit", RolloutLimit.RoleChange);
  });

  it("still starts what is down", () => {
    expect(step([active("a"), down("b", Process.Stopped)], { policy })).toBe("start node-b b-old");
  });
});
