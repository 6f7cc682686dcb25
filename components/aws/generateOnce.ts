import * as pulumi from "@pulumi/pulumi";

/**
 * A secret that is generated once and kept in the stack's state, encrypted with its secrets provider. Each run makes a
 * new value; only the first one is ever used. A stack that loses its state loses it.
 */
export function generateOnce<T>(
  name: string,
  make: () => T,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<T> {
  const stash = new pulumi.Stash(
    name,
    { input: pulumi.secret(make()) },
    { ...options, ignoreChanges: ["input"] },
  );
  // The stash's value has the type of what was put into it.
  return pulumi.secret(stash.output) as pulumi.Output<unknown> as pulumi.Output<T>;
}
