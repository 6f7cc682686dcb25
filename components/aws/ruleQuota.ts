import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PeerArgs } from "./awsClusterArgs";
import { aboveQuota, Family, type PeerSize, quotaWarning } from "./rules/ruleCount";
import type { Rule } from "./rules/ruleTable";

interface Where {
  region?: pulumi.Input<string>;
  parent: pulumi.Resource;
}

/** Warns of groups with more rules than AWS allows without asking; how many a raised quota allows nobody can look up here. */
export function warnAboveQuota(name: string, rules: readonly Rule<PeerArgs>[], where: Where): void {
  const peers = [...new Set(rules.flatMap(({ peer }) => (typeof peer === "string" ? [] : [peer.outside])))];
  pulumi.all(peers.map((peer) => peerSize(peer, where))).apply((sizes) => {
    const sizeOf = (peer: PeerArgs): PeerSize =>
      sizes[peers.indexOf(peer)] ?? { families: [Family.IPv4], entries: 1 };
    for (const count of aboveQuota(rules, sizeOf)) {
      pulumi.log.warn(quotaWarning(`${name}-${count.group}`, count), where.parent);
    }
  });
}

function peerSize({ cidr, prefixListId }: PeerArgs, { region, parent }: Where): pulumi.Output<PeerSize> {
  if (prefixListId !== undefined) {
    // AWS's own lists have no largest size; most count as one rule.
    return aws.ec2
      .getManagedPrefixListOutput({ id: prefixListId, region }, { parent })
      .apply(({ addressFamily, maxEntries }) => ({
        families: [addressFamily === Family.IPv6 ? Family.IPv6 : Family.IPv4],
        entries: Math.max(1, maxEntries),
      }));
  }
  if (cidr === undefined) return pulumi.output({ families: Object.values(Family), entries: 1 });
  return pulumi.output(cidr).apply((range) => ({
    families: [range.includes(":") ? Family.IPv6 : Family.IPv4],
    entries: 1,
  }));
}
