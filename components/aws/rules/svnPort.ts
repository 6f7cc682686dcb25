import * as pulumi from "@pulumi/pulumi";
import type { AwsAnalyticsClusterArgs } from "../awsClusterArgs";

const standard: Readonly<Record<string, number>> = { http: 80, https: 443, svn: 3690, "svn+ssh": 22 };

/** The port of a Subversion URL, or undefined where nothing is reached over the network. */
export function svnPort(url: string): number | undefined {
  const [, scheme = "", port] = /^([a-z+]+):\/\/[^/]*?(?::(\d+))?(?:\/|$)/.exec(url) ?? [];
  return port === undefined ? standard[scheme] : Number(port);
}

/** The port of Subversion where it is reached over the network. */
export function svnPortToOpen({
  deploymentSynchronizer,
}: AwsAnalyticsClusterArgs): pulumi.Input<number> | undefined {
  const url = deploymentSynchronizer?.svnUrl;
  if (url === undefined || typeof url === "string") return svnPort(url ?? "");
  return pulumi.output(url).apply((known) => svnPort(known) ?? 443);
}
