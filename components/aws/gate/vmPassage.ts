import * as pulumi from "@pulumi/pulumi";
import type { GatePlace } from "./vmGate";

/**
 * A VM's passage through the gate, as Pulumi sees it: a resource that holds what the VM is made from. Where that changes,
 * the resource's update lasts from the VM's turn until its node is healthy again, and the VM waits for `open`. An update
 * that fails in between is not recorded, so the next one passes the gate again and goes on.
 *
 * Not with hooks of the VM itself: what belongs to a replacement begins with a deletion, and a resource with hooks for
 * that can only be destroyed with `--run-program` (measured with Pulumi 3.250). These hooks are for updates and errors.
 */
export class VmPassage {
  /** Resolves when the VM may be changed, or is not changed at all. */
  readonly open: Promise<void>;
  /** For all that the VM consists of: the engine would wait for the passage for ever when one of them fails. */
  readonly hooks: pulumi.ResourceHookBinding | undefined;
  private readonly changed = Promise.withResolvers<void>();

  constructor(
    name: string,
    place: GatePlace,
    madeFrom: pulumi.Input<Record<string, unknown>>,
    parent: pulumi.Resource,
  ) {
    const open = Promise.withResolvers<void>();
    this.open = open.promise;
    this.changed.promise.catch(() => undefined);
    const pass = () => {
      refuseSerialEngine(place.node.name);
      return place.pass(open.resolve, this.changed.promise);
    };
    // Pulumi's mocks know no hooks, and wait for them for ever.
    const hasHooks = pulumi.runtime.getEngine() !== undefined;
    this.hooks = hasHooks ? { onError: [this.failure(name, place)] } : undefined;
    const passing = new pulumi.Stash(
      `${name}-gate`,
      { input: madeFrom },
      { parent, hooks: hasHooks ? { beforeUpdate: [pass] } : undefined },
    );
    passing.urn.apply(() => {
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
      const error = new Error(`${place.node.name} was not changed: ${failed.name} failed`);
      this.changed.reject(error);
      place.fail(error);
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
