import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, type Instance } from "@aws-sdk/client-ec2";
import { DescribeDBInstancesCommand, DescribeDBSnapshotsCommand, RDSClient } from "@aws-sdk/client-rds";
import type { Rehearsal } from "./rehearsal";
import { volumeFolder } from "./virtualMachine";

export interface VmView {
  name: string;
  instanceId: string;
  type: string;
  zone: string;
  address: string;
  image: string;
  volumeId: string;
  /** What is on the volume. */
  volumeFolder: string;
}

/** What an account holder sees, in the order of names. */
export interface AwsView {
  vms: VmView[];
  /** But for the one that every VPC has. */
  groups: string[];
  databases: string[];
  snapshots: string[];
}

export async function whatThereIs({ dataCenter, moto, environment, folder }: Rehearsal): Promise<AwsView> {
  const rds = new RDSClient({
    region: environment.AWS_REGION,
    endpoint: moto.url,
    credentials: { accessKeyId: "rehearsal", secretAccessKey: "rehearsal" },
  });
  const [instances, { Subnets = [] }, { SecurityGroups = [] }, { DBInstances = [] }, { DBSnapshots = [] }] =
    await Promise.all([
      dataCenter.running(),
      dataCenter.ec2.send(new DescribeSubnetsCommand({})),
      dataCenter.ec2.send(new DescribeSecurityGroupsCommand({})),
      rds.send(new DescribeDBInstancesCommand({})),
      rds.send(new DescribeDBSnapshotsCommand({})),
    ]);
  rds.destroy();
  const zones = new Map(
    Subnets.map(({ SubnetId = "", AvailabilityZone = "" }) => [SubnetId, AvailabilityZone] as const),
  );
  return {
    vms: instances
      .map((instance) => vmView(instance, zones, folder))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    groups: SecurityGroups.filter(({ GroupName }) => GroupName !== "default")
      .map(
        ({ GroupName, GroupId, IpPermissions = [], IpPermissionsEgress = [] }) =>
          `${GroupName}  ${GroupId}  ${IpPermissions.length} ranges in, ${IpPermissionsEgress.length} out`,
      )
      .sort(),
    databases: DBInstances.map(
      ({ DBInstanceIdentifier, DBInstanceClass, EngineVersion, DbiResourceId }) =>
        `${DBInstanceIdentifier}  ${DbiResourceId}  ${DBInstanceClass}  MySQL ${EngineVersion}`,
    ),
    snapshots: DBSnapshots.flatMap(({ DBSnapshotIdentifier, SnapshotType }) =>
      SnapshotType === "manual" ? (DBSnapshotIdentifier ?? []) : [],
    ),
  };
}

function vmView(instance: Instance, zones: ReadonlyMap<string, string>, folder: string): VmView {
  const root = "/dev/xvda";
  const volumes = (instance.BlockDeviceMappings ?? []).filter(({ DeviceName }) => DeviceName !== root);
  const volumeId = volumes[0]?.Ebs?.VolumeId ?? "";
  return {
    name: instance.Tags?.find(({ Key }) => Key === "Name")?.Value ?? "",
    instanceId: instance.InstanceId ?? "",
    type: instance.InstanceType ?? "",
    zone: zones.get(instance.SubnetId ?? "") ?? "",
    address: instance.PrivateIpAddress ?? "",
    image: instance.ImageId ?? "",
    volumeId,
    volumeFolder: volumeFolder(volumeId, folder),
  };
}
