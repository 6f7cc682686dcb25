import {
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { Home } from "./nodeShell";
import { prepare, started, unpacked } from "./preparedNode";
import { nodeId, shells } from "./stagedFiles";

describe.each(shells)("the node's id, in %s", (shell) => {
  it("is written where there is none, for a node that was rebuilt", async () => {
    const home = new Home(unpacked);
    const { code } = await prepare(shell, home, [["node-id", "node-7"]]);
    expect(code).toBe(0);
    expect(home.read(nodeId)).toBe("node-7");
  });

  it("is the product's to make where none is asked for", async () => {
    const home = new Home(unpacked);
    expect((await prepare(shell, home, [["node-id", "-"]])).code).toBe(0);
    expect(home.read(nodeId)).toBeUndefined();
  });

  it("is never replaced, and the refusal names both", async () => {
    const home = new Home(started);
    const { code, output } = await prepare(shell, home, [["node-id", "node-8"]]);
    expect(code).toBe(1);
    expect(output).toContain("this node's id is node-7, not node-8");
    expect(home.read(nodeId)).toBe("node-7");
  });

  it("comes back to a home that was installed anew in the same place", async () => {
    const home = new Home(started);
    expect((await prepare(shell, home, [["node-id", "node-7"]])).code).toBe(0);
    rmSync(home.path, { recursive: true });
    for (const [name, text] of Object.entries(unpacked)) home.write(name, text);
    expect((await prepare(shell, home, [["node-id", "-"]])).code).toBe(0);
    expect(home.read(nodeId)).toBe("node-7");
    expect((await prepare(shell, home, [["node-id", "node-8"]])).output).toContain("not node-8");
  });
});

describe.each(shells)("the link to the home, in %s", (shell) => {
  const place = () => path.join(mkdtempSync(path.join(tmpdir(), "link-")), "deep/er/link");

  it("is made with its parents, once", async () => {
    const home = new Home(unpacked);
    const link = place();
    const request = () => prepare(shell, home, [["link", link]]);
    expect(await request()).toEqual({
      code: 0,
      output: `linked ${link} to ${home.path}\nprepared ${home.path}\n`,
    });
    expect(readlinkSync(link)).toBe(home.path);
    expect((await request()).output).toBe(`prepared ${home.path}\n`);
  });

  it.each(["a file", "a link"])(
    "is refused where %s of somebody else is, before anything is made",
    async (what) => {
      const home = new Home(unpacked);
      const link = place();
      mkdirSync(path.dirname(link), { recursive: true });
      if (what === "a link") symlinkSync("/usr", link);
      else writeFileSync(link, "theirs");
      const { code, output } = await prepare(shell, home, [
        ["node-id", "node-7"],
        ["link", link],
      ]);
      expect(code).toBe(1);
      expect(output).toMatch(new RegExp(`${link} is (there already|a link to /usr).*spark\\.symbolicLink`));
      expect(home.read(nodeId)).toBeUndefined();
    },
  );

  it("follows to another home, whose link it was", async () => {
    const old = new Home(unpacked);
    const link = place();
    await prepare(shell, old, [["link", link]]);
    const next = new Home(unpacked);
    expect((await prepare(shell, next, [["link", link]])).code).toBe(0);
    expect(readlinkSync(link)).toBe(next.path);
    renameSync(next.path, `${next.path}-moved`);
  });
});
