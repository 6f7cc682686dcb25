import * as pulumi from "@pulumi/pulumi";
import { type AnalyticsClusterArgs, withPlaceholders } from "../description";
import { knownPart, rethrowProblems } from "../program";
import { deploymentPlan } from "./deploymentPlan";

/**
 * Resolves when the distribution and the other files of this machine fit what is known of the arguments. An address that only
 * an update makes known would otherwise keep a preview from seeing that they do not.
 *
 * @param args without a problem of their own
 */
export function preflight(name: string, args: AnalyticsClusterArgs): pulumi.Output<void> {
  return pulumi.output(check(name, args));
}

async function check(name: string, args: AnalyticsClusterArgs): Promise<void> {
  const { description, unresolved } = knownPart(args);
  // Otherwise all of it is known, and is prepared at once.
  if (unresolved.size === 0) return;
  const known = withPlaceholders(description, unresolved);
  if (known !== undefined) await rethrowProblems(name, deploymentPlan(known));
}
