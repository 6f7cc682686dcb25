import * as pulumi from "@pulumi/pulumi";

/** Whether resources may have hooks: Pulumi's mocks know none, and wait for them for ever. */
export function supportsHooks(): boolean {
  return pulumi.runtime.getEngine() !== undefined;
}
