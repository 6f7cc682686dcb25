import { spawn } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { configurationSet } from "../../components/configuration/configurationSet";
import type { RenderedFile } from "../../components/configuration/render";
import { activateRequest, Home, pausedCommand, runShell, stageRequest } from "./nodeShell";

const axis2 = "repository/conf/axis2/axis2.xml";
const datasources = "repository/conf/datasources/master-datasources.xml";
const hazelcast = "repository/conf/hazelcast.properties";
const nodeId = "repository/conf/analytics/my-node-id.dat";
const stock = { [axis2]: "stock axis2\r\n", [datasources]: "stock datasources", [nodeId]: "node-7" };

function rendered(file: string, text: string, secret = false): RenderedFile {
  return { path: file, text, base: (stock as Record<string, string>)[file], secret };
}

const first = [rendered(axis2, "rendered axis2\r\n"), rendered(datasources, "password \xfc", true)];
const second = [rendered(axis2, "rendered axis2\r\n"), rendered(hazelcast, "seconds=60\n")];

// The shells that /bin/sh is on the supported distributions.
describe.each(["dash", "bash"].filter((shell) => existsSync(`/bin/${shell}`)))("in %s", (shell) => {
  async function activate(home: Home, files: readonly RenderedFile[], overwrite = "no") {
    const staged = await runShell(shell, stageRequest(home, files));
    expect(staged).toMatchObject({ code: 0 });
    return runShell(shell, activateRequest(home, files, overwrite));
  }

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
    const { output } = await activate(home, first);
    expect(output).toBe(`install ${axis2}\ninstall ${datasources}\n${home.path}: 2 of 2 files changed\n`);
    expect(home.read(axis2)).toBe("rendered axis2\r\n");
    expect(home.read(datasources)).toBe("password \xfc");
    expect(statSync(path.join(home.path, datasources)).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(home.path, axis2)).mode & 0o777).toBe(0o640);
    expect(home.read(nodeId)).toBe("node-7");
  });

  it("changes nothing the second time", async () => {
    const home = new Home(stock);
    await activate(home, first);
    const before = statSync(path.join(home.path, axis2)).ino;
    const { output } = await activate(home, first);
    expect(output).toBe(`${home.path}: 0 of 2 files changed\n`);
    expect(statSync(path.join(home.path, axis2)).ino).toBe(before);
  });

  it("returns a file that is no longer rendered to the distribution's text", async () => {
    const home = new Home(stock);
    await activate(home, first);
    const { output } = await activate(home, second);
    expect(output).toContain(`restore ${datasources}`);
    expect(home.read(datasources)).toBe("stock datasources");
    expect(home.read(hazelcast)).toBe("seconds=60\n");
  });

  it("removes a file that the distribution does not have when it is no longer rendered", async () => {
    const home = new Home(stock);
    await activate(home, second);
    const { output } = await activate(home, first);
    expect(output).toContain(`remove ${hazelcast}`);
    expect(home.read(hazelcast)).toBeUndefined();
  });

  it("removes such a file too when the last activation of it was interrupted", async () => {
    const home = new Home(stock);
    await activate(home, second);
    writeFileSync(path.join(home.state, "activating"), `${configurationSet(second).digest}\n`);
    const { output } = await activate(home, first);
    expect(output).toContain(`remove ${hazelcast}`);
    expect(home.read(hazelcast)).toBeUndefined();
  });

  it("keeps a file whose original it never saw", async () => {
    const home = new Home({ ...stock, [datasources]: "password \xfc" });
    await activate(home, first);
    await activate(home, second);
    expect(home.read(datasources)).toBe("password \xfc");
  });

  it("stops before anything is changed when somebody else changed a file, and names it", async () => {
    const home = new Home(stock);
    await activate(home, first);
    home.write(datasources, "by hand");
    const { code, output } = await activate(home, [
      rendered(axis2, "newer axis2"),
      rendered(datasources, "newer"),
    ]);
    expect(code).toBe(1);
    expect(output).toContain(`${home.path}/${datasources}`);
    expect(output).toContain("overwrite");
    expect(output.trim().split("\n").length).toBeLessThanOrEqual(10);
    expect(home.read(axis2)).toBe("rendered axis2\r\n");
    expect(home.read(datasources)).toBe("by hand");
  });

  it("keeps what it overwrites", async () => {
    const home = new Home(stock);
    home.write(datasources, "by hand");
    const { code } = await activate(home, first, "yes");
    expect(code).toBe(0);
    expect(home.read(datasources)).toBe("password \xfc");
    expect(readFileSync(path.join(home.state, "replaced", datasources), "utf8")).toBe("by hand");
  });

  it("refuses a request that arrived cut off, wherever it was cut", async () => {
    const home = new Home(stock);
    const whole = stageRequest(home, first);
    for (const part of [0.3, 0.9, 0.97, 0.99]) {
      const { output } = await runShell(shell, whole.slice(0, Math.floor(whole.length * part)));
      expect(output).not.toContain("staged");
    }
    expect(home.read(axis2)).toBe(stock[axis2]);
    const sets = existsSync(home.state) ? readdirSync(path.join(home.state, "sets")) : [];
    expect(sets).toEqual([]);
    expect((await activate(home, first)).output).toContain("2 of 2 files changed");
  });

  it("finishes what an interrupted activation began", async () => {
    const home = new Home(stock);
    await runShell(shell, stageRequest(home, first));
    // As left by a machine that stopped between two renames.
    home.write(axis2, "rendered axis2\r\n");
    home.write(`${datasources}.activating`, "half");
    writeFileSync(path.join(home.state, "activating"), `${configurationSet(first).digest}\n`);
    const third = [rendered(axis2, "third"), rendered(datasources, "third")];
    const { code, output } = await activate(home, third);
    expect(output).toContain("2 of 2 files changed");
    expect(code).toBe(0);
    expect(home.read(axis2)).toBe("third");
    expect(home.read(`${datasources}.activating`)).toBeUndefined();
  });

  it("goes on when the session is killed, and a later call waits for it", async () => {
    const home = new Home(stock);
    await runShell(shell, stageRequest(home, first));
    const pause = pausedCommand("install");
    const session = spawn(shell, ["-s"], { stdio: ["pipe", "ignore", "ignore"], env: pause.environment });
    session.stdin.end(activateRequest(home, first));
    await pause.reached();
    session.kill("SIGKILL");
    const later = runShell(shell, activateRequest(home, first));
    pause.release();
    expect(await later).toEqual({ code: 0, output: `${home.path}: 0 of 2 files changed\n` });
    expect(home.read(axis2)).toBe("rendered axis2\r\n");
  });

  it("says so when the home is not there", async () => {
    const home = new Home(stock);
    const missing = Object.assign(Object.create(Home.prototype), { path: "/nowhere/product" });
    expect(home.path).not.toBe(missing.path);
    const { code, output } = await runShell(shell, stageRequest(missing, first));
    expect(code).toBe(1);
    expect(output).toMatch(/\/nowhere\/product is no product home .*install the product there/);
  });

  it.skipIf(process.getuid?.() === 0)("says so when it may not write", async () => {
    const home = new Home(stock);
    chmodSync(path.dirname(home.path), 0o500);
    const { output } = await runShell(shell, stageRequest(home, first));
    expect(output).toContain("ssh.sudo");
  });
});
