import { existsSync, readdirSync, rmSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import {
  base64,
  copySource,
  RemoteScript,
  type RequestLine,
  scriptWithRequest,
} from "../../../components/node/remoteScript";
import { Home, runShell } from "./nodeShell";
import { LoginHome, prepare, runningProduct, sha256, unpacked } from "./preparedNode";
import { shells } from "./stagedFiles";

const folder = "repository/deployment/server/carbonapps";
const log = "repository/logs/wso2carbon.log";
const deployed = "INFO - Successfully Deployed Carbon Application : a_1.0.0{super-tenant}\n";

describe.each(shells)("C-Apps, in %s", (shell) => {
  const login = new LoginHome();

  function script(
    home: Home,
    apps: Record<string, string>,
    overwrite = "no",
    wait: number | "-" = "-",
  ): string {
    const lines = Object.entries(apps).map(
      ([name, text]): RequestLine => ["app", sha256(text), name, `${path.parse(name).name}_1.0.0`],
    );
    return scriptWithRequest(RemoteScript.CarbonApps, [
      ["home", home.path],
      ["incoming", "nobody-here", ".node1"],
      ["overwrite", overwrite],
      ["wait", wait],
      ["mask", base64("a-password")],
      ...lines,
    ]);
  }

  function put(home: Home, apps: Record<string, string>, overwrite = "no") {
    for (const text of Object.values(apps)) login.copy(text);
    return runShell(shell, script(home, apps, overwrite), login.session);
  }

  it("are put where they differ, and taken out when no longer wanted", async () => {
    const home = new Home(unpacked);
    const names = () => readdirSync(path.join(home.path, folder)).sort();
    expect(await put(home, { "a.car": "1", "b.car": "1" })).toEqual({
      code: 0,
      output: "put a.car\nput b.car\n",
    });
    expect(names()).toEqual(["a.car", "b.car", "shipped.car"]);
    expect((await put(home, { "a.car": "2", "b.car": "1" })).output).toBe("put a.car\n");
    expect(home.read(`${folder}/a.car`)).toBe("2");
    expect((await put(home, { "b.car": "1" })).output).toBe("took out a.car\n");
    expect((await put(home, {})).output).toBe("took out b.car\n");
    expect(names()).toEqual(["shipped.car"]);
    expect(await put(home, {})).toEqual({ code: 0, output: "" });
    expect(readdirSync(login.folder)).toEqual([]);
  });

  it("need no copy where they are in place, and say what to do where they are not", async () => {
    const home = new Home(unpacked);
    await put(home, { "a.car": "1" });
    const request = script(home, { "a.car": "1" });
    expect(await runShell(shell, request, login.session)).toEqual({ code: 0, output: "" });
    rmSync(path.join(home.path, folder, "a.car"));
    const { code, output } = await runShell(shell, request, login.session);
    expect(code).toBe(1);
    expect(output).toContain(
      "was taken from there before; have it sent again with pulumi up --target-replace",
    );
  });

  it("of somebody else are replaced only when allowed, and kept then", async () => {
    const home = new Home(unpacked);
    const mine = { "a.car": "1", "shipped.car": "mine" };
    const refused = await put(home, mine);
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/shipped\.car is neither this C-App.*overwrite/);
    expect(home.read(`${folder}/a.car`)).toBeUndefined();
    expect((await put(home, mine, "yes")).code).toBe(0);
    expect(home.read(`${folder}/shipped.car`)).toBe("mine");
    expect(home.kept("replaced", "shipped.car")).toBe("shipped");
  });

  it("that somebody has changed are left when no longer wanted", async () => {
    const home = new Home(unpacked);
    await put(home, { "a.car": "1" });
    home.write(`${folder}/a.car`, "theirs");
    expect((await put(home, {})).output).toBe("left a.car, which somebody has changed\n");
    expect(home.read(`${folder}/a.car`)).toBe("theirs");
  });

  it("that arrived otherwise than they left are refused", async () => {
    const home = new Home(unpacked);
    const other = new LoginHome();
    other.copy("cut off", sha256("whole"));
    const { code, output } = await runShell(shell, script(home, { "a.car": "whole" }), other.session);
    expect(code).toBe(1);
    expect(output).toContain("is not what was copied there");
    expect(existsSync(path.join(home.path, folder, "a.car"))).toBe(false);
  });

  it("are waited for until the log says they are deployed", async () => {
    const home = new Home({ ...unpacked, [log]: `${deployed}before\n` });
    login.copy("1");
    const afterwards =
      `(until [ -e ${home.path}/${folder}/a.car ]; do sleep 0.1; done; ` +
      `printf '%s' '${deployed}' >>${home.path}/${log}) >/dev/null 2>&1 &\n`;
    const running = runningProduct(
      home,
      `${afterwards}${shell} <<'ALL'\n${script(home, { "a.car": "1" }, "no", 60)}ALL\n`,
    );
    expect(await runShell("sh", running, login.session)).toEqual({
      code: 0,
      output: "put a.car\ndeployed a_1.0.0\n",
    });
  });

  it("that are not deployed in time fail with the end of the log, an earlier deployment notwithstanding", async () => {
    const home = new Home({ ...unpacked, [log]: `[before] ERROR - another\n${deployed}` });
    login.copy("1");
    const request = script(home, { "a.car": "1" }, "no", 2);
    const afterwards =
      `(until [ -e ${home.path}/${folder}/a.car ]; do sleep 0.1; done; ` +
      `echo '[now] ERROR - a-password cannot be deployed' >>${home.path}/${log}) >/dev/null 2>&1 &\n`;
    const running = (before: string) => runningProduct(home, `${before}${shell} <<'ALL'\n${request}ALL\n`);
    const { code, output } = await runShell("sh", running(afterwards), login.session);
    expect(code).toBe(1);
    expect(output).toContain(
      `${home.path}/${folder}/a.car, the C-App a_1.0.0, was not deployed within 2 s; `,
    );
    expect(output).toContain("[now] ERROR - ******** cannot be deployed");
    expect(output).not.toContain("another");
    // Neither is it by the same request again.
    const again = await runShell("sh", running(""), login.session);
    expect(again.output).toContain("was not deployed within 2 s");
  });

  it("are not waited for where the product does not run", async () => {
    const home = new Home(unpacked);
    login.copy("1");
    const { code, output } = await runShell(shell, script(home, { "a.car": "1" }, "no", 60), login.session);
    expect([code, output]).toEqual([0, "put a.car\nnot waited for: the product does not run\n"]);
  });
});

