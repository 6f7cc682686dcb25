import * as pulumi from "@pulumi/pulumi";

/** Options of a component that had another type in 0.1.0, so that an update finds it, and its children, under the old one. */
export function withFormerType(
  type: string,
  opts: pulumi.ComponentResourceOptions,
): pulumi.ComponentResourceOptions {
  return pulumi.mergeOptions(opts, { aliases: [{ type }] });
}
