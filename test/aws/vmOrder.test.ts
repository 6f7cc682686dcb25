import { describe, expect, it } from "vitest";
import { firstToChange, mayChange } from "../../components/aws/gate/vmOrder";
import type { NodeObservation } from "../../components/rollout/observation";
import { activeNode, activeProduct, passiveNode, seen } from "../rollout/sampleFacts";

const passiveProduct = { ...activeProduct, role: "passive", isSynced: true } as const;
const active = seen(activeNode);
const passive = seen(passiveNode);
const unsynced = seen({ ...passiveNode, product: { ...passiveProduct, isSynced: false } });
const withoutWorker = seen({ ...passiveNode, product: { ...passiveProduct, hasWorker: false } });
const stopped = seen({ ...passiveNode, product: { ...passiveProduct, isRunning: false } });
const empty = seen({ ...passiveNode, active: [], healthy: undefined, product: undefined });
const lost = seen({ ...activeNode, active: [], healthy: undefined, revisions: [], product: undefined });
const unread =
  lost.kind === "facts" ? seen({ ...lost.facts, stateProblem: { kind: "newer", value: "3" } }) : lost;
const undescribed = lost.kind === "facts" ? seen({ ...lost.facts, runsUndescribed: true }) : lost;
const unreachable: NodeObservation = { kind: "unreachable", reason: "timed out" };
const notOurs: NodeObservation = { kind: "none" };

describe("the VM that is changed first", () => {
  it.each([
    ["the passive one", active, passive, 1],
    ["the passive one, wherever it is", passive, active, 0],
    ["one that a change has left down", unreachable, active, 0],
    ["one that does not serve, rather than its serving peer", active, unsynced, 1],
    ["one that is stopped", active, stopped, 1],
    ["any, where nothing is deployed yet", empty, empty, 0],
  ])("is %s", (_, one, other, first) => {
    expect(firstToChange([one, other])).toBe(first);
  });
});

describe("a VM may be changed", () => {
  it.each([
    ["while its peer is healthy", active, passive],
    ["while its peer is healthy and it is not", unsynced, active],
    ["while its peer serves and lacks its worker, as it does while this one is down", stopped, withoutWorker],
    ["where nothing is deployed on it", empty, unreachable],
    ["where the product is not this deployment's to run", notOurs, notOurs],
    ["where its active revision cannot be read, beside a peer that serves", undescribed, passive],
  ])("%s", (_, vm, peer) => {
    expect(mayChange(vm, peer)).toBe(true);
  });

  it.each([
    ["is stopped", active, stopped],
    ["does not serve", active, unsynced],
    ["lacks its worker", active, withoutWorker],
    ["does not answer", active, unreachable],
    ["has nothing deployed", active, empty],
    ["is down too", stopped, unreachable],
    ["is down, and its own state cannot be read", unread, stopped],
    ["is down, and a product runs on it of which nobody knows how", undescribed, stopped],
  ])("not while its peer %s", (_, vm, peer) => {
    expect(mayChange(vm, peer)).toBe(false);
  });
});
