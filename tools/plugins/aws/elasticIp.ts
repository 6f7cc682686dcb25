import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  DescribeAddressesCommand,
  DisassociateAddressCommand,
  ReleaseAddressCommand,
} from "@aws-sdk/client-ec2";
import type { ec2 } from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";
import type { AwsClients } from "./awsClients";
import { ifThere, only } from "./awsError";
import type { AwsResource } from "./awsResource";
import { changeTags, tagSpecification } from "./tags";

/** `aws:ec2/eip:Eip` */
export const elasticIp: AwsResource<Unwrap<ec2.EipArgs>> = {
  replaces: ["domain", "networkInterface"],
  updates: ["tags"],

  async create({ ec2 }, { networkInterface, tags }) {
    const { AllocationId = "" } = await ec2.send(
      new AllocateAddressCommand({ Domain: "vpc", TagSpecifications: tagSpecification("elastic-ip", tags) }),
    );
    if (networkInterface !== undefined) {
      const target = { AllocationId, NetworkInterfaceId: networkInterface };
      await ec2.send(new AssociateAddressCommand(target));
    }
    return AllocationId;
  },

  async read(aws, id) {
    const found = await ifThere(() => describeAddress(aws, id));
    return found && { allocationId: id, publicIp: found.PublicIp, associationId: found.AssociationId };
  },

  update: (aws, id, { args, olds }) => changeTags(aws, id, olds.tags, args.tags),

  async delete(aws, id) {
    const { AssociationId } = await describeAddress(aws, id);
    if (AssociationId) await aws.ec2.send(new DisassociateAddressCommand({ AssociationId }));
    await aws.ec2.send(new ReleaseAddressCommand({ AllocationId: id }));
  },
};

/** `aws:ec2/eipAssociation:EipAssociation` */
export const elasticIpAssociation: AwsResource<Unwrap<ec2.EipAssociationArgs>> = {
  replaces: ["allocationId", "instanceId"],
  updates: [],

  async create({ ec2 }, { allocationId, instanceId }) {
    const target = { AllocationId: allocationId, InstanceId: instanceId };
    const { AssociationId = "" } = await ec2.send(new AssociateAddressCommand(target));
    return AssociationId;
  },

  async read(aws, id, { allocationId = "" }) {
    const found = await ifThere(() => describeAddress(aws, allocationId));
    return found?.AssociationId === id ? { publicIp: found.PublicIp } : undefined;
  },

  async delete({ ec2 }, id) {
    await ifThere(() => ec2.send(new DisassociateAddressCommand({ AssociationId: id })));
  },
};

async function describeAddress({ ec2 }: AwsClients, id: string) {
  const { Addresses } = await ec2.send(new DescribeAddressesCommand({ AllocationIds: [id] }));
  return only(Addresses, `the address ${id}`);
}
