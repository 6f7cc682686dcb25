import {
  AttachVolumeCommand,
  CreateVolumeCommand,
  DeleteVolumeCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DetachVolumeCommand,
  ModifyVolumeCommand,
  StopInstancesCommand,
  type Volume,
} from "@aws-sdk/client-ec2";
import type { ebs, ec2 } from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";
import type { AwsClients } from "./awsClients";
import { AwsError, ifThere, only } from "./awsError";
import type { AwsResource } from "./awsResource";
import { describeInstance, isTerminated } from "./instanceState";
import { changeTags, tagSpecification } from "./tags";

/** `aws:ebs/volume:Volume` */
export const volume: AwsResource<Unwrap<ebs.VolumeArgs>> = {
  replaces: ["availabilityZone", "encrypted", "kmsKeyId", "snapshotId"],
  updates: ["size", "type", "iops", "throughput", "tags", "finalSnapshot"],

  async create({ ec2 }, args) {
    const { VolumeId = "" } = await ec2.send(
      new CreateVolumeCommand({
        AvailabilityZone: args.availabilityZone,
        Encrypted: args.encrypted,
        KmsKeyId: args.kmsKeyId,
        SnapshotId: args.snapshotId,
        ...performance(args),
        TagSpecifications: tagSpecification("volume", args.tags),
      }),
    );
    return VolumeId;
  },

  async read(aws, id) {
    const found = await ifThere(() => describeVolume(aws, id));
    return (
      found && { size: found.Size, type: found.VolumeType, iops: found.Iops, encrypted: found.Encrypted }
    );
  },

  async update(aws, id, { args, olds, has }) {
    if ((args.size ?? 0) < (olds.size ?? 0)) {
      throw new AwsError("InvalidParameterValue", "New size cannot be smaller than existing size");
    }
    if (has("size", "type", "iops", "throughput")) {
      await aws.ec2.send(new ModifyVolumeCommand({ VolumeId: id, ...performance(args) }));
    }
    await changeTags(aws, id, olds.tags, args.tags);
  },

  async delete(aws, id) {
    const instance = await attachedTo(aws, id);
    if (instance !== undefined) {
      throw new AwsError("VolumeInUse", `Volume ${id} is currently attached to ${instance}`);
    }
    await aws.ec2.send(new DeleteVolumeCommand({ VolumeId: id }));
  },
};

/** `aws:ec2/volumeAttachment:VolumeAttachment`; only what is done at its deletion changes in place. */
export const volumeAttachment: AwsResource<Unwrap<ec2.VolumeAttachmentArgs>> = {
  replaces: ["deviceName", "instanceId", "volumeId"],
  updates: ["forceDetach", "skipDestroy", "stopInstanceBeforeDetaching"],

  async create(aws, { deviceName, instanceId, volumeId }) {
    const instance = await attachedTo(aws, volumeId);
    if (instance !== undefined) {
      throw new AwsError("VolumeInUse", `${volumeId} is already attached to an instance`);
    }
    await refuseOtherZone(aws, volumeId, instanceId);
    await aws.ec2.send(
      new AttachVolumeCommand({ Device: deviceName, InstanceId: instanceId, VolumeId: volumeId }),
    );
    return `vai-${volumeId.slice("vol-".length)}`;
  },

  async read(aws, _id, { instanceId, volumeId }) {
    return (await attachedTo(aws, volumeId)) === instanceId ? {} : undefined;
  },

  async update() {},

  async delete(aws, _id, { deviceName, instanceId, volumeId, skipDestroy, stopInstanceBeforeDetaching }) {
    if (skipDestroy === true || (await attachedTo(aws, volumeId)) !== instanceId) return;
    if (stopInstanceBeforeDetaching === true) {
      await aws.ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] }));
    }
    await aws.ec2.send(
      new DetachVolumeCommand({ Device: deviceName, InstanceId: instanceId, VolumeId: volumeId }),
    );
  },
};

function performance({ size, type, iops, throughput }: Unwrap<ebs.VolumeArgs>) {
  return { Size: size, VolumeType: type as Volume["VolumeType"], Iops: iops, Throughput: throughput };
}

/** The instance that has the volume; moto would give it to a second one. */
async function attachedTo(aws: AwsClients, id: string): Promise<string | undefined> {
  const found = await ifThere(() => describeVolume(aws, id));
  const instance = found?.Attachments?.[0]?.InstanceId;
  return instance === undefined || (await isTerminated(aws, instance)) ? undefined : instance;
}

/** moto puts every instance into the region's first zone, so the zone is its subnet's. */
async function refuseOtherZone(aws: AwsClients, volumeId: string, instanceId: string): Promise<void> {
  const subnetId = (await describeInstance(aws, instanceId))?.SubnetId ?? "";
  const { Subnets } = await aws.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [subnetId] }));
  const { AvailabilityZone } = await describeVolume(aws, volumeId);
  if (only(Subnets, `the subnet ${subnetId}`).AvailabilityZone === AvailabilityZone) return;
  throw new AwsError(
    "InvalidVolume.ZoneMismatch",
    `The volume '${volumeId}' is not in the same availability zone as instance '${instanceId}'`,
  );
}

async function describeVolume({ ec2 }: AwsClients, id: string): Promise<Volume> {
  const { Volumes } = await ec2.send(new DescribeVolumesCommand({ VolumeIds: [id] }));
  return only(Volumes, `the volume ${id}`);
}
