import { expect, it } from "vitest";
import type { EngineStack, Operation } from "../../tools/machine/engineStack";
import { expectSuccess } from "../endToEnd/expectSuccess";
import { watchNodes } from "../endToEnd/runningAwsCluster";
import { currentLibrary, type Library } from "./library";
import type { NodeState } from "./nodeState";

/** A running deployment that an earlier library made. */
export interface Deployment {
  stack(): EngineStack;
  /** The program of the stack. */
  program(library: Library): () => unknown;
  /** Everything that an upgrade leaves as it is. */
  state(): Promise<{ nodes: NodeState[]; roles: string[]; addresses: readonly string[] }>;
}

/** The tests of an upgrade to the library of today. */
export function itIsUpgraded({ stack, program, state }: Deployment): void {
  it("keeps every resource in the preview of an update", async () => {
    const preview = await stack().preview(program(currentLibrary));
    expectSuccess(preview);
    expect(destructiveSteps(preview)).toEqual([]);
  });

  it("keeps every resource, and both nodes running, in the update", async () => {
    const before = await state();
    expect(before.roles.toSorted()).toEqual(["active", "passive"]);
    expect(before.nodes.map(({ starts }) => starts)).toEqual([1, 1]);
    const watch = watchNodes(before.addresses);
    const operation = await stack().up(program(currentLibrary));
    const { order } = await watch.end();
    expectSuccess(operation);
    const stopped = [...new Set(order)].map((index) => `node${index + 1}`);
    expect({ destructive: destructiveSteps(operation), stopped }).toEqual({ destructive: [], stopped: [] });
    expect(await state()).toEqual(before);
  });

  it("is left alone by the next update", async () => {
    const operation = await stack().up(program(currentLibrary));
    expectSuccess(operation);
    expect(stepsBut(["same"], operation)).toEqual([]);
  });
}

/** Without all that was printed, which would bury the error. */
/**
 * The steps that replace or delete something: `delete aws:ec2/instance:Instance analytics-vm1`. A later library may create
 * more. Security groups may go: AWS refuses those of 0.1.0, so nobody has any.
 */
function destructiveSteps(operation: Operation): string[] {
  const ofSecurityGroup = /^\S+ aws:(ec2\/securityGroup|vpc\/securityGroup(In|E)gressRule):/;
  return stepsBut(["same", "update", "create"], operation).filter((step) => !ofSecurityGroup.test(step));
}

function stepsBut(kept: readonly string[], { events }: Operation): string[] {
  const steps = events.flatMap(({ resourcePreEvent: event }) => event?.metadata ?? []);
  return steps
    .filter(({ op }) => !kept.includes(op))
    .map(({ op, type, urn }) => `${op} ${type} ${urn.slice(urn.lastIndexOf("::") + 2)}`);
}
