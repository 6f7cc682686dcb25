import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { createRevision } from "../../components/render/revision";
import { activateRequest, Home, runShell, stageRequest } from "./nodeShell";
import {
  activate,
  axis2,
  datasources,
  first,
  hazelcast,
  nodeId,
  rendered,
  second,
  shells,
  stock,
} from "./stagedFiles";

describe.each(shells)("in %s", (shell) => {
  it("stages without touching the home", async () => {
    const home = new Home(stock);
    const { code, output } = await runShell(shell, stageRequest(home, first));
    expect(output).toBe(`staged 2 files beside ${home.path}\n`);
    expect(code).toBe(0);
    expect(home.read(axis2)).toBe(stock[axis2]);
    expect(statSync(home.state).mode & 0o777).toBe(0o700);
  });

  it("activates exactly the bytes that were rendered, with modes that keep secrets", async () => {
    const home = new Home(stock);
    const { output } = await activate(shell, home, first);
    expect(output).toBe(`install ${axis2}\ninstall ${datasources}\n${home.path}: 2 of 2 files changed\n`);
    expect(home.read(axis2)).toBe("rendered axis2\r\n");
    expect(home.read(datasources)).toBe("password \xfc");
    expect(statSync(path.join(home.path, datasources)).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(home.path, axis2)).mode & 0o777).toBe(0o640);
    expect(home.read(nodeId)).toBe("node-7");
  });

  it("keeps what is in use and the newest few of what was only staged", async () => {
    const home = new Home(stock);
    const stage = (text: string) => runShell(shell, stageRequest(home, [rendered(axis2, text)]));
    await runShell(shell, stageRequest(home, first));
    await runShell(shell, activateRequest(home, first));
    const drivers = path.join(home.state, "drivers");
    mkdirSync(drivers);
    for (let number = 1; number <= 5; number++) writeFileSync(path.join(drivers, `driver${number}`), "");
    for (const text of ["a", "b", "c", "d", "e"]) await stage(text);
    const digests = (texts: string[]) => texts.map((text) => createRevision([rendered(axis2, text)]).digest);
    expect(readdirSync(path.join(home.state, "sets")).sort()).toEqual(
      [createRevision(first).digest, ...digests(["b", "c", "d", "e"])].sort(),
    );
    expect(readdirSync(drivers)).toHaveLength(3);
    expect((await runShell(shell, activateRequest(home, [rendered(axis2, "e")]))).code).toBe(0);
  });

  it("changes nothing the second time", async () => {
    const home = new Home(stock);
    await activate(shell, home, first);
    const before = statSync(path.join(home.path, axis2)).ino;
    const { output } = await activate(shell, home, first);
    expect(output).toBe(`${home.path}: 0 of 2 files changed\n`);
    expect(statSync(path.join(home.path, axis2)).ino).toBe(before);
  });

  it("returns a file that is no longer rendered to the distribution's text", async () => {
    const home = new Home(stock);
    await activate(shell, home, first);
    const { output } = await activate(shell, home, second);
    expect(output).toContain(`restore ${datasources}`);
    expect(home.read(datasources)).toBe("stock datasources");
    expect(statSync(path.join(home.path, datasources)).mode & 0o777).toBe(0o644);
    expect(home.read(hazelcast)).toBe("seconds=60\n");
  });

  it("removes a file that the distribution does not have when it is no longer rendered", async () => {
    const home = new Home(stock);
    await activate(shell, home, second);
    const { output } = await activate(shell, home, first);
    expect(output).toContain(`remove ${hazelcast}`);
    expect(home.read(hazelcast)).toBeUndefined();
  });

  it("leaves a file that is no longer rendered where its original is not known, and says so", async () => {
    const home = new Home({ ...stock, [datasources]: "by hand" });
    await activate(shell, home, first, "yes");
    const { code, output } = await activate(shell, home, second);
    expect(code).toBe(0);
    expect(output).toContain(`left as it is: ${datasources}, its original is not known here\n`);
    expect(output).toContain("1 of 2 files changed");
    expect(home.read(datasources)).toBe("password \xfc");
    expect((await activate(shell, home, second)).output).not.toContain("left as it is");
  });

  it("does not take such a file for somebody else's later", async () => {
    const home = new Home({ ...stock, [datasources]: "by hand" });
    await activate(shell, home, first, "yes");
    await activate(shell, home, second);
    const { code } = await activate(shell, home, [rendered(datasources, "newer")]);
    expect(code).toBe(0);
    expect(home.read(datasources)).toBe("newer");
  });

  it("keeps the secrets of what it activated no longer than needed", async () => {
    const home = new Home(stock);
    await activate(shell, home, first);
    await activate(shell, home, second);
    expect(readdirSync(path.join(home.state, "sets"))).toHaveLength(1);
  });

  it("refuses a request that arrived cut off, wherever it was cut", async () => {
    const home = new Home(stock);
    const whole = stageRequest(home, first);
    for (const part of [0.3, 0.9, 0.97, 0.99]) {
      const { output } = await runShell(shell, whole.slice(0, Math.floor(whole.length * part)));
      expect(output).not.toContain("staged 2");
    }
    expect(home.read(axis2)).toBe(stock[axis2]);
    const sets = existsSync(home.state) ? readdirSync(path.join(home.state, "sets")) : [];
    expect(sets).toEqual([]);
    expect((await activate(shell, home, first)).output).toContain("2 of 2 files changed");
  });

  it("says that a request arrived incomplete", async () => {
    const home = new Home(stock);
    const whole = stageRequest(home, first);
    const { output } = await runShell(shell, whole.slice(0, whole.lastIndexOf("\nend\nREQUEST\n") - 4));
    expect(output).toContain("arrived incomplete; run the update again");
  });

  it("says so when the home is not there", async () => {
    const { code, output } = await runShell(shell, stageRequest({ path: "/nowhere/product" }, first));
    expect(code).toBe(1);
    expect(output).toMatch(/\/nowhere\/product is no product home .*install the product there/);
  });
});
