import { DescribeInstancesCommand, type Instance } from "@aws-sdk/client-ec2";
import type { AwsClients } from "./awsClients";
import { ifThere, only } from "./awsError";

export async function describeInstance({ ec2 }: AwsClients, id: string): Promise<Instance | undefined> {
  const { Reservations } =
    (await ifThere(() => ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] })))) ?? {};
  if (Reservations === undefined) return undefined;
  return only(only(Reservations, `the instance ${id}`).Instances, `the instance ${id}`);
}

/** Terminated, or so long that nobody remembers. */
export async function isTerminated(aws: AwsClients, id: string): Promise<boolean> {
  const state = (await describeInstance(aws, id))?.State?.Name;
  return state === undefined || state === "terminated" || state === "shutting-down";
}
