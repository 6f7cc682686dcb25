import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GatedPair, VmGate } from "../../components/aws/gate/vmGate";
import { VmPassage } from "../../components/aws/gate/vmPassage";
import type { EngineStack, Operation } from "../../tools/machine/engineStack";
import { activeNode, passiveNode, seen } from "../rollout/sampleFacts";
import { Workplace } from "./workplace";

/** What the VMs need of other resources, and what refuses a change as AWS would. */
interface Change {
  instanceType: string;
  refused?: "rule" | "bastion";
  /** The VM on which a script does not run to its end. */
  unclosed?: string;
}

const workplace = new Workplace();
let stack: EngineStack;
/** The VMs in the order in which they were changed. */
let changed: string[];

beforeAll(async () => {
  stack = await workplace.createStack();
});
afterAll(() => workplace.end());

/** Two VMs behind the gate; resources of the engine's own stand for those of AWS. */
function update({ instanceType, refused, unclosed }: Change): Promise<Operation> {
  changed = [];
  return stack.up(() => {
    const parent = new pulumi.ComponentResource("test:index:Cluster", "cluster");
    const refusal = new pulumi.ResourceHook("refusal", () => {
      throw new Error("InvalidGroup.NotFound");
    });
    const other = (name: Change["refused"] & string) =>
      new pulumi.Stash(
        name,
        { input: name === refused ? instanceType : "as it was" },
        { parent, hooks: name === refused ? { beforeUpdate: [refusal] } : {} },
      );
    const rule = other("rule");
    const bastion = other("bastion");
    const gate = new VmGate({
      pair: healthy,
      force: Promise.resolve(false),
      patienceSeconds: Promise.resolve(600),
    });
    for (const name of ["vm1", "vm2"]) {
      const args = { madeFrom: { instanceType }, needs: bastion.output, dependsOn: [rule] };
      const passage = new VmPassage(name, gate.place(name), args, parent);
      const dependsOn = passage.open.apply(() => [rule]);
      const { hooks = {} } = passage;
      const beforeUpdate = [new pulumi.ResourceHook(`${name}-changed`, () => void changed.push(name))];
      const vm = new pulumi.Stash(
        name,
        { input: instanceType },
        { parent, dependsOn, hooks: { ...hooks, beforeUpdate } },
      );
      const input = pulumi.all([vm.output, bastion.output]).apply(() => instanceType);
      const demand = new pulumi.ResourceHook(`${name}-closing`, () => {
        if (unclosed !== name) return;
        const error = new Error("the script did not run to its end");
        passage.fail(error);
        throw error;
      });
      const ready = { ...hooks, afterUpdate: [demand] };
      passage.endsWith(new pulumi.Stash(`${name}-ready`, { input }, { parent, hooks: ready }));
    }
  });
}

const healthy: GatedPair = {
  look: async () => [seen(activeNode), seen(passiveNode)],
  heal: async () => [],
};

test("VMs are changed one after the other, the passive node first", async () => {
  expect((await update({ instanceType: "large" })).failed).toBe(false);
  const { failed, output } = await update({ instanceType: "xlarge" });
  expect(failed, output).toBe(false);
  expect(changed).toEqual(["vm2", "vm1"]);
});

test.each(["rule", "bastion"] as const)(
  "an update in which a %s is refused ends, and changes no VM",
  async (refused) => {
    const { failed, errors, operations } = await update({ instanceType: "2xlarge", refused });
    expect(failed).toBe(true);
    expect(errors.join()).toContain("InvalidGroup.NotFound");
    expect(changed).toEqual([]);
    expect(operations.vm1).toBeUndefined();
  },
);

test("an update ends in which a script on a VM does not run to its end", async () => {
  const { failed, errors } = await update({ instanceType: "4xlarge", unclosed: "vm2" });
  expect(failed).toBe(true);
  expect(errors.join()).toContain("the script did not run to its end");
  expect(changed).toEqual(["vm2"]);
});
