import { describe, expect, it } from "vitest";
import { deprecationWarnings, withCurrentNames } from "../../components/description";

describe("arguments under old names", () => {
  it("get the current ones, in their groups, and leave the given object as it is", () => {
    const given = {
      force: true,
      allowFullStop: true,
      repush: "again",
      service: { manage: true, startTimeoutSeconds: 30, steadySeconds: 0 },
      rollout: { observeInPreviews: false },
    };
    const before = structuredClone(given);
    expect(withCurrentNames(given)).toEqual({
      rerunTrigger: "again",
      service: { manage: true },
      rollout: {
        observeInPreviews: false,
        force: true,
        limit: "fullStop",
        startTimeoutSeconds: 30,
        steadySeconds: 0,
      },
    });
    expect(given).toEqual(before);
    expect(deprecationWarnings(given)).toEqual([
      "repush is deprecated; use rerunTrigger instead.",
      "allowFullStop is deprecated; use rollout.limit instead.",
      "force is deprecated; use rollout.force instead.",
      "service.startTimeoutSeconds is deprecated; use rollout.startTimeoutSeconds instead.",
      "service.steadySeconds is deprecated; use rollout.steadySeconds instead.",
    ]);
  });

  it("are no old names if they have a flag's default, as in the ready-made stack", () => {
    const given = { force: false, allowFullStop: false };
    expect(deprecationWarnings(given)).toEqual([]);
    expect(withCurrentNames(given)).toEqual(given);
  });

  it("stay where both names are given, and where the value is not known yet", () => {
    const twice = { force: true, rollout: { force: false } };
    expect(withCurrentNames(twice)).toEqual(twice);
    const output = { apply: () => undefined };
    expect(withCurrentNames({ allowFullStop: output })).toEqual({ allowFullStop: output });
    expect(withCurrentNames({ force: output })).toEqual({ rollout: { force: output } });
    expect(withCurrentNames({ force: true, rollout: output })).toEqual({ force: true, rollout: output });
  });
});
