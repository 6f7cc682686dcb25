import * as pulumi from "@pulumi/pulumi";
import type { AwsAnalyticsClusterArgs } from "../awsClusterArgs";

const standard: Readonly<Record<string, number>> = { http: 80, https: 443, svn: 3690, "svn+ssh": 22 };

/** The port of a Subversion URL, or undefined where nothing is reached over the network. */
export function svnPort(url: string): number | undefined {
  const [, scheme = "", port] = /^([a-z+]+):\/\/[^/]*?(?::(\d+))?(?:\/|$)/.exec(url) ?? [];
  return port === undefined ? standard[scheme] : Number(port);
}

/**
 * The port of Subversion where a rule is needed: HTTP and HTTPS are open for packages, unless either has peers of its
 * own.
 */
export function svnPortToOpen({
  deploymentSynchronizer,
  access,
}: AwsAnalyticsClusterArgs): pulumi.Input<number> | undefined {
  const url = deploymentSynchronizer?.svnUrl;
  if (url === undefined) return undefined;
  if (typeof url !== "string") return pulumi.output(url).apply((known) => svnPort(known) ?? 443);
  const port = svnPort(url);
  const isOpen = (port === 80 || port === 443) && access?.svn === undefined && access?.packages === undefined;
  return isOpen ? undefined : port;
}
