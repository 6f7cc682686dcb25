import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
  TagLogGroupCommand,
  UntagLogGroupCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { cloudwatch } from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";
import type { AwsClients } from "./awsClients";
import type { AwsResource } from "./awsResource";
import { removedTags } from "./tags";

/** `aws:cloudwatch/logGroup:LogGroup`. Its id is its name. */
export const logGroup: AwsResource<Unwrap<cloudwatch.LogGroupArgs>> = {
  replaces: ["name"],
  updates: ["retentionInDays", "tags"],
  autoName: "name",

  async create(aws, { name = "", retentionInDays, tags }) {
    await aws.logs.send(new CreateLogGroupCommand({ logGroupName: name, tags }));
    await keep(aws, name, retentionInDays);
    return name;
  },

  async read({ logs }, id) {
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: id }));
    const found = logGroups.find(({ logGroupName }) => logGroupName === id);
    return found && { arn: found.arn, retentionInDays: found.retentionInDays ?? 0 };
  },

  async update(aws, id, { args, olds, has }) {
    if (has("retentionInDays")) await keep(aws, id, args.retentionInDays);
    const tags = removedTags(olds.tags, args.tags);
    if (tags.length > 0) await aws.logs.send(new UntagLogGroupCommand({ logGroupName: id, tags }));
    if (args.tags) await aws.logs.send(new TagLogGroupCommand({ logGroupName: id, tags: args.tags }));
  },

  async delete({ logs }, id) {
    await logs.send(new DeleteLogGroupCommand({ logGroupName: id }));
  },
};

/** 0 is for ever. */
async function keep({ logs }: AwsClients, logGroupName: string, retentionInDays = 0): Promise<void> {
  if (retentionInDays === 0) await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  else await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
}
