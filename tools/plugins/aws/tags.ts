import {
  CreateTagsCommand,
  DeleteTagsCommand,
  type ResourceType,
  type TagSpecification,
} from "@aws-sdk/client-ec2";
import type { AwsClients } from "./awsClients";

export type Tags = Record<string, string> | undefined;

/** As AWS's services take tags. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

/** The keys that a resource no longer has. */
export function removedTags(olds: Tags, news: Tags): string[] {
  return Object.keys(olds ?? {}).filter((key) => news?.[key] === undefined);
}

/** For a resource of EC2 that is being made. */
export function tagSpecification(type: ResourceType, tags: Tags): TagSpecification[] | undefined {
  const list = tagList(tags);
  return list.length === 0 ? undefined : [{ ResourceType: type, Tags: list }];
}

/** For a resource of EC2 that is there. */
export async function changeTags({ ec2 }: AwsClients, id: string, olds: Tags, news: Tags): Promise<void> {
  const removed = removedTags(olds, news);
  if (removed.length > 0) {
    const keys = removed.map((Key) => ({ Key }));
    await ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: keys }));
  }
  const list = tagList(news);
  if (list.length > 0) await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: list }));
}
