import { AddTagsToResourceCommand, RemoveTagsFromResourceCommand } from "@aws-sdk/client-rds";
import type { AwsClients } from "./awsClients";
import { removedTags, type Tags, tagList } from "./tags";

/** moto's account. */
const account = "123456789012";

/** @param resource the last part of its ARN, for example `db:analytics` */
export async function changeDatabaseTags(
  { rds, region }: AwsClients,
  resource: string,
  olds: Tags,
  news: Tags,
): Promise<void> {
  const ResourceName = `arn:aws:rds:${region}:${account}:${resource}`;
  const TagKeys = removedTags(olds, news);
  if (TagKeys.length > 0) await rds.send(new RemoveTagsFromResourceCommand({ ResourceName, TagKeys }));
  const Tags = tagList(news);
  if (Tags.length > 0) await rds.send(new AddTagsToResourceCommand({ ResourceName, Tags }));
}
