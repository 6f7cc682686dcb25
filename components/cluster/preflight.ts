import * as pulumi from "@pulumi/pulumi";
import { withPlaceholders } from "../description";
import { validate } from "../product";
import { type KnownPart, rethrowProblems, throwProblems } from "../program";
import { deploymentPlan } from "./deploymentPlan";

/**
 * Resolves when the distribution and the other files of this machine fit what is known of the arguments. An address that only
 * an update makes known would otherwise keep a preview from seeing that they do not.
 *
 * @param part its plain values without a problem of their own; those of outputs are validated here
 */
export function preflight(name: string, part: KnownPart | Promise<KnownPart>): pulumi.Output<void> {
  return pulumi.output(check(name, part));
}

async function check(name: string, part: KnownPart | Promise<KnownPart>): Promise<void> {
  const { description, unresolved } = await part;
  // Otherwise all of it is known, and is prepared at once.
  if (unresolved.size === 0) return;
  throwProblems(name, validate(description, unresolved));
  const known = withPlaceholders(description, unresolved);
  if (known !== undefined) await rethrowProblems(name, deploymentPlan(known));
}