describe.each(shells)("client libraries, in %s", (shell) => {
  const library = (source: string, digest: string): RequestLine => [
    "library",
    "repository/components/lib",
    "client.jar",
    digest,
    source,
  ];

  it("are installed once, whole or not at all", async () => {
    const home = new Home(unpacked);
    const login = new LoginHome();
    const digest = login.copy("jar");
    const first = await prepare(shell, home, [library(copySource, digest)], login.session);
    expect(first.output).toContain(
      "installed repository/components/lib/client.jar, used from the next start on\n",
    );
    rmSync(login.folder, { recursive: true });
    const again = await prepare(shell, home, [library(copySource, digest)], login.session);
    expect(again).toEqual({ code: 0, output: `prepared ${home.path}\n` });
    const other = await prepare(shell, home, [library(copySource, sha256("other"))], login.session);
    expect(other.code).toBe(1);
    expect(home.read("repository/components/lib/client.jar")).toBe("jar");
  });

  it("that are downloaded are refused with another checksum", async () => {
    const home = new Home(unpacked);
    const { code, output } = await prepare(shell, home, [
      library("http://127.0.0.1:9/client.jar", sha256("x")),
    ]);
    expect(code).toBe(1);
    expect(output).toContain("http://127.0.0.1:9/client.jar could not be downloaded");
    expect(readdirSync(path.join(home.path, "repository/components/lib"))).toEqual([]);
  });
});
