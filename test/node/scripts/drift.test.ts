import { rmSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { activateRequest, Home, runShell, stageRequest } from "./nodeShell";
import { activate, axis2, datasources, first, hazelcast, rendered, shells, stock } from "./stagedFiles";

const newer = [rendered(axis2, "newer axis2"), rendered(datasources, "newer")];

describe.each(shells)("a file that somebody else changed, in %s,", (shell) => {
  async function changedByHand(): Promise<Home> {
    const home = new Home(stock);
    await activate(shell, home, first);
    home.write(datasources, "by hand");
    return home;
  }

  it("stops staging already, so that no node is activated, and is named", async () => {
    const home = await changedByHand();
    const { code, output } = await runShell(shell, stageRequest(home, newer));
    expect(code).toBe(1);
    expect(output).toContain(`  ${home.path}/${datasources} (changed)\n`);
    expect(output).toContain("set the argument overwrite");
    expect(output).not.toContain(axis2);
    expect(home.read(axis2)).toBe("rendered axis2\r\n");
    expect(home.read(datasources)).toBe("by hand");
  });

  it("stops the activation when it was changed after staging, before anything is changed", async () => {
    const home = new Home(stock);
    await activate(shell, home, first);
    await runShell(shell, stageRequest(home, newer));
    home.write(datasources, "by hand");
    const { code, output } = await runShell(shell, activateRequest(home, newer));
    expect(code).toBe(1);
    expect(output).toContain(`  ${home.path}/${datasources} (changed)\n`);
    expect(home.read(axis2)).toBe("rendered axis2\r\n");
    expect(home.read(datasources)).toBe("by hand");
  });

  it("may be one of many: an error of ten lines says how many", async () => {
    const files = Array.from({ length: 13 }, (_, index) => rendered(`repository/conf/${index}.xml`, "text"));
    const home = new Home(Object.fromEntries(files.map((file) => [file.path, "by hand"])));
    const { output } = await runShell(shell, stageRequest(home, files));
    expect(output).toContain("and 9 more");
    expect(output.trim().split("\n").length).toBeLessThanOrEqual(10);
  });

  it("stops the removal of a file that is no longer rendered", async () => {
    const home = new Home(stock);
    await activate(shell, home, [rendered(hazelcast, "seconds=60\n")]);
    home.write(hazelcast, "by hand");
    const { output } = await runShell(shell, stageRequest(home, first));
    expect(output).toContain(`${home.path}/${hazelcast} (changed)`);
  });

  it("is no reason to stop when it is as it shall be", async () => {
    const home = new Home({ ...stock, [datasources]: "password \xfc" });
    expect((await activate(shell, home, first)).code).toBe(0);
  });

  it("is kept when it is overwritten, every version of it", async () => {
    const home = await changedByHand();
    await activate(shell, home, newer, "yes");
    expect(home.read(datasources)).toBe("newer");
    expect(home.kept("replaced", datasources)).toBe("by hand");
    home.write(datasources, "by hand again");
    await activate(shell, home, first, "yes");
    expect(home.kept("replaced", datasources)).toBe("by hand again");
    expect(home.kept("replaced", `${datasources}.~1~`)).toBe("by hand");
  });

  it("returns to the distribution's text when it is no longer rendered after that", async () => {
    const home = await changedByHand();
    await activate(shell, home, [rendered(axis2, "newer axis2")], "yes");
    expect(home.read(datasources)).toBe(stock[datasources]);
    expect(home.kept("replaced", datasources)).toBe("by hand");
  });
});

describe.each(shells)("a file that somebody else deleted, in %s,", (shell) => {
  it("stops the first update, unless it is to be overwritten", async () => {
    const home = new Home(stock);
    rmSync(path.join(home.path, axis2));
    const { code, output } = await runShell(shell, stageRequest(home, first));
    expect(code).toBe(1);
    expect(output).toContain(`  ${home.path}/${axis2} (deleted)\n`);
    expect((await activate(shell, home, first, "yes")).code).toBe(0);
    expect(home.read(axis2)).toBe("rendered axis2\r\n");
  });

  it("stops a later update too", async () => {
    const home = new Home(stock);
    await activate(shell, home, first);
    rmSync(path.join(home.path, axis2));
    expect((await runShell(shell, stageRequest(home, newer))).output).toContain(`${axis2} (deleted)`);
  });

  it("returns with its folder when it is no longer rendered", async () => {
    const home = new Home(stock);
    await activate(shell, home, first);
    rmSync(path.join(home.path, path.dirname(axis2)), { recursive: true });
    expect((await activate(shell, home, [rendered(datasources, "newer")], "yes")).code).toBe(0);
    expect(home.read(axis2)).toBe(stock[axis2]);
  });

  it("is no reason to stop where the distribution has none", async () => {
    const home = new Home(stock);
    const files = [rendered(hazelcast, "seconds=60\n")];
    await activate(shell, home, files);
    rmSync(path.join(home.path, hazelcast));
    expect((await activate(shell, home, files)).code).toBe(0);
    expect(home.read(hazelcast)).toBe("seconds=60\n");
  });
});

describe.each(shells)("a home that others have installed from another distribution, in %s,", (shell) => {
  const other = { ...stock, [axis2]: "axis2 of another update" };
  const update = first.map((file) => ({ ...file, base: `${file.base} of another update`, text: "newer" }));

  it("is found by the files that are configured, before anything is changed", async () => {
    const home = new Home(other);
    const { code, output } = await runShell(shell, stageRequest(home, first));
    expect(code).toBe(1);
    expect(output).toContain(`not what product.distribution has there:\n  ${home.path}/${axis2} (foreign)\n`);
    expect(output).toMatch(/is from another distribution, .*; name the distribution that it is from/);
    expect(output).not.toContain(datasources);
  });

  it("is configured all the same when that is wanted, with a warning", async () => {
    const home = new Home(other);
    const { code, output } = await runShell(shell, stageRequest(home, first, "yes"));
    expect(code).toBe(0);
    expect(output).toContain(`warning: 1 of 2 files, ${axis2} for one, had another text in ${home.path}`);
    await runShell(shell, activateRequest(home, first, "yes"));
    expect(home.kept("replaced", axis2)).toBe("axis2 of another update");
  });

  it("is warned of when a later distribution is the other one", async () => {
    const home = new Home(stock);
    await activate(shell, home, first);
    const { code, output } = await runShell(shell, stageRequest(home, update));
    expect(code).toBe(0);
    expect(output).toContain(`warning: 2 of 2 files, ${axis2} for one, had another text in ${home.path}`);
    expect(output).toContain("stays as it is");
    expect((await runShell(shell, activateRequest(home, update))).code).toBe(0);
    expect(home.read(axis2)).toBe("newer");
  });
});
