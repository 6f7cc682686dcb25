import { renameSync, symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { shell as part } from "../../components/node/remoteScript";
import { Home, runShell } from "./nodeShell";
import { shells } from "./stagedFiles";

const logs = "repository/logs";

describe.each(shells)("the product's log, in %s,", (shell) => {
  const role = (home: Home) => {
    const parts = ["common", "mask", "health"].map(part).join("");
    return runShell(
      shell,
      `${parts}home=${home.path} state=${home.state} peer_address=10.0.0.2\nread_log\necho "$role"\n`,
    );
  };

  it("is read as far back as the last start, also in a folder behind a link", async () => {
    const home = new Home({
      [`${logs}/wso2carbon-2026-11-27.log`]: "Starting WSO2 Carbon\nBecame CEP HA Active Member\n",
      [`${logs}/wso2carbon.log`]: "a quiet day\n",
    });
    expect(await role(home)).toEqual({ code: 0, output: "active\n" });
    renameSync(`${home.path}/${logs}`, `${home.path}/elsewhere`);
    symlinkSync(`${home.path}/elsewhere`, `${home.path}/${logs}`);
    expect(await role(home)).toEqual({ code: 0, output: "active\n" });
  });
});
