import * as pulumi from "@pulumi/pulumi";

/**
 * What depends on the last step, and so on everything, is deleted first. As long as it is protected, a destroy stops at it,
 * before it has deleted anything; if only what is precious were protected, all that depends on it would be gone by then.
 *
 * @param protect left out, what the component's own options say
 * @param last the resources that nothing else depends on
 */
export function createProtection(
  name: string,
  protect: boolean | undefined,
  last: pulumi.Resource[],
  parent: pulumi.Resource,
): void {
  new pulumi.Stash(`${name}-protection`, { input: "deleted first" }, { parent, protect, dependsOn: last });
}
