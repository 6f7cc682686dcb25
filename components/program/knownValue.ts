import type * as pulumi from "@pulumi/pulumi";

/** What `Output` has besides its public members; Pulumi's own libraries read it too. */
interface OutputState<T> {
  isKnown: Promise<boolean>;
  promise(): Promise<T>;
}

/**
 * The value of an output, secrets opened, outside of the graph: nothing depends on what is made of it. Undefined where it is
 * not known, as in a preview, or never will be, because what it comes from failed.
 */
export async function knownValue<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const state = output as unknown as OutputState<T>;
  try {
    return (await state.isKnown) ? await state.promise() : undefined;
  } catch {
    return undefined;
  }
}
