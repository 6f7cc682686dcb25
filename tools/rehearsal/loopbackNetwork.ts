import { CreateSubnetCommand, CreateVpcCommand } from "@aws-sdk/client-ec2";
import type { DataCenter } from "./dataCenter";

/** As the cluster's arguments name it. */
export interface Network {
  vpcId: string;
  subnetIds: string[];
}

/**
 * A VPC with two zones whose addresses are this machine's, as the product binds the address of its VM.
 *
 * @param network the first two numbers of its addresses, for example `127.63`; no other network that runs has them
 */
export async function loopbackNetwork({ ec2 }: DataCenter, network: string): Promise<Network> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: `${network}.0.0/16` }));
  const vpcId = Vpc?.VpcId ?? "";
  const subnetIds: string[] = [];
  for (const [index, AvailabilityZone] of ["eu-west-1a", "eu-west-1b"].entries()) {
    const CidrBlock = `${network}.${index}.0/24`;
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: vpcId, CidrBlock, AvailabilityZone }));
    subnetIds.push(Subnet?.SubnetId ?? "");
  }
  return { vpcId, subnetIds };
}
