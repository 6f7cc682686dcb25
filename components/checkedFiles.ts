import * as pulumi from "@pulumi/pulumi";
import { knownPart, orRefuse } from "./checkedDescription";
import type { AnalyticsClusterArgs } from "./clusterArgs";
import { standIn } from "./configuration/standIn";
import { prepareValid } from "./preparedCluster";

/**
 * Resolves when the distribution and the other files of this machine fit what is known of the arguments. An address that only
 * an update makes known would otherwise keep a preview from seeing that they do not.
 *
 * @param args without a problem of their own
 */
export function checkedFiles(name: string, args: AnalyticsClusterArgs): pulumi.Output<void> {
  return pulumi.output(check(name, args));
}

async function check(name: string, args: AnalyticsClusterArgs): Promise<void> {
  const { description, unresolved } = knownPart(args);
  // Otherwise all of it is known, and is prepared at once.
  if (unresolved.size === 0) return;
  const known = standIn(description, unresolved);
  if (known !== undefined) await orRefuse(name, prepareValid(known));
}
