import {
  DescribeInstanceAttributeCommand,
  ModifyInstanceAttributeCommand,
  type ModifyInstanceAttributeCommandInput,
  ModifyInstanceMetadataOptionsCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import type { ec2 } from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";
import type { AwsClients } from "./awsClients";
import { AwsError } from "./awsError";
import type { AwsResource, Change } from "./awsResource";
import { describeInstance } from "./instanceState";
import { refuseAttachedInterface } from "./networkInterface";
import { changeTags, tagSpecification } from "./tags";

type InstanceArgs = Unwrap<ec2.InstanceArgs>;

/** `aws:ec2/instance:Instance` */
export const instance: AwsResource<InstanceArgs> = {
  replaces: ["ami", "subnetId", "keyName", "primaryNetworkInterface"],
  updates: [
    "instanceType",
    "iamInstanceProfile",
    "metadataOptions",
    "rootBlockDevice",
    "userData",
    "disableApiTermination",
    "forceDestroy",
    "vpcSecurityGroupIds",
    "tags",
  ],

  async create(aws, args) {
    const networkInterface = args.primaryNetworkInterface?.networkInterfaceId;
    if (networkInterface !== undefined) await refuseAttachedInterface(aws, networkInterface);
    const { Instances } = await aws.ec2.send(new RunInstancesCommand(launchRequest(args)));
    const id = Instances?.[0]?.InstanceId ?? "";
    // moto does not take it from the launch.
    if (args.disableApiTermination === true) await protect(aws, id, true);
    return id;
  },

  async read(aws, id) {
    const found = await describeInstance(aws, id);
    if (found === undefined || found.State?.Name === "terminated") return undefined;
    return {
      arn: `arn:aws:ec2:${aws.region}:123456789012:instance/${id}`,
      instanceState: found.State?.Name,
      privateIp: found.PrivateIpAddress,
      publicIp: found.PublicIpAddress,
      subnetId: found.SubnetId,
      availabilityZone: found.Placement?.AvailabilityZone,
      primaryNetworkInterfaceId: found.NetworkInterfaces?.[0]?.NetworkInterfaceId,
    };
  },

  update: updateInstance,

  async delete(aws, id, { forceDestroy }) {
    const attribute = new DescribeInstanceAttributeCommand({
      InstanceId: id,
      Attribute: "disableApiTermination",
    });
    const { DisableApiTermination } = await aws.ec2.send(attribute);
    if (DisableApiTermination?.Value === true) {
      if (forceDestroy !== true) {
        throw new AwsError(
          "OperationNotPermitted",
          `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
        );
      }
      await protect(aws, id, false);
    }
    await aws.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  },
};

function launchRequest(args: InstanceArgs): RunInstancesCommandInput {
  const networkInterface = args.primaryNetworkInterface?.networkInterfaceId;
  return {
    ImageId: args.ami,
    InstanceType: args.instanceType as RunInstancesCommandInput["InstanceType"],
    MinCount: 1,
    MaxCount: 1,
    SubnetId: args.subnetId,
    SecurityGroupIds: args.vpcSecurityGroupIds,
    NetworkInterfaces:
      networkInterface === undefined
        ? undefined
        : [{ DeviceIndex: 0, NetworkInterfaceId: networkInterface, DeleteOnTermination: false }],
    KeyName: args.keyName,
    IamInstanceProfile:
      args.iamInstanceProfile === undefined ? undefined : { Name: String(args.iamInstanceProfile) },
    MetadataOptions: metadataOptions(args),
    BlockDeviceMappings: rootVolume(args),
    UserData: args.userData === undefined ? undefined : Buffer.from(args.userData).toString("base64"),
    TagSpecifications: tagSpecification("instance", args.tags),
  };
}

function metadataOptions({ metadataOptions: options }: InstanceArgs) {
  return (
    options && {
      HttpEndpoint: options.httpEndpoint as "enabled" | "disabled" | undefined,
      HttpTokens: options.httpTokens as "required" | "optional" | undefined,
      HttpPutResponseHopLimit: options.httpPutResponseHopLimit,
    }
  );
}

function rootVolume({
  rootBlockDevice: root,
}: InstanceArgs): RunInstancesCommandInput["BlockDeviceMappings"] {
  if (root === undefined) return undefined;
  const { encrypted, kmsKeyId, volumeSize, volumeType } = root;
  const device = {
    Encrypted: encrypted,
    KmsKeyId: kmsKeyId,
    // AWS takes that of the image, moto none.
    VolumeSize: volumeSize ?? 8,
    VolumeType: volumeType as "gp3" | undefined,
    DeleteOnTermination: true,
  };
  return [{ DeviceName: "/dev/xvda", Ebs: device }];
}

async function updateInstance(aws: AwsClients, id: string, { args, olds, has }: Change<InstanceArgs>) {
  if (has("rootBlockDevice", "iamInstanceProfile")) {
    throw new Error("the offline aws plugin changes neither root volume nor profile of an instance");
  }
  if (has("disableApiTermination")) await protect(aws, id, args.disableApiTermination === true);
  if (has("vpcSecurityGroupIds")) await modify(aws, id, { Groups: args.vpcSecurityGroupIds });
  if (has("metadataOptions")) {
    await aws.ec2.send(
      new ModifyInstanceMetadataOptionsCommand({ InstanceId: id, ...metadataOptions(args) }),
    );
  }
  if (has("instanceType", "userData")) {
    // Both change only while the instance is stopped.
    await aws.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    if (has("instanceType")) await modify(aws, id, { InstanceType: { Value: args.instanceType } });
    if (has("userData")) await modify(aws, id, { UserData: { Value: Buffer.from(args.userData ?? "") } });
    await aws.ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
  }
  await changeTags(aws, id, olds.tags, args.tags);
}

function protect(aws: AwsClients, id: string, value: boolean): Promise<unknown> {
  return modify(aws, id, { DisableApiTermination: { Value: value } });
}

type Attribute = Omit<ModifyInstanceAttributeCommandInput, "InstanceId">;

function modify({ ec2 }: AwsClients, id: string, attribute: Attribute): Promise<unknown> {
  return ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, ...attribute }));
}
