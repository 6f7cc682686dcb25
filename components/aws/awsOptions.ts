import type { Input } from "@pulumi/pulumi";

/** What every AWS resource of a deployment is made with. */
export interface AwsPlacement {
  /** @default the provider's */
  region?: Input<string>;
  /** Besides `Name`. */
  tags?: Record<string, Input<string>>;
}

/** The tags of one resource; a `Name` of the user's wins. */
export function tagsOf(name: string, { tags }: AwsPlacement): Record<string, Input<string>> {
  return { Name: name, ...tags };
}
