import { expect, it } from "vitest";
import { heldByAction } from "../../components/rollout/observation";
import { activeNode, seen } from "./sampleFacts";

const since = "since 2026-11-29 10:02:11 UTC";
const atWork = seen({ ...activeNode, isBusy: true, actionOwner: `stack one of shop, ann@build, ${since}` });
const holder = (observation: typeof atWork) =>
  observation.kind === "facts" ? observation.facts.holder : undefined;

it("an action of another stack holds the node", () => {
  expect(holder(heldByAction(atWork, "stack two of shop, ann@build"))).toBe(
    `stack one of shop, ann@build, ${since}`,
  );
});

it("an action of an earlier update of the same stack is awaited, wherever that ran", () => {
  expect(holder(heldByAction(atWork, "stack one of shop, ci@runner7"))).toBeUndefined();
});

it("a deployer that lives comes first", () => {
  const held = seen({
    ...activeNode,
    holder: "stack three of shop, bob@build",
    actionOwner: "stack one of shop",
  });
  expect(holder(heldByAction(held, "stack two of shop, ann@build"))).toBe("stack three of shop, bob@build");
});
