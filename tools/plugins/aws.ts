import { awsClients } from "./aws/awsClients";
import { type AwsProvider, type AwsResource, awsResource } from "./aws/awsResource";
import { parameterGroup, subnetGroup } from "./aws/databaseGroups";
import { databaseInstance } from "./aws/databaseInstance";
import { elasticIp, elasticIpAssociation } from "./aws/elasticIp";
import { instanceProfile, role, rolePolicy } from "./aws/iam";
import { instance } from "./aws/instance";
import { keyPair } from "./aws/keyPair";
import { lookUps } from "./aws/lookUps";
import { networkInterface } from "./aws/networkInterface";
import { securityGroup } from "./aws/securityGroup";
import { securityGroupEgressRule, securityGroupIngressRule } from "./aws/securityGroupRule";
import { volume, volumeAttachment } from "./aws/volume";
import type { CheckFailure, Plugin, ResourceKind } from "./protocol/plugin";
import { ChangeKind } from "./protocol/propertyDiff";
import { isUnknown, type PropertyMap, sameValue } from "./protocol/propertyValue";
import { servePlugin } from "./protocol/server";

/** The slice of pulumi-resource-aws that the library uses, on a moto server of this machine. */
function awsPlugin(): Plugin {
  let region = environmentRegion();
  const provider: AwsProvider = { clients: awsClients(), region: () => region };
  const kind = <Args>(type: string, resource: AwsResource<Args>): Record<string, ResourceKind> => ({
    [type]: awsResource(type, resource, provider),
  });
  return {
    name: "aws",
    version: "7.48.0",
    resources: {
      ...kind("aws:ebs/volume:Volume", volume),
      ...kind("aws:ec2/eip:Eip", elasticIp),
      ...kind("aws:ec2/eipAssociation:EipAssociation", elasticIpAssociation),
      ...kind("aws:ec2/instance:Instance", instance),
      ...kind("aws:ec2/keyPair:KeyPair", keyPair),
      ...kind("aws:ec2/networkInterface:NetworkInterface", networkInterface),
      ...kind("aws:ec2/securityGroup:SecurityGroup", securityGroup),
      ...kind("aws:ec2/volumeAttachment:VolumeAttachment", volumeAttachment),
      ...kind("aws:iam/instanceProfile:InstanceProfile", instanceProfile),
      ...kind("aws:iam/role:Role", role),
      ...kind("aws:iam/rolePolicy:RolePolicy", rolePolicy),
      ...kind("aws:rds/instance:Instance", databaseInstance),
      ...kind("aws:rds/parameterGroup:ParameterGroup", parameterGroup),
      ...kind("aws:rds/subnetGroup:SubnetGroup", subnetGroup),
      ...kind("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", securityGroupEgressRule),
      ...kind("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", securityGroupIngressRule),
    },
    functions: lookUps(provider),
    checkConfiguration: (inputs) => ({ inputs, failures: configurationFailures(inputs) }),
    diffConfiguration(olds, news) {
      const changed = !sameValue(olds.region, news.region);
      const changes = new Map(changed ? [["region", ChangeKind.Update] as const] : []);
      return { changes, replaces: changed ? ["region"] : [] };
    },
    configure(inputs) {
      if (typeof inputs.region === "string" && !isUnknown(inputs.region)) region = inputs.region;
    },
  };
}

function environmentRegion(): string {
  return process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || "us-east-1";
}

/** What only matters to a real account is ignored; what would change the resources is refused. */
const ignored: readonly string[] = ["accessKey", "secretKey", "token", "profile", "version"];

function configurationFailures(inputs: PropertyMap): CheckFailure[] {
  return Object.keys(inputs)
    .filter((name) => name !== "region" && !ignored.includes(name) && !name.startsWith("skip"))
    .map((property) => ({
      property,
      reason: `the offline aws plugin has no ${property}; use the real plugin`,
    }));
}

void servePlugin(awsPlugin(), process.argv[2] ?? "");
