import {
  type _InstanceType,
  DescribeAvailabilityZonesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeManagedPrefixListsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type LocationType,
} from "@aws-sdk/client-ec2";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import type { ec2, rds, secretsmanager, ssm } from "@pulumi/aws";
import type { LookUp } from "../protocol/plugin";
import { type PropertyMap, plainMap, secret } from "../protocol/propertyValue";
import type { AwsClients } from "./awsClients";
import { AwsError, named, only } from "./awsError";
import type { AwsProvider } from "./awsResource";

/** The current generations; moto knows none of the classes for MySQL. */
const mysqlClass = /^db\.(m5|m6g|m6i|m7g|m7i|r5|r6g|r6i|r7g|t3|t4g)\.\w+$/;

/** What the components look up, by token. */
export function lookUps(provider: AwsProvider): Record<string, LookUp> {
  const lookUp = <Args>(find: (aws: AwsClients, args: Args) => Promise<PropertyMap>): LookUp => {
    return async (given) => {
      const { region = provider.region(), ...args } = plainMap(given);
      const aws = provider.clients(String(region));
      const result = await named("looking up", () => find(aws, args as unknown as Args));
      return { ...args, region, ...result };
    };
  };
  return {
    "aws:ec2/getVpc:getVpc": lookUp(getVpc),
    "aws:ec2/getSubnets:getSubnets": lookUp(getSubnets),
    "aws:ec2/getSubnet:getSubnet": lookUp(getSubnet),
    "aws:ec2/getSecurityGroup:getSecurityGroup": lookUp(getSecurityGroup),
    "aws:ec2/getInstanceType:getInstanceType": lookUp(getInstanceType),
    "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": lookUp(getInstanceTypeOfferings),
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": lookUp(getManagedPrefixList),
    "aws:ssm/getParameter:getParameter": lookUp(getParameter),
    "aws:secretsmanager/getSecretVersion:getSecretVersion": lookUp(getSecretVersion),
    "aws:rds/getOrderableDbInstance:getOrderableDbInstance": lookUp(getOrderableDbInstance),
  };
}

async function getVpc({ ec2 }: AwsClients, { id, default: isDefault }: ec2.GetVpcArgs): Promise<PropertyMap> {
  const filters = isDefault === undefined ? undefined : [{ Name: "is-default", Values: [String(isDefault)] }];
  const request = new DescribeVpcsCommand({ VpcIds: id === undefined ? undefined : [id], Filters: filters });
  const found = only((await ec2.send(request)).Vpcs, "a matching VPC");
  return { id: found.VpcId ?? "", cidrBlock: found.CidrBlock ?? "", default: found.IsDefault ?? false };
}

async function getSubnets({ ec2 }: AwsClients, { filters = [] }: ec2.GetSubnetsArgs): Promise<PropertyMap> {
  const Filters = filters.map(({ name, values }) => ({ Name: name, Values: values }));
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
  return { id: "subnets", ids: Subnets.flatMap(({ SubnetId }) => SubnetId ?? []) };
}

async function getSubnet({ ec2 }: AwsClients, { id = "" }: ec2.GetSubnetArgs): Promise<PropertyMap> {
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] }));
  const { VpcId = "", AvailabilityZone = "", CidrBlock = "" } = only(Subnets, `the subnet ${id}`);
  return { id, vpcId: VpcId, availabilityZone: AvailabilityZone, cidrBlock: CidrBlock };
}

async function getSecurityGroup(
  { ec2 }: AwsClients,
  { id = "" }: ec2.GetSecurityGroupArgs,
): Promise<PropertyMap> {
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }));
  const { GroupName = "", VpcId = "" } = only(SecurityGroups, `the security group ${id}`);
  return { id, name: GroupName, vpcId: VpcId };
}

async function getInstanceType(
  { ec2 }: AwsClients,
  { instanceType }: ec2.GetInstanceTypeArgs,
): Promise<PropertyMap> {
  const wanted = [instanceType as _InstanceType];
  const { InstanceTypes } = await ec2.send(new DescribeInstanceTypesCommand({ InstanceTypes: wanted }));
  const {
    BareMetal = false,
    Hypervisor = "",
    ProcessorInfo,
  } = only(InstanceTypes, `the type ${instanceType}`);
  return {
    id: instanceType,
    bareMetal: BareMetal,
    hypervisor: Hypervisor,
    supportedArchitectures: ProcessorInfo?.SupportedArchitectures ?? [],
  };
}

async function getInstanceTypeOfferings(
  { ec2 }: AwsClients,
  { filters = [], locationType }: ec2.GetInstanceTypeOfferingsArgs,
): Promise<PropertyMap> {
  const request = {
    Filters: filters.map(({ name, values }) => ({ Name: name, Values: values })),
    LocationType: locationType as LocationType,
  };
  const { InstanceTypeOfferings = [] } = await ec2.send(new DescribeInstanceTypeOfferingsCommand(request));
  return { id: "offerings", locations: InstanceTypeOfferings.flatMap(({ Location }) => Location ?? []) };
}

async function getManagedPrefixList(
  { ec2 }: AwsClients,
  { id = "" }: ec2.GetManagedPrefixListArgs,
): Promise<PropertyMap> {
  const { PrefixLists } = await ec2.send(new DescribeManagedPrefixListsCommand({ PrefixListIds: [id] }));
  const { AddressFamily = "", MaxEntries = 0 } = only(PrefixLists, `the prefix list ${id}`);
  return { id, addressFamily: AddressFamily, maxEntries: MaxEntries };
}

async function getParameter({ ssm }: AwsClients, { name }: ssm.GetParameterArgs): Promise<PropertyMap> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  return { id: name, value: secret(Parameter?.Value ?? ""), type: Parameter?.Type ?? "" };
}

async function getSecretVersion(
  { secrets }: AwsClients,
  { secretId }: secretsmanager.GetSecretVersionArgs,
): Promise<PropertyMap> {
  const {
    ARN = "",
    SecretString = "",
    VersionId = "",
  } = await secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
  return { id: `${ARN}|${VersionId}`, arn: ARN, secretString: secret(SecretString), versionId: VersionId };
}

async function getOrderableDbInstance(
  { ec2 }: AwsClients,
  {
    instanceClass: asked,
    preferredInstanceClasses = [],
    engineVersion = "8.4.7",
  }: rds.GetOrderableDbInstanceArgs,
): Promise<PropertyMap> {
  const instanceClass = asked ?? preferredInstanceClasses[0] ?? "";
  if (!mysqlClass.test(instanceClass)) {
    throw new AwsError("EmptyResult", "no RDS Orderable DB Instance Options found matching criteria");
  }
  const { AvailabilityZones = [] } = await ec2.send(new DescribeAvailabilityZonesCommand({}));
  return {
    id: instanceClass,
    engineVersion,
    availabilityZones: AvailabilityZones.flatMap(({ ZoneName }) => ZoneName ?? []),
    supportsPerformanceInsights: !/\.(micro|small)$/.test(instanceClass),
  };
}
