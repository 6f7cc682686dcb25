import { describe, expect, it } from "vitest";
import { RolloutLimit } from "../../components/description";
import type { RolloutPolicy } from "../../components/rollout/clusterState";
import { explore } from "./model/explore";
import { type NodeStateName, starts } from "./model/starts";
import { Rev, type Scenario } from "./model/world";

const { FullStop, Restart, RoleChange } = RolloutLimit;
const cautious: RolloutPolicy = { held: undefined, limit: RoleChange, force: false, healsOnly: false };
const policies: Record<string, RolloutPolicy> = {
  cautious,
  "restart at most": { ...cautious, limit: Restart },
  "full stop": { ...cautious, limit: FullStop },
  force: { ...cautious, force: true },
  "force and full stop": { ...cautious, force: true, limit: FullStop },
  "force and restart at most": { ...cautious, force: true, limit: Restart },
  "heals only": { ...cautious, healsOnly: true },
  "the first node held": { ...cautious, held: 0 },
  "the second node held, force and full stop": { ...cautious, held: 1, force: true, limit: FullStop },
};

type Abilities = Pick<Scenario, "canServe" | "opensAnyway" | "hasMaster" | "waitsForSecond" | "hidesRoles">;

const able: Abilities = {
  canServe: () => true,
  opensAnyway: false,
  hasMaster: () => true,
  waitsForSecond: false,
  hidesRoles: false,
};
const abilities = {
  "every revision serves": able,
  "the new one serves on no node": { ...able, canServe: (_, revision) => revision !== Rev.New },
  "the new one does not serve on the first node": {
    ...able,
    canServe: (node, revision) => node === 1 || revision !== Rev.New,
  },
  "the new one does not serve on the second node": {
    ...able,
    canServe: (node, revision) => node === 0 || revision !== Rev.New,
  },
  "the new one does not serve on the second node, and opens its ports": {
    ...able,
    canServe: (node, revision) => node === 0 || revision !== Rev.New,
    opensAnyway: true,
  },
  "only the new one serves": { ...able, canServe: (_, revision) => revision === Rev.New },
  "the first node never serves": { ...able, canServe: (node) => node === 1 },
  "the new one has no Spark master": { ...able, hasMaster: (_, revision) => revision !== Rev.New },
  "only the new one has a Spark master": { ...able, hasMaster: (_, revision) => revision === Rev.New },
  "a first node waits for the second": { ...able, waitsForSecond: true },
  "a first node waits for the second, which cannot serve": {
    ...able,
    canServe: (node, revision) => node === 0 || revision !== Rev.New,
    waitsForSecond: true,
  },
  "every revision serves, and the logs begin after the starts": { ...able, hidesRoles: true },
} satisfies Record<string, Abilities>;
type AbilityName = keyof typeof abilities;
const everyAbility = Object.keys(abilities) as AbilityName[];

function scenarios(names: readonly AbilityName[] = everyAbility): Scenario[] {
  return Object.entries(policies).flatMap(([policyName, policy]) =>
    names.flatMap((name) =>
      [false, true].map((changesValues) => ({
        name: `${policyName}; ${name}; ${changesValues ? "other" : "the same"} values`,
        policy,
        changesValues,
        ...abilities[name],
      })),
    ),
  );
}

/** Fails with the way to the first broken promise. */
function exploreAll(explored: readonly Scenario[], faults: number, states?: readonly NodeStateName[]): void {
  const total = { states: 0, done: 0, failed: 0 };
  for (const scenario of explored) {
    const { states: count, runs, violation } = explore(scenario, starts(faults, states));
    if (violation !== undefined) expect.fail(violation);
    total.states += count;
    total.done += runs.done;
    total.failed += runs.failed;
  }
  // The test would pass if it went nowhere.
  expect(total.states).toBeGreaterThan(100_000);
  expect(total.done).toBeGreaterThan(1000);
  expect(total.failed).toBeGreaterThan(1000);
}

describe("the planner keeps its promises from every pair of node states", () => {
  it("if nothing else happens", () => {
    exploreAll(scenarios(), 0);
  });

  it("if anything goes wrong once, at any moment", () => {
    const opening = "the new one does not serve on the second node, and opens its ports";
    exploreAll(scenarios(["every revision serves", opening]), 1);
  });

  it("if anything goes wrong twice while a cluster is started or changed", () => {
    const some: AbilityName[] = [
      "every revision serves",
      "the new one does not serve on the second node",
      "only the new one has a Spark master",
      "a first node waits for the second",
    ];
    exploreAll(scenarios(some), 2, ["staged", "serving, old"]);
  });
});
