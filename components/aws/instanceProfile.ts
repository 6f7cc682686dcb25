import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type AwsPlacement, tagsOf } from "./awsOptions";
import { decidedAtCreation, namePrefix } from "./identifiers";

/**
 * What the VMs may do: be reached through Session Manager, and nothing else. AWS's own policy for that would let them
 * read every SSM parameter of the account.
 */
export function instanceProfile(
  name: string,
  placement: AwsPlacement,
  options: pulumi.CustomResourceOptions,
): aws.iam.InstanceProfile {
  const named = { ...options, ignoreChanges: [...decidedAtCreation] };
  const role = new aws.iam.Role(
    name,
    {
      namePrefix: namePrefix(name),
      assumeRolePolicy: trusting("ec2.amazonaws.com"),
      tags: tagsOf(name, placement),
    },
    named,
  );
  const sessions = new aws.iam.RolePolicy(
    `${name}-sessions`,
    {
      namePrefix: namePrefix(`${name}-sessions`),
      role: role.name,
      policy: policy([
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ]),
    },
    named,
  );
  // With it, what guards the VMs from deletion guards the policy too.
  const ordered = { ...named, dependsOn: [sessions] };
  return new aws.iam.InstanceProfile(
    name,
    { namePrefix: namePrefix(name), role: role.name, tags: tagsOf(name, placement) },
    ordered,
  );
}

/** A role's trust in a service. */
export function trusting(service: string): string {
  return document({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } });
}

export function policy(actions: readonly string[], resource = "*"): string {
  return document({ Effect: "Allow", Action: actions, Resource: resource });
}

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
