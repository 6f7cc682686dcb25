import type { AwsClients } from "../../tools/plugins/aws/awsClients";
import { awsResource } from "../../tools/plugins/aws/awsResource";
import { lookUps } from "../../tools/plugins/aws/lookUps";
import { resources } from "../../tools/plugins/aws/resources";
import type { ResourceKind, ResourceState } from "../../tools/plugins/protocol/plugin";
import type { PropertyMap } from "../../tools/plugins/protocol/propertyValue";
import type { LookUpCall, RegisteredResource } from "../aws/awsMocks";
import { operation as underWay } from "../tools/plugins/operation";

/** A call of AWS that a resource or a look-up causes. */
export interface RecordedRequest {
  resource: string;
  service: "ec2" | "iam" | "logs" | "rds" | "secretsmanager" | "ssm";
  operation: string;
  input: object;
}

/** What each call is answered: what one of them has asked for, and more. */
const answer = {
  Addresses: [{ AllocationId: "eipalloc-0a1b2c3d", AssociationId: "eipassoc-0a1b2c3d" }],
  AllocationId: "eipalloc-0a1b2c3d",
  DBInstances: [{ DBInstanceIdentifier: "database", MasterUserSecret: { SecretArn: "secret" } }],
  DBParameterGroups: [{}],
  DBSubnetGroups: [{}],
  GroupId: "sg-0a1b2c3d",
  InstanceTypes: [{}],
  Instances: [{ InstanceId: "i-0a1b2c3d" }],
  KeyPairs: [{}],
  NetworkInterfaces: [{ Status: "available" }],
  PrefixLists: [{}],
  Reservations: [{ Instances: [{ SubnetId: "subnet-0a1b2c3d", State: { Name: "running" } }] }],
  SecretString: JSON.stringify({ password: "managed-secret" }),
  SecurityGroupRules: [{ SecurityGroupRuleId: "sgr-0a1b2c3d" }],
  SecurityGroups: [{ GroupId: "sg-0a1b2c3d" }],
  Subnets: [{ AvailabilityZone: "eu-west-1a" }],
  Volumes: [{ AvailabilityZone: "eu-west-1a" }],
  Vpcs: [{}],
};

/** The offline plugin in front of an AWS that writes down what it is asked. */
class Recorder {
  readonly requests: RecordedRequest[] = [];
  readonly provider;
  private answers: object = answer;

  constructor(resource: string) {
    const client = (service: RecordedRequest["service"]) => ({
      send: async (command: { constructor: { name: string }; input: object }) => {
        const operation = command.constructor.name.replace(/Command$/, "");
        this.requests.push({ resource, service, operation, input: command.input });
        return this.answers;
      },
    });
    const clients = {
      region: "eu-west-1",
      ec2: client("ec2"),
      iam: client("iam"),
      logs: client("logs"),
      rds: client("rds"),
      secrets: client("secretsmanager"),
      ssm: client("ssm"),
    };
    this.provider = { clients: () => clients as unknown as AwsClients, region: () => "eu-west-1" };
  }

  /** Some answers are others from now on. */
  answerWith(others: object): void {
    this.answers = { ...answer, ...others };
  }
}

interface Made {
  kind: ResourceKind;
  inputs: PropertyMap;
  state: ResourceState;
}

async function make(recorder: Recorder, { type, name, inputs }: RegisteredResource): Promise<Made> {
  const kind = awsResource(type, translationOf(type), recorder.provider);
  const checked = kind.check({ name, olds: {}, news: inputs as PropertyMap });
  if (checked.failures?.length) throw new Error(`${name}: ${checked.failures.map(({ reason }) => reason)}`);
  const state = await kind.create({ ...underWay(), inputs: checked.inputs, preview: false });
  return { kind, inputs: checked.inputs, state };
}

function translationOf(type: string) {
  const translation = resources[type];
  if (translation === undefined) throw new Error(`the offline aws plugin has no ${type}`);
  return translation;
}

/** The calls that create the resource, and delete it where a last snapshot is named, as the offline plugin makes them. */
export async function recordedRequests(resource: RegisteredResource): Promise<RecordedRequest[]> {
  const recorder = new Recorder(resource.name);
  const { kind, inputs, state } = await make(recorder, resource);
  if (inputs.finalSnapshotIdentifier !== undefined) {
    await kind.delete?.({ ...underWay(), old: { ...state, inputs } });
  }
  return recorder.requests;
}

/** The calls that create, read, change wherever it can be changed, and delete the resource. */
export async function lifecycleRequests(resource: RegisteredResource): Promise<RecordedRequest[]> {
  const recorder = new Recorder(resource.name);
  const { kind, inputs, state } = await make(recorder, resource);
  await kind.read?.({ ...underWay(), id: state.id, inputs, outputs: state.outputs });
  const old = { ...state, inputs: beforeChange(resource.type, inputs) };
  await kind.update?.({ ...underWay(), old, inputs, preview: false });
  recorder.answerWith({
    DisableApiTermination: { Value: inputs.disableApiTermination === true },
    // A group goes when no interface has it, and a volume is detached where it is attached.
    ...(resource.type.endsWith(":SecurityGroup") ? { NetworkInterfaces: [] } : {}),
    ...(resource.type.endsWith(":VolumeAttachment")
      ? { Volumes: [{ Attachments: [{ InstanceId: inputs.instanceId }] }] }
      : {}),
  });
  await kind.delete?.({ ...underWay(), old: { ...state, inputs } });
  return recorder.requests;
}

/** Arguments that differ in all that changes in place, with a tag that goes; what the offline plugin does not change stays. */
function beforeChange(type: string, inputs: PropertyMap): PropertyMap {
  const { updates } = translationOf(type);
  const kept = ["rootBlockDevice", "iamInstanceProfile", "role"];
  const changed = updates.filter((name) => !kept.includes(name));
  const rest = Object.entries(inputs).filter(([name]) => !changed.includes(name));
  return { ...Object.fromEntries(rest), ...(updates.includes("tags") ? { tags: { gone: "" } } : {}) };
}

/** The calls of a look-up. */
export async function lookUpRequests({ token, inputs }: LookUpCall): Promise<RecordedRequest[]> {
  const recorder = new Recorder(token);
  await lookUps(recorder.provider)[token]?.(inputs as PropertyMap);
  return recorder.requests;
}
