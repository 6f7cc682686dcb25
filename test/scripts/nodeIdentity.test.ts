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
import { nodeIdPlaces } from "../../components/product";
import { requireProfile } from "../support/sampleProduct";
import { Home } from "./nodeShell";
import { prepare, started, unpacked } from "./preparedNode";
import { RunnableNode } from "./runnableNode";
import { axis2, nodeId, rendered, shells, stock } from "./stagedFiles";

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

/** Where DAS 3.2.0 and 2.2.0 as released, and later updates of them, keep it. */
const beside = "repository/datamy-node-id.dat";
const inData = "repository/data/my-node-id.dat";

describe.each(shells)("the id of a node with another version, in %s", (shell) => {
  it.each([
    ["das-3.2.0", { [beside]: "node-7" }],
    ["das-3.2.0", { [inData]: "node-7", [beside]: "of an earlier update" }],
    ["das-3.2.0", { [nodeId]: "node-7" }],
    ["apim-analytics-2.1.0", { [nodeId]: "node-7", [beside]: "of a later version" }],
    // As 2.2.0 has left it.
    ["apim-analytics-2.1.0", { [beside]: "node-7" }],
  ])("of %s is found in %j", async (profile, files) => {
    const home = new Home({ ...unpacked, ...files });
    const { code, output } = await prepare(shell, home, [["node-id", "node-8"]], {}, profile);
    expect(code).toBe(1);
    expect(output).toContain("this node's id is node-7, not node-8");
  });

  it("is written where every version reads it", async () => {
    const home = new Home(unpacked);
    await prepare(shell, home, [["node-id", "node-7"]], {}, "das-3.2.0");
    expect(home.read(nodeId)).toBe("node-7");
  });

  it("is there for what starts, whichever place that reads", async () => {
    const node = new RunnableNode({ [axis2]: stock[axis2], [beside]: "node-7" });
    node.nodeIdFiles = nodeIdPlaces(requireProfile("apim-analytics-2.2.0"));
    const one = node.revision([rendered(axis2, "rendered")]);
    await node.stage(shell, one);
    const { result, output } = await node.act(
      shell,
      { kind: "apply", revision: one.digest },
      { staged: one.digest },
    );
    expect(result, output).toEqual({ kind: "done" });
    expect(node.read(nodeId)).toBe("node-7");
    expect((await node.facts(shell)).nodeId).toBe("node-7");
    // As the product does it, which has a place of its own.
    rmSync(path.join(node.path, nodeId));
    for (const kind of ["stop", "start"] as const) {
      expect((await node.act(shell, { kind }, { staged: one.digest })).result).toEqual({ kind: "done" });
    }
    expect(node.read(nodeId)).toBe("node-7");
    await node.act(shell, { kind: "stop" }, { staged: one.digest });
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
