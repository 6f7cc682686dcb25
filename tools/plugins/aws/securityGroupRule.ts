import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  type IpPermission,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
  type TagSpecification,
} from "@aws-sdk/client-ec2";
import type { vpc } from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";
import type { AwsClients } from "./awsClients";
import { ifThere, only } from "./awsError";
import type { AwsResource } from "./awsResource";
import { changeTags, tagSpecification } from "./tags";

type RuleArgs = Unwrap<vpc.SecurityGroupIngressRuleArgs>;

/** The calls that differ between what a group lets in and what it lets out. */
interface RuleCalls {
  authorize(aws: AwsClients, request: NewRule): Promise<{ SecurityGroupRules?: SecurityGroupRule[] }>;
  revoke(aws: AwsClients, request: { GroupId: string; SecurityGroupRuleIds: string[] }): Promise<unknown>;
}

interface NewRule {
  GroupId: string;
  IpPermissions: IpPermission[];
  TagSpecifications: TagSpecification[] | undefined;
}

/** `aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule` */
export const securityGroupIngressRule = rule({
  authorize: ({ ec2 }, request) => ec2.send(new AuthorizeSecurityGroupIngressCommand(request)),
  revoke: ({ ec2 }, request) => ec2.send(new RevokeSecurityGroupIngressCommand(request)),
});

/** `aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule` */
export const securityGroupEgressRule = rule({
  authorize: ({ ec2 }, request) => ec2.send(new AuthorizeSecurityGroupEgressCommand(request)),
  revoke: ({ ec2 }, request) => ec2.send(new RevokeSecurityGroupEgressCommand(request)),
});

function rule({ authorize, revoke }: RuleCalls): AwsResource<RuleArgs> {
  return {
    // In AWS the peer changes in place, in moto only an IPv4 range does; so here it replaces.
    replaces: ["securityGroupId", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"],
    updates: ["ipProtocol", "fromPort", "toPort", "cidrIpv4", "description", "tags"],

    async create(aws, args) {
      const { SecurityGroupRules } = await authorize(aws, {
        GroupId: args.securityGroupId,
        IpPermissions: [permission(args)],
        TagSpecifications: tagSpecification("security-group-rule", args.tags),
      });
      return only(SecurityGroupRules, "the new rule").SecurityGroupRuleId ?? "";
    },

    async read({ ec2 }, id) {
      const request = new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] });
      const found = await ifThere(async () =>
        only((await ec2.send(request)).SecurityGroupRules, `the security group rule ${id}`),
      );
      return found && { securityGroupRuleId: id, arn: found.SecurityGroupRuleArn };
    },

    async update(aws, id, { args, olds, has }) {
      if (has("ipProtocol", "fromPort", "toPort", "cidrIpv4", "description")) {
        const changed = { SecurityGroupRuleId: id, SecurityGroupRule: ruleOf(args) };
        await aws.ec2.send(
          new ModifySecurityGroupRulesCommand({
            GroupId: args.securityGroupId,
            SecurityGroupRules: [changed],
          }),
        );
      }
      await changeTags(aws, id, olds.tags, args.tags);
    },

    async delete(aws, id, { securityGroupId }) {
      await revoke(aws, { GroupId: securityGroupId, SecurityGroupRuleIds: [id] });
    },
  };
}

function permission(args: RuleArgs): IpPermission {
  const { description: Description, cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId } = args;
  return {
    IpProtocol: args.ipProtocol,
    FromPort: args.fromPort,
    ToPort: args.toPort,
    ...(cidrIpv4 && { IpRanges: [{ CidrIp: cidrIpv4, Description }] }),
    ...(cidrIpv6 && { Ipv6Ranges: [{ CidrIpv6: cidrIpv6, Description }] }),
    ...(prefixListId && { PrefixListIds: [{ PrefixListId: prefixListId, Description }] }),
    ...(referencedSecurityGroupId && {
      UserIdGroupPairs: [{ GroupId: referencedSecurityGroupId, Description }],
    }),
  };
}

function ruleOf(args: RuleArgs) {
  return {
    IpProtocol: args.ipProtocol,
    FromPort: args.fromPort,
    ToPort: args.toPort,
    CidrIpv4: args.cidrIpv4,
    CidrIpv6: args.cidrIpv6,
    PrefixListId: args.prefixListId,
    ReferencedGroupId: args.referencedSecurityGroupId,
    Description: args.description,
  };
}
