import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { textsRequest } from "../../components/node";
import {
  base64,
  RemoteScript,
  type RequestLine,
  scriptWithRequest,
} from "../../components/node/remoteScript";
import type { RenderedFile } from "../../components/render/renderCluster";
import { createRevision, sha256 } from "../../components/render/revision";
import { activateRequest, Home, runShell } from "./nodeShell";
import { axis2, datasources, first, hazelcast, rendered, second, shells, stock } from "./stagedFiles";

/** Stages files with what is not to be shown of them, and installs them. */
async function deploy(shell: string, home: Home, files: readonly RenderedFile[], secrets: readonly string[]) {
  const revision = createRevision(files);
  const lines = revision.files.flatMap(({ path, mode, digest, base, text, baseText }): RequestLine[] => [
    ["file", mode, digest, base, path, base64(text, "latin1")],
    ...(baseText === undefined ? [] : [["base", path, base64(baseText, "latin1")] as const]),
  ]);
  const script = scriptWithRequest(RemoteScript.Stage, [
    ["home", home.path],
    ["node", "node1"],
    ["overwrite", "no"],
    ["set", revision.digest],
    ...lines,
    ...secrets.map((secret) => ["mask", base64(secret)] as const),
  ]);
  for (const each of [script, activateRequest(home, files)]) {
    const { code, output } = await runShell(shell, each);
    expect(code, output).toBe(0);
  }
}

async function texts(shell: string, home: Home, wanted: readonly RenderedFile[]) {
  const { script, parse } = textsRequest(home.path, createRevision(wanted).files);
  const { output } = await runShell(shell, script);
  return parse(`a greeting\n${output}`);
}

describe.each(shells)("the files that an update changes, in %s,", (shell) => {
  it("are read: those with another text than wanted, and those that are no longer rendered", async () => {
    const home = new Home(stock);
    await deploy(shell, home, [...first, ...second.slice(1)], ["password"]);
    const wanted = [rendered(axis2, "another axis2")];
    expect(await texts(shell, home, wanted)).toEqual({
      files: expect.arrayContaining([
        { path: axis2, before: "rendered axis2\r\n", isRead: true },
        { path: datasources, before: "password \xfc", isRead: true, successor: { text: stock[datasources] } },
        { path: hazelcast, before: "seconds=60\n", isRead: true, successor: { text: undefined } },
      ]),
      secrets: ["password"],
    });
  });

  it("are not read where they are as wanted", async () => {
    const home = new Home(stock);
    await deploy(shell, home, first, []);
    expect(await texts(shell, home, first)).toEqual({ files: [], secrets: [] });
    home.write(axis2, "by hand");
    expect(await texts(shell, home, first)).toEqual({
      files: [{ path: axis2, before: "by hand", isRead: true }],
      secrets: [],
    });
  });

  it("are read where nothing is deployed yet, and one that is not there is told", async () => {
    expect(await texts(shell, new Home(stock), second)).toEqual({
      files: expect.arrayContaining([
        { path: axis2, before: stock[axis2], isRead: true },
        { path: hazelcast, before: undefined, isRead: true },
      ]),
      secrets: [],
    });
  });

  it("are told apart from those that cannot be read", async () => {
    const home = new Home({ ...stock, [axis2]: "x".repeat(2 * 1024 * 1024 + 1), [hazelcast]: "" });
    const files = (await texts(shell, home, second))?.files ?? [];
    expect(files.map(({ path, isRead }) => [path, isRead]).toSorted()).toEqual([
      [axis2, false],
      [hazelcast, true],
    ]);
  });

  it.skipIf(process.getuid?.() !== 0)(
    "are read as the owner of the home, who is given nothing of root's",
    async () => {
      const home = new Home(stock);
      const victim = path.join(mkdtempSync(path.join(tmpdir(), "victim-")), "file");
      chmodSync(path.dirname(victim), 0o755);
      writeFileSync(victim, "root's own", { mode: 0o600 });
      symlinkSync(victim, path.join(home.path, hazelcast));
      execFileSync("chown", ["-hR", "65534:65534", home.path]);
      const seen = await texts(shell, home, second);
      expect(seen?.files.find(({ path }) => path === axis2)?.before).toBe(stock[axis2]);
      expect(JSON.stringify(seen)).not.toContain("root's own");
    },
  );

  it("are not read where the files beside the home are not ours, or there is no home", async () => {
    const home = new Home(stock);
    await deploy(shell, home, first, []);
    writeFileSync(path.join(home.state, "version"), "99\n");
    expect(await texts(shell, home, second)).toBeUndefined();
    const request = textsRequest("/nowhere/home", []);
    expect(request.parse((await runShell(shell, request.script)).output)).toBeUndefined();
  });
});

it("a reply counts only as a whole, and a text only with its digest", () => {
  const { script, parse } = textsRequest("/home", []);
  const nonce = /^nonce (\w{24})$/m.exec(script)?.[1];
  const reply = `texts ${nonce}\nfile a ${sha256("text")} ${base64("text")}\nfile b ${sha256("text")} ${base64("cut")}\n`;
  expect(parse(reply)).toBeUndefined();
  expect(parse(`${reply}end ${nonce}\n`)?.files.map(({ isRead }) => isRead)).toEqual([true, false]);
});
