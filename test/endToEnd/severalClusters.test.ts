import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AnalyticsCluster } from "../../components";
import type { EngineStack } from "../../tools/machine/engineStack";
import type { SshServer } from "../../tools/machine/sshServer";
import { expectSuccess } from "./expectSuccess";
import { clusterOn, type Node, sshOf, Workplace } from "./workplace";

const names = ["shop1", "shop2", "shop3", "shop4"];
const workplace = new Workplace();
const pairs: [Node, Node][] = [];
let bastion: SshServer;
let stack: EngineStack;

beforeAll(async () => {
  // sshd's own default.
  bastion = await workplace.startSshServer("bastion", { settings: ["MaxStartups 10:30:100"] });
  for (const name of names) {
    const settings = ["MaxStartups 10:30:100"];
    pairs.push([
      await workplace.startNode(`${name}/node1`, { settings }),
      await workplace.startNode(`${name}/node2`, { settings }),
    ]);
  }
  stack = await workplace.createStack();
});
afterAll(() => workplace.end());

/** Four pairs in one program, all behind one bastion. */
function program(): void {
  const { timeoutSeconds: _, ...login } = sshOf(bastion);
  for (const [index, name] of names.entries()) {
    const args = clusterOn(pairs[index] as [Node, Node]);
    for (const node of args.nodes) node.ssh = { ...node.ssh, bastion: login };
    new AnalyticsCluster(name, args);
  }
}

test("four pairs behind one bastion are deployed by one program, and each line says which one it is about", async () => {
  expectSuccess(await stack.up(program));
  // As `pulumi preview --diff`, which shows messages without their resource.
  const { output, changes } = await stack.preview(program);
  expect(Object.keys(changes)).toEqual(["same"]);
  const told = output.split("\n").filter((line) => /\bnode[12]: /.test(line));
  expect(told.map((line) => line.replace(/: revision .*/, "")).toSorted()).toEqual(
    names.flatMap((name) => [`${name}: node1`, `${name}: node2`]),
  );
  const warnings = output.split("\n").filter((line) => line.startsWith("warning: "));
  expect(warnings.filter((line) => !/^warning: shop\d: /.test(line))).toEqual([]);
  expect(readFileSync(bastion.logFile, "utf8")).not.toMatch(/MaxStartups/);
});
