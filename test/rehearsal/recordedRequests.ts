import type { AwsClients } from "../../tools/plugins/aws/awsClients";
import { awsResource } from "../../tools/plugins/aws/awsResource";
import { resources } from "../../tools/plugins/aws/resources";
import type { PropertyMap } from "../../tools/plugins/protocol/propertyValue";
import type { RegisteredResource } from "../aws/awsMocks";
import { operation as underWay } from "../tools/plugins/operation";

/** A call of AWS that a resource causes. */
export interface RecordedRequest {
  resource: string;
  service: "ec2" | "iam" | "logs" | "rds";
  operation: string;
  input: object;
}

/** What each call is answered: what one of them has asked for, and more. */
const answer = {
  Addresses: [{ AllocationId: "eipalloc-0a1b2c3d" }],
  AllocationId: "eipalloc-0a1b2c3d",
  DBInstances: [{ DBInstanceIdentifier: "database" }],
  DBParameterGroups: [{}],
  DBSubnetGroups: [{}],
  GroupId: "sg-0a1b2c3d",
  Instances: [{ InstanceId: "i-0a1b2c3d" }],
  KeyPairs: [{}],
  NetworkInterfaces: [{ Status: "available" }],
  Reservations: [{ Instances: [{ SubnetId: "subnet-0a1b2c3d" }] }],
  SecurityGroupRules: [{ SecurityGroupRuleId: "sgr-0a1b2c3d" }],
  SecurityGroups: [{ GroupId: "sg-0a1b2c3d" }],
  Subnets: [{ AvailabilityZone: "eu-west-1a" }],
  Volumes: [{ AvailabilityZone: "eu-west-1a" }],
};

/** The calls that create the resource, and delete it where a last snapshot is named, as the offline plugin makes them. */
export async function recordedRequests({
  type,
  name,
  inputs,
}: RegisteredResource): Promise<RecordedRequest[]> {
  const translation = resources[type];
  if (translation === undefined) throw new Error(`the offline aws plugin has no ${type}`);
  const requests: RecordedRequest[] = [];
  const client = (service: RecordedRequest["service"]) => ({
    async send(command: { constructor: { name: string }; input: object }) {
      const operation = command.constructor.name.replace(/Command$/, "");
      requests.push({ resource: name, service, operation, input: command.input });
      return answer;
    },
  });
  const clients = {
    region: "eu-west-1",
    ec2: client("ec2"),
    iam: client("iam"),
    logs: client("logs"),
    rds: client("rds"),
  };
  const provider = { clients: () => clients as unknown as AwsClients, region: () => "eu-west-1" };
  const kind = awsResource(type, translation, provider);
  const checked = kind.check({ name, olds: {}, news: inputs as PropertyMap });
  if (checked.failures?.length) throw new Error(`${name}: ${checked.failures.map(({ reason }) => reason)}`);
  const { inputs: given } = checked;
  const made = await kind.create({ ...underWay(), inputs: given, preview: false });
  if (given.finalSnapshotIdentifier !== undefined) {
    await kind.delete?.({ ...underWay(), old: { ...made, inputs: given } });
  }
  return requests;
}
