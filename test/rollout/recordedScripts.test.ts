import { describe, expect, it } from "vitest";
import { closing } from "../../components/node/closingLine";
import { nothingUnclosed, UnclosedScripts } from "../../components/rollout/recordedScripts";

const script = `true\n${closing("true")}`;
const [, nonce] = /closed %s\\n' (\w+)/.exec(script) ?? [];

describe("a recorded script", () => {
  it("is run again where the host has not said that it came to its end", async () => {
    const lost = new UnclosedScripts([{ script, reply: "Please log in as the user ec2-user" }]);
    expect(await lost.texts).toEqual([script]);
    expect(await lost.digest).not.toBe(nothingUnclosed);
  });

  it.each([
    ["has said so", script, `prepared\nclosed ${nonce}\n`],
    ["was run by a version of this library in which none says so", "true\n", "prepared\n"],
    ["has not run it yet", script, undefined],
  ])("is not where the host %s", async (_, script, reply) => {
    const closed = new UnclosedScripts([{ script, reply }]);
    expect(await closed.texts).toEqual([]);
    expect(await closed.digest).toBe(nothingUnclosed);
  });
});
