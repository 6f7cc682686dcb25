import * as pulumi from "@pulumi/pulumi";
import { supportsHooks } from "../../program";
import type { GatePlace } from "./vmGate";

export interface PassageArgs {
  /** What, when it changes, stops the VM or replaces it. */
  madeFrom: pulumi.Input<Record<string, unknown>>;
  /** What the VM and the first login to it need besides. */
  needs: pulumi.Input<unknown>;
  /** What must be there before the VM is. */
  dependsOn: pulumi.Resource[];
}

/**
 * A VM's passage through the gate, as Pulumi sees it: a resource that holds what the VM is made from. Where that changes,
 * the resource's update lasts until the VM had its turn and was changed, and the VM waits for `open`. An update
 * that fails in between is not recorded, so the next one passes the gate again and goes on.
 *
 * Not with hooks of the VM itself: what belongs to a replacement begins with a deletion, and a resource with hooks for
 * that can only be destroyed with `--run-program` (measured with Pulumi 3.250). These hooks are for updates and errors.
 *
 * It begins when everything is there that the VM waits for. The engine waits for a passage that has begun, so it would wait
 * for ever where one of these failed.
 */
export class VmPassage {
  /** Resolves when the VM may be changed, or is not changed at all. */
  readonly open: pulumi.Output<void>;
  /** For all that the VM consists of: the engine would wait for the passage for ever when one of them fails. */
  readonly hooks: pulumi.ResourceHookBinding | undefined;
  /** What holds what the VM is made from. Nothing of the VM depends on it. */
  readonly record: pulumi.Resource;
  /** Ends the passage after a failure of which the engine tells no error hook. */
  readonly fail: (error: Error) => void;
  private readonly changed = Promise.withResolvers<void>();

  constructor(
    name: string,
    place: GatePlace,
    { madeFrom, needs, dependsOn }: PassageArgs,
    parent: pulumi.Resource,
  ) {
    const input = pulumi.unsecret(pulumi.all([madeFrom, needs]).apply(([from]) => from));
    const open = Promise.withResolvers<void>();
    // Also what keeps the passage itself from being made keeps the VM from waiting for it.
    this.open = pulumi.all([input, open.promise]).apply(() => undefined);
    this.changed.promise.catch(() => undefined);
    this.fail = (error) => {
      this.changed.reject(error);
      place.fail(error);
    };
    const pass = () => {
      refuseSerialEngine(place.name);
      return place.pass(open.resolve, this.changed.promise);
    };
    const hasHooks = supportsHooks();
    this.hooks = hasHooks ? { onError: [this.failure(name, place)] } : undefined;
    this.record = new pulumi.Stash(
      `${name}-gate`,
      { input },
      { parent, dependsOn, hooks: hasHooks ? { beforeUpdate: [pass] } : undefined },
    );
    this.record.urn.apply(() => {
      place.staysAsItIs();
      open.resolve();
    });
  }

  /** The change is made when this resource is there. */
  endsWith(last: pulumi.Resource): void {
    last.urn.apply(() => this.changed.resolve());
  }

  private failure(name: string, place: GatePlace): pulumi.ErrorHook {
    return new pulumi.ErrorHook(`${name}-gate`, (failed) => {
      this.fail(new Error(`${place.name} was not changed: ${failed.name} failed`));
      return false;
    });
  }
}

/** It would wait for the passage before it comes to the VM. */
function refuseSerialEngine(name: string): void {
  if (pulumi.runtime.serialize()) {
    throw new Error(
      `${name} cannot be changed with --parallel 1, as its VM is changed while the gate is passed; give 3 or more`,
    );
  }
}
