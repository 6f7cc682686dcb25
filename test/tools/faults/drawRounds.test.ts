import { describe, expect, it } from "vitest";
import { drawRounds } from "../../../tools/faults/drawRounds";
import { describeRound, FaultKind, Target, Update } from "../../../tools/faults/round";

describe("the rounds of a seed", () => {
  it("are the same each time, however many are asked for", () => {
    expect(drawRounds(7, 30)).toEqual(drawRounds(7, 30));
    expect(drawRounds(7, 30).slice(0, 5)).toEqual(drawRounds(7, 5));
  });

  it("are others than those of another seed", () => {
    expect(drawRounds(7, 5)).not.toEqual(drawRounds(8, 5));
  });

  it("have every kind of update and of fault, on either node, early and late", () => {
    const rounds = drawRounds(7, 400);
    const faults = rounds.flatMap((round) => round.faults);
    expect(new Set(rounds.map(({ update }) => update))).toEqual(new Set(Object.values(Update)));
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(Object.values(FaultKind)));
    expect(new Set(faults.map(({ target }) => target))).toEqual(new Set(Object.values(Target)));
    expect(new Set(rounds.map((round) => round.faults.length))).toEqual(new Set([1, 2]));
    expect(faults.some(({ seconds }) => seconds === undefined)).toBe(true);
    const begins = faults.filter(({ moment }) => moment.says === "");
    expect(begins.some(({ moment }) => moment.milliseconds < 1000)).toBe(true);
    expect(begins.some(({ moment }) => moment.milliseconds > 5000)).toBe(true);
  });

  it("wait for what an update of that kind says", () => {
    for (const { update, faults } of drawRounds(7, 400)) {
      for (const { moment } of faults) {
        if (update === Update.Nothing) expect(moment.says).toBe("");
        if (moment.says === "-user updating") expect(update).toBe(Update.Password);
      }
    }
  });

  it("can be told to people", () => {
    expect(
      describeRound({
        update: Update.File,
        startSeconds: 3,
        faults: [
          {
            kind: FaultKind.ProductFrozen,
            target: Target.Passive,
            moment: { says: "stopping", milliseconds: 20 },
            seconds: undefined,
          },
          {
            kind: FaultKind.DeployerKilled,
            target: Target.Active,
            moment: { says: "", milliseconds: 5 },
            seconds: 3,
          },
        ],
      }),
    ).toBe(
      "an update changes a file of both nodes, starts take 3 s; the product stands still on the passive node until the update " +
        'has ended, 20 ms after "stopping"; the deployer is killed, 5 ms after the begin',
    );
  });
});
