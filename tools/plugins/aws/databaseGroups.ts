import {
  CreateDBParameterGroupCommand,
  CreateDBSubnetGroupCommand,
  DeleteDBParameterGroupCommand,
  DeleteDBSubnetGroupCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBSubnetGroupsCommand,
  ModifyDBParameterGroupCommand,
  ModifyDBSubnetGroupCommand,
} from "@aws-sdk/client-rds";
import type { rds } from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";
import type { AwsClients } from "./awsClients";
import { ifThere, only } from "./awsError";
import type { AwsResource } from "./awsResource";
import { changeDatabaseTags } from "./databaseTags";
import { tagList } from "./tags";

type ParameterGroupArgs = Unwrap<rds.ParameterGroupArgs>;

/** `aws:rds/parameterGroup:ParameterGroup`. Its id is its name, and so it is with the subnet group. */
export const parameterGroup: AwsResource<ParameterGroupArgs> = {
  replaces: ["name", "family", "description"],
  updates: ["parameters", "tags"],
  defaults: { description: "Managed by Pulumi" },
  autoName: "name",

  async create(aws, args) {
    const { name = "", family, description, tags } = args;
    await aws.rds.send(
      new CreateDBParameterGroupCommand({
        DBParameterGroupName: name,
        DBParameterGroupFamily: family,
        Description: description,
        Tags: tagList(tags),
      }),
    );
    await setParameters(aws, name, args);
    return name;
  },

  async read({ rds }, id) {
    const request = new DescribeDBParameterGroupsCommand({ DBParameterGroupName: id });
    const found = await ifThere(() => rds.send(request));
    return found && { arn: only(found.DBParameterGroups, `the parameter group ${id}`).DBParameterGroupArn };
  },

  async update(aws, id, { args, olds, has }) {
    if (has("parameters")) await setParameters(aws, id, args);
    await changeDatabaseTags(aws, `pg:${id}`, olds.tags, args.tags);
  },

  async delete({ rds }, id) {
    await rds.send(new DeleteDBParameterGroupCommand({ DBParameterGroupName: id }));
  },
};

/** `aws:rds/subnetGroup:SubnetGroup` */
export const subnetGroup: AwsResource<Unwrap<rds.SubnetGroupArgs>> = {
  replaces: ["name"],
  updates: ["subnetIds", "description", "tags"],
  defaults: { description: "Managed by Pulumi" },
  autoName: "name",

  async create({ rds }, { name = "", description, subnetIds, tags }) {
    await rds.send(
      new CreateDBSubnetGroupCommand({
        DBSubnetGroupName: name,
        DBSubnetGroupDescription: description,
        SubnetIds: subnetIds,
        Tags: tagList(tags),
      }),
    );
    return name;
  },

  async read({ rds }, id) {
    const request = new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: id });
    const found = await ifThere(() => rds.send(request));
    const group = found && only(found.DBSubnetGroups, `the subnet group ${id}`);
    return group && { arn: group.DBSubnetGroupArn, vpcId: group.VpcId };
  },

  async update(aws, id, { args, olds, has }) {
    if (has("subnetIds", "description")) {
      const { description: DBSubnetGroupDescription, subnetIds: SubnetIds } = args;
      const request = { DBSubnetGroupName: id, DBSubnetGroupDescription, SubnetIds };
      await aws.rds.send(new ModifyDBSubnetGroupCommand(request));
    }
    await changeDatabaseTags(aws, `subgrp:${id}`, olds.tags, args.tags);
  },

  async delete({ rds }, id) {
    await rds.send(new DeleteDBSubnetGroupCommand({ DBSubnetGroupName: id }));
  },
};

/** A request takes twenty at most. */
async function setParameters({ rds }: AwsClients, name: string, { parameters = [] }: ParameterGroupArgs) {
  for (let first = 0; first < parameters.length; first += 20) {
    const Parameters = parameters.slice(first, first + 20).map((parameter) => ({
      ParameterName: parameter.name,
      ParameterValue: parameter.value,
      ApplyMethod: (parameter.applyMethod ?? "immediate") as "immediate" | "pending-reboot",
    }));
    await rds.send(new ModifyDBParameterGroupCommand({ DBParameterGroupName: name, Parameters }));
  }
}
