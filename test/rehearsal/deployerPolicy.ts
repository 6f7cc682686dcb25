import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { RecordedRequest } from "./recordedRequests";

const folder = path.resolve("docs/iam");

/** A policy document in docs/iam. */
export interface PolicyDocument {
  Version: string;
  Statement: Statement[];
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: { StringEquals?: Record<string, string> };
}

/** An action of IAM on a resource. */
export interface Permission {
  action: string;
  resource: string;
  /** To whom a role is passed. */
  service?: string;
}

export function policyNames(): string[] {
  return readdirSync(folder).map((file) => path.basename(file, ".json"));
}

export function policyText(name: string): string {
  return readFileSync(path.join(folder, `${name}.json`), "utf8");
}

export function policyDocument(name: string): PolicyDocument {
  return JSON.parse(policyText(name)) as PolicyDocument;
}

export function actionsOf({ Statement: statements }: PolicyDocument): string[] {
  return statements.flatMap(({ Action }) => Action);
}

export function allows(documents: readonly PolicyDocument[], wanted: Permission): boolean {
  return documents.some(({ Statement: statements }) =>
    statements.some((statement) => covers(statement, wanted)),
  );
}

function covers(
  { Action, Resource, Condition }: Statement,
  { action, resource, service }: Permission,
): boolean {
  const passedTo = Condition?.StringEquals?.["iam:PassedToService"];
  return (
    [Action].flat().includes(action) &&
    [Resource].flat().some((pattern) => isMatch(pattern, resource)) &&
    (passedTo === undefined || passedTo === service)
  );
}

function isMatch(pattern: string, resource: string): boolean {
  const expression = pattern.split("*").map((text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${expression.join(".*")}$`).test(resource);
}

/** What the offline plugin calls in the place of what the real provider does. */
const standIns: Readonly<Record<string, string>> = {
  // The classes that RDS offers; moto has none of MySQL.
  "ec2:DescribeAvailabilityZones": "rds:DescribeOrderableDBInstanceOptions",
  // The provider tags groups by their ARN.
  "logs:TagLogGroup": "logs:TagResource",
  "logs:UntagLogGroup": "logs:UntagResource",
};

/** The action that a call needs; both have one name, but for stand-ins. */
export function actionOf(service: string, operation: string): string {
  const action = `${service}:${operation}`;
  return standIns[action] ?? action;
}

interface Input {
  [key: string]: unknown;
  IamInstanceProfile?: { Name: string };
}

/** What a request needs: its own action, and those that AWS asks for besides ("dependent actions" of the Service Authorization Reference). */
export function permissionsOf({ service, operation, input: given }: RecordedRequest): Permission[] {
  const input = given as Input;
  const own = resourcesOf(service, operation, input);
  const also = (action: string, resources = own) => resources.map((resource) => ({ action, resource }));
  const pass = (role: unknown, to: string): Permission[] => [
    { action: "iam:PassRole", resource: `arn:aws:iam::1:role/${role}`, service: to },
  ];
  const made = own.filter((resource) => !resource.includes(":snapshot:"));
  const isTagged = Object.keys((input.Tags ?? input.tags ?? {}) as object).length > 0;
  const secret = ["arn:aws:secretsmanager:eu-west-1:1:secret:rds!db-1"];
  return [
    ...also(actionOf(service, operation)),
    ...(input.TagSpecifications === undefined ? [] : also("ec2:CreateTags", ["any"])),
    ...(isTagged && service === "rds" ? also("rds:AddTagsToResource", made) : []),
    ...(isTagged && service === "logs" ? also("logs:TagResource") : []),
    ...(isTagged && operation === "CreateRole" ? also("iam:TagRole") : []),
    ...(isTagged && operation === "CreateInstanceProfile" ? also("iam:TagInstanceProfile") : []),
    ...(operation === "AddRoleToInstanceProfile" ? pass(input.RoleName, "ec2.amazonaws.com") : []),
    ...(input.IamInstanceProfile === undefined
      ? []
      : pass(input.IamInstanceProfile.Name, "ec2.amazonaws.com")),
    ...(input.MonitoringRoleArn === undefined
      ? []
      : pass(String(input.MonitoringRoleArn).split(":").at(-1), "monitoring.rds.amazonaws.com")),
    ...(input.FinalDBSnapshotIdentifier === undefined ? [] : also("rds:CreateDBSnapshot")),
    ...(input.ManageMasterUserPassword === true
      ? [
          ...also("secretsmanager:CreateSecret", secret),
          ...also("secretsmanager:TagResource", secret),
          ...also("kms:DescribeKey", ["any"]),
        ]
      : []),
  ];
}

/** The ARNs of what the request names; of EC2, and of what lists, any. */
function resourcesOf(service: string, operation: string, input: Input): string[] {
  const named = (kinds: Record<string, string>) =>
    Object.entries(kinds).flatMap(([key, arn]) => (input[key] === undefined ? [] : [`${arn}${input[key]}`]));
  if (operation.startsWith("Describe")) return ["any"];
  switch (service) {
    case "iam":
      return input.InstanceProfileName === undefined
        ? named({ RoleName: "arn:aws:iam::1:role/" })
        : named({ InstanceProfileName: "arn:aws:iam::1:instance-profile/" });
    case "rds":
      return named({
        DBInstanceIdentifier: "arn:aws:rds:eu-west-1:1:db:",
        DBParameterGroupName: "arn:aws:rds:eu-west-1:1:pg:",
        DBSnapshotIdentifier: "arn:aws:rds:eu-west-1:1:snapshot:",
        DBSubnetGroupName: "arn:aws:rds:eu-west-1:1:subgrp:",
        FinalDBSnapshotIdentifier: "arn:aws:rds:eu-west-1:1:snapshot:",
        ResourceName: "",
      });
    case "logs":
      return named({ logGroupName: "arn:aws:logs:eu-west-1:1:log-group:" });
    case "secretsmanager":
      return ["arn:aws:secretsmanager:eu-west-1:1:secret:rds!db-1"];
    case "ssm":
      return named({ Name: "arn:aws:ssm:eu-west-1::parameter" });
    default:
      return ["any"];
  }
}
