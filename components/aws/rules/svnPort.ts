import * as pulumi from "@pulumi/pulumi";
import { type Problem, ProblemCode } from "../../description";
import type { AwsAnalyticsClusterArgs } from "../awsClusterArgs";
import { anywhere, isPackagePeer } from "./packagePeers";

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
  // A rule is there before the URL is known; 3690 repeats no rule of packages where it turns out to need none.
  return pulumi.output(url).apply((known) => svnPort(known) ?? standard.svn ?? 0);
}

/**
 * The problem with a URL that is an output. Its rules are there before it is known, and then one of them may repeat one of
 * packages, which AWS refuses in the update.
 */
export function repeatedSvnRule({
  access = {},
  deploymentSynchronizer,
}: AwsAnalyticsClusterArgs): pulumi.Output<Problem[]> {
  const url = deploymentSynchronizer?.svnUrl;
  if (url === undefined || typeof url === "string") return pulumi.output([]);
  return pulumi.output(url).apply((known) => {
    const port = svnPort(known);
    const peers = Object.entries(access.svn ?? anywhere);
    const repeated = peers.find(([, peer]) => isPackagePeer(access, peer, port));
    if (repeated === undefined) return [];
    const problem = `is an output with port ${port}, which access.packages opens to ${repeated[0]} already, and AWS takes a rule once`;
    const remedy = "give it as plain text, or the addresses of Subversion as access.svn";
    return [{ place: "deploymentSynchronizer.svnUrl", code: ProblemCode.Duplicate, problem, remedy }];
  });
}
