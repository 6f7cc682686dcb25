import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AwsPlacement, tagsOf } from "./awsOptions";
import { decidedAtCreation, namePrefix } from "./identifiers";
import { policy, trusting } from "./instanceProfile";

/** What a database is told of enhanced monitoring, with a role that may write its log; nothing where it is off. */
export function enhancedMonitoring(
  name: string,
  seconds: number | undefined,
  placement: AwsPlacement,
  options: pulumi.CustomResourceOptions,
) {
  if (seconds === undefined) return {};
  const named = { ...options, ignoreChanges: [...decidedAtCreation] };
  const role = new aws.iam.Role(
    name,
    {
      namePrefix: namePrefix(name),
      assumeRolePolicy: trusting("monitoring.rds.amazonaws.com"),
      tags: tagsOf(name, placement),
    },
    named,
  );
  const logging = [
    "logs:CreateLogGroup",
    "logs:PutRetentionPolicy",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "logs:DescribeLogStreams",
    "logs:GetLogEvents",
  ];
  const permission = new aws.iam.RolePolicy(
    name,
    {
      namePrefix: namePrefix(name),
      role: role.name,
      policy: policy(logging, "arn:*:logs:*:*:log-group:RDS*"),
    },
    named,
  );
  const monitoringRoleArn = pulumi.all([role.arn, permission.urn]).apply(([arn]) => arn);
  return { monitoringInterval: seconds, monitoringRoleArn };
}
