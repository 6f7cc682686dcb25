import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AwsPlacement, tagsOf } from "./awsOptions";

/** Errors and slow queries; the other logs are off. */
export const exportedLogs = ["error", "slowquery"];

/**
 * The groups that RDS writes a database's logs to. Where they are missing it makes them, kept for ever and in nobody's stack: so it
 * does for a database of 0.1.0, which has another identifier until it is replaced. A group that is there already would end the update, and
 * cannot be: an identifier is made at random, with its group, before the database.
 */
export function logGroups(
  database: string,
  identifier: pulumi.Input<string>,
  retentionInDays: pulumi.Input<number> = 30,
  placement: AwsPlacement,
  parent: pulumi.Resource,
): aws.cloudwatch.LogGroup[] {
  return exportedLogs.map((log) => {
    const name = `${database}-${log}`;
    return new aws.cloudwatch.LogGroup(
      name,
      {
        name: pulumi.interpolate`/aws/rds/instance/${identifier}/${log}`,
        retentionInDays,
        region: placement.region,
        tags: tagsOf(name, placement),
      },
      { parent },
    );
  });
}
