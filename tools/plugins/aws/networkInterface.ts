import {
  CreateNetworkInterfaceCommand,
  DeleteNetworkInterfaceCommand,
  DescribeNetworkInterfacesCommand,
  ModifyNetworkInterfaceAttributeCommand,
  type NetworkInterface,
} from "@aws-sdk/client-ec2";
import type { ec2 } from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";
import type { AwsClients } from "./awsClients";
import { AwsError, ifThere, only } from "./awsError";
import type { AwsResource } from "./awsResource";
import { isTerminated } from "./instanceState";
import { changeTags, tagSpecification } from "./tags";

/** `aws:ec2/networkInterface:NetworkInterface` */
export const networkInterface: AwsResource<Unwrap<ec2.NetworkInterfaceArgs>> = {
  // AWS can change the addresses of an interface, but not the first one.
  replaces: ["subnetId", "privateIps"],
  updates: ["description", "securityGroups", "tags"],

  async create({ ec2 }, { subnetId, privateIps, description, securityGroups, tags }) {
    const { NetworkInterface: made } = await ec2.send(
      new CreateNetworkInterfaceCommand({
        SubnetId: subnetId,
        PrivateIpAddress: privateIps?.[0],
        Description: description,
        Groups: securityGroups,
        TagSpecifications: tagSpecification("network-interface", tags),
      }),
    );
    return made?.NetworkInterfaceId ?? "";
  },

  async read(aws, id) {
    const found = await ifThere(() => describeNetworkInterface(aws, id));
    return (
      found && {
        privateIp: found.PrivateIpAddress,
        privateIps: found.PrivateIpAddress === undefined ? [] : [found.PrivateIpAddress],
        macAddress: found.MacAddress,
        securityGroups: found.Groups?.flatMap(({ GroupId }) => GroupId ?? []),
      }
    );
  },

  async update(aws, id, { args, olds, has }) {
    const attributes = [
      ...(has("securityGroups") ? [{ Groups: args.securityGroups }] : []),
      ...(has("description") ? [{ Description: { Value: args.description ?? "" } }] : []),
    ];
    for (const attribute of attributes) {
      await aws.ec2.send(
        new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: id, ...attribute }),
      );
    }
    await changeTags(aws, id, olds.tags, args.tags);
  },

  async delete(aws, id) {
    if (await isAttached(aws, await describeNetworkInterface(aws, id))) {
      throw new AwsError("InvalidParameterValue", `Network interface '${id}' is currently in use.`);
    }
    await aws.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id }));
  },
};

/** An interface is attached to one instance at a time, which moto does not mind. */
export async function refuseAttachedInterface(aws: AwsClients, id: string): Promise<void> {
  if (await isAttached(aws, await describeNetworkInterface(aws, id))) {
    throw new AwsError("InvalidNetworkInterface.InUse", `Interface: [${id}] in use.`);
  }
}

/** moto leaves an interface with the instance that was terminated. */
async function isAttached(aws: AwsClients, { Status, Attachment }: NetworkInterface): Promise<boolean> {
  const instance = Attachment?.InstanceId;
  return Status === "in-use" && instance !== undefined && !(await isTerminated(aws, instance));
}

async function describeNetworkInterface({ ec2 }: AwsClients, id: string): Promise<NetworkInterface> {
  const { NetworkInterfaces } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] }),
  );
  return only(NetworkInterfaces, `the network interface ${id}`);
}
