import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { RunnableNode, secret } from "./runnableNode";
import { first, shells, stock } from "./stagedFiles";

const nodes: RunnableNode[] = [];
afterEach(() => {
  for (const node of nodes.splice(0)) node.end();
});

const deployer = "stack one of shop, ann@build";

describe.each(shells)("the journal of a node, in %s,", (shell) => {
  async function deployed() {
    const node = new RunnableNode(stock);
    nodes.push(node);
    const revision = node.revision(first);
    await node.stage(shell, revision);
    await node.act(
      shell,
      { kind: "apply", revision: revision.digest },
      { staged: revision.digest, deployer },
    );
    return { node, revision: revision.digest };
  }

  /** Without the time. */
  async function journal(node: RunnableNode): Promise<string[]> {
    const { journal: lines } = await node.facts(shell);
    for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ /);
    return lines.map((line) => line.replace(/^\S+ /, ""));
  }

  it("says who did what with which revision, and how it ended", async () => {
    const { node, revision } = await deployed();
    const short = revision.slice(0, 8);
    await node.act(shell, { kind: "stop" }, { staged: revision, deployer });
    await node.act(shell, { kind: "start" }, { staged: "another", deployer });
    await node.act(shell, { kind: "stop" }, { staged: revision });
    node.write("broken", "no\n");
    await node.act(shell, { kind: "start" }, { staged: revision, deployer: `with ${secret}` });
    expect(await journal(node)).toEqual([
      `apply ${short} done ${deployer}`,
      `stop ${short} done ${deployer}`,
      `start ${short} refused ${deployer}`,
      `stop ${short} done -`,
      `start ${short} failed with ********`,
    ]);
  });

  it("is bounded", async () => {
    const { node, revision } = await deployed();
    const file = path.join(node.state, "journal");
    writeFileSync(file, "2026-11-29T10:00:00Z stop 1a2b3c4d done -\n".repeat(400));
    await node.act(shell, { kind: "stop" }, { staged: revision, deployer });
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(200);
    expect(lines.at(-1)).toContain(deployer);
  });
});
