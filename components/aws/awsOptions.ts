import * as pulumi from "@pulumi/pulumi";
import { tagValue } from "./identifiers";

/** What every AWS resource of a deployment is made with. */
export interface AwsPlacement {
  /** @default the provider's */
  region?: pulumi.Input<string>;
  /** Besides `Name`. */
  tags?: Record<string, pulumi.Input<string>>;
  /**
   * Resolves when everything that was looked up fits together. Every resource waits for it with its tags: there, a value
   * that is not known yet shows as an update in a preview, never as a replacement.
   */
  checked?: pulumi.Input<unknown>;
}

/** The tags of one resource; a `Name` of the user's wins. */
export function tagsOf(
  name: string,
  { tags, checked }: AwsPlacement,
): pulumi.Input<Record<string, pulumi.Input<string>>> {
  const Name = tagValue(name);
  if (checked === undefined) return { Name, ...tags };
  const own: pulumi.Output<Record<string, string>> = pulumi.output(tags ?? {});
  return pulumi.all([own, checked]).apply(([others]): Record<string, string> => ({ Name, ...others }));
}
