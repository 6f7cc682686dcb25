import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupEgressCommand,
} from "@aws-sdk/client-ec2";
import type { ec2 } from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";
import type { AwsClients } from "./awsClients";
import { AwsError, ifThere, only } from "./awsError";
import type { AwsResource } from "./awsResource";
import { changeTags, tagSpecification } from "./tags";

/** `aws:ec2/securityGroup:SecurityGroup`, made without rules: those are resources of their own. */
export const securityGroup: AwsResource<Unwrap<ec2.SecurityGroupArgs>> = {
  replaces: ["name", "description", "vpcId"],
  updates: ["tags"],
  defaults: { description: "Managed by Pulumi" },
  autoName: "name",

  async create({ ec2 }, { name, description, vpcId, tags }) {
    const { GroupId = "" } = await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: name,
        Description: description,
        VpcId: vpcId,
        TagSpecifications: tagSpecification("security-group", tags),
      }),
    );
    // AWS lets everything out of a new group, the real plugin nothing.
    const everything = [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: everything }));
    return GroupId;
  },

  async read(aws, id) {
    const group = await ifThere(() => describeGroup(aws, id));
    return group && { arn: group.SecurityGroupArn, vpcId: group.VpcId, ownerId: group.OwnerId };
  },

  update: (aws, id, { olds, args }) => changeTags(aws, id, olds.tags, args.tags),

  async delete({ ec2 }, id) {
    const members = new DescribeNetworkInterfacesCommand({ Filters: [{ Name: "group-id", Values: [id] }] });
    const { NetworkInterfaces = [] } = await ec2.send(members);
    if (NetworkInterfaces.length > 0) {
      throw new AwsError("DependencyViolation", `resource ${id} has a dependent object`);
    }
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }));
  },
};

async function describeGroup({ ec2 }: AwsClients, id: string) {
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }));
  return only(SecurityGroups, `the security group ${id}`);
}
