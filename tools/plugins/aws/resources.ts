import type { AwsResource } from "./awsResource";
import { parameterGroup, subnetGroup } from "./databaseGroups";
import { databaseInstance } from "./databaseInstance";
import { elasticIp, elasticIpAssociation } from "./elasticIp";
import { instanceProfile, role, rolePolicy } from "./iam";
import { instance } from "./instance";
import { keyPair } from "./keyPair";
import { logGroup } from "./logGroup";
import { networkInterface } from "./networkInterface";
import { securityGroup } from "./securityGroup";
import { securityGroupEgressRule, securityGroupIngressRule } from "./securityGroupRule";
import { volume, volumeAttachment } from "./volume";

// biome-ignore lint/suspicious/noExplicitAny: each translation has arguments of its own, and the table has all of them.
type AnyResource = AwsResource<any>;

/** Every type of resource that the offline plugin has, with its translation into calls of AWS. */
export const resources: Readonly<Record<string, AnyResource>> = {
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:ebs/volume:Volume": volume,
  "aws:ec2/eip:Eip": elasticIp,
  "aws:ec2/eipAssociation:EipAssociation": elasticIpAssociation,
  "aws:ec2/instance:Instance": instance,
  "aws:ec2/keyPair:KeyPair": keyPair,
  "aws:ec2/networkInterface:NetworkInterface": networkInterface,
  "aws:ec2/securityGroup:SecurityGroup": securityGroup,
  "aws:ec2/volumeAttachment:VolumeAttachment": volumeAttachment,
  "aws:iam/instanceProfile:InstanceProfile": instanceProfile,
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:rds/instance:Instance": databaseInstance,
  "aws:rds/parameterGroup:ParameterGroup": parameterGroup,
  "aws:rds/subnetGroup:SubnetGroup": subnetGroup,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": securityGroupEgressRule,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": securityGroupIngressRule,
};
