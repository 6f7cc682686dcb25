import type { StepEventMetadata } from "@pulumi/pulumi/automation";
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
  it("keeps every resource but the turns of 0.1.0 in the preview of an update", async () => {
    const preview = await stack().preview(program(currentLibrary));
    expectSuccess(preview);
    expect(destructiveSteps(preview)).toEqual([]);
  });

  it("keeps every resource but those, and both nodes running, in the update", async () => {
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
    expect(stepsBut(["same"], operation).map(nameOf)).toEqual([]);
  });
}

/** Without all that was printed, which would bury the error. */
/**
 * The steps that replace or delete something: `delete aws:ec2/instance:Instance analytics-vm1`. A later library may create
 * more. Security groups may go: AWS refuses those of 0.1.0, so nobody has any. So may the turns, which do nothing when they go.
 */
function destructiveSteps(operation: Operation): string[] {
  const ofSecurityGroup = /^\S+ aws:(ec2\/securityGroup|vpc\/securityGroup(In|E)gressRule):/;
  const steps = stepsBut(["same", "update", "create"], operation).filter(
    (step) => !isEmptyTurn(step) && !ofSecurityGroup.test(nameOf(step)),
  );
  return steps.map(nameOf);
}

/** A node's turn, verification or C-Apps, with no command for its deletion. */
function isEmptyTurn(step: StepEventMetadata): boolean {
  const ofTurn =
    /^delete command:remote:Command analytics(-cluster)?-node[12]-(firstTurn|secondTurn|verify|activate|carbonApps)$/;
  return ofTurn.test(nameOf(step)) && step.old !== undefined && step.old.inputs.delete === undefined;
}

function stepsBut(kept: readonly string[], { events }: Operation): StepEventMetadata[] {
  const steps = events.flatMap(({ resourcePreEvent: event }) => event?.metadata ?? []);
  return steps.filter(({ op }) => !kept.includes(op));
}

function nameOf({ op, type, urn }: StepEventMetadata): string {
  return `${op} ${type} ${urn.slice(urn.lastIndexOf("::") + 2)}`;
}
