import { describe, expect, it } from "vitest";
import { areLeftDown, type Sample, wrongOutages } from "../../../tools/faults/outages";
import { FaultKind } from "../../../tools/faults/round";

const second = 1000;

/** A letter a second and node: `s` serves, `t` is told to stop and serves, `x` is told to stop and does not serve, `.` neither. */
function timeline(node1: string, node2: string): Sample[] {
  const stopsUntil = (letters: string, index: number) =>
    letters.slice(0, index + 1).replaceAll(/[^tx]/g, "").length;
  return [...node1].map((_, index) => {
    const serves = (letters: string) => "st".includes(letters[index] ?? "");
    return {
      at: index * second,
      serves: [serves(node1), serves(node2)],
      stops: [stopsUntil(node1, index), stopsUntil(node2, index)],
    };
  });
}

describe("a moment with both nodes down", () => {
  it.each([
    ["a roll has none", "sssssssst..ss", "sst..ssssssss"],
    ["the active node dies while the passive one restarts", "sss....ss", "st...ssss"],
    ["both die", "ss...ss", "ss..sss"],
    [
      "the second one is told to stop before anybody can know that the first one has died",
      "sst..ss",
      "ss....s",
    ],
    ["the one dies at the moment at which the other one stops", "sst..ss", "sss..ss"],
    ["it was told to stop in a former life only", "st..ss..ss", "ssssst..ss"],
    ["neither has ever served", "....", "...."],
  ])("is nobody's fault where %s", (_, node1, node2) => {
    expect(wrongOutages(timeline(node1, node2))).toEqual([]);
  });

  it.each([
    ["the active node is stopped while the passive one restarts", "ssst..ss", "st...sss", { at: 4, node: 0 }],
    [
      "it is stopped long after the other one has died",
      "sssssssssst..s",
      "ss...........s",
      { at: 11, node: 0 },
    ],
    ["both are stopped at once", "sst..ss", "sst..ss", { at: 3, node: 1 }],
    ["it stops within a moment", "sssx..ss", "st....ss", { at: 3, node: 0 }],
    [
      "it is stopped so and serves when the other one dies later",
      "ssst..sssss",
      "st...sss...",
      { at: 4, node: 0 },
    ],
  ])("is the update's where %s", (_, node1, node2, { at, node }) => {
    expect(wrongOutages(timeline(node1, node2))).toEqual([{ at: at * second, node }]);
  });
});

describe("an update that ends by itself", () => {
  const one = [{ kind: FaultKind.StartHangs }];

  it.each([
    ["a node serves", [true, false], [false, true], one],
    ["faults have hit both nodes", [false, false], [true, true], one],
    ["no node can start without MySQL", [false, false], [false, true], [{ kind: FaultKind.MySqlStopped }]],
  ] as const)("leaves no node down that could serve where %s", (_, serves, hit, faults) => {
    expect(areLeftDown(serves, hit, faults)).toBe(false);
  });

  it("does so where none serves and no fault has hit one of them", () => {
    expect(areLeftDown([false, false], [false, true], one)).toBe(true);
  });
});
