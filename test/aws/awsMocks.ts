import * as pulumi from "@pulumi/pulumi";
import { mockedState } from "../../tools/bench/mockedAws";

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** A resource as it was registered, with what decides about its life. */
export interface RegisteredResource {
  type: string;
  name: string;
  /** `Type name` of the parent. */
  parent: string;
  inputs: Record<string, unknown>;
  secrets: string[];
  provider: string;
  protect: boolean;
  deleteBeforeReplace: boolean;
  ignoreChanges: string[];
  dependencies: string[];
}

export interface LookUpCall {
  token: string;
  inputs: Record<string, unknown>;
  provider: string;
}

/** What the account in AWS has. */
export interface Account {
  /** Zone and VPC by subnet. */
  subnets: Record<string, { availabilityZone: string; vpcId: string }>;
  defaultSubnets: string[];
  groups: Record<string, string>;
  /** Zones by class of RDS, each with MySQL 8.4. */
  classes: Record<string, string[]>;
  /** Zones by type of EC2. */
  types: Record<string, string[]>;
}

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

export const account: Account = {
  subnets: {
    "subnet-0a000001": { availabilityZone: "eu-west-1a", vpcId: "vpc-0a1b2c3d" },
    "subnet-0b000002": { availabilityZone: "eu-west-1b", vpcId: "vpc-0a1b2c3d" },
    "subnet-0a000003": { availabilityZone: "eu-west-1a", vpcId: "vpc-0a1b2c3d" },
    "subnet-0c00000f": { availabilityZone: "eu-west-1c", vpcId: "vpc-0f000000" },
    "subnet-0d000001": { availabilityZone: "eu-west-1a", vpcId: "vpc-0d000000" },
    "subnet-0d000002": { availabilityZone: "eu-west-1b", vpcId: "vpc-0d000000" },
  },
  defaultSubnets: ["subnet-0d000002", "subnet-0d000001"],
  groups: { "sg-0a1b2c3d": "vpc-0a1b2c3d", "sg-0f000000": "vpc-0f000000" },
  classes: {
    "db.m6g.large": zones,
    "db.r6g.large": zones,
    "db.t4g.micro": zones,
    "db.x2g.large": ["eu-west-1a"],
  },
  types: {
    "m6i.large": zones,
    "m7i.xlarge": zones,
    "m7g.large": zones,
    "t3.micro": zones,
    "t3.nano": zones,
    "m4.large": zones,
    "m8i.large": ["eu-west-1b"],
  },
};

export class AwsRun {
  readonly resources: RegisteredResource[] = [];
  readonly calls: LookUpCall[] = [];
  readonly errors: Error[] = [];

  ofType(type: string): RegisteredResource[] {
    return this.resources.filter((resource) => resource.type.endsWith(type));
  }

  named(name: string): RegisteredResource {
    const found = this.resources.find(
      (resource) => resource.name === name && !resource.type.startsWith("wso2-analytics:"),
    );
    if (found === undefined) throw new Error(`nothing is called ${name}`);
    return found;
  }
}

/**
 * Runs a program against Pulumi's mocks and an account, and waits until every registration has arrived.
 *
 * @param preview whether what only an update makes known stays unknown
 */
export async function runAws(program: () => void, preview = false, has: Account = account): Promise<AwsRun> {
  const result = new AwsRun();
  const onRejection = (error: unknown) =>
    result.errors.push(error instanceof Error ? error : new Error(String(error)));
  // A refusal reaches every resource that waits for it.
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", onRejection);
  try {
    await pulumi.runtime.setMocks(
      {
        newResource: ({ type, name, inputs, id, provider }) => {
          const secrets = Object.keys(inputs).filter((key) => isSecret(inputs[key]));
          const known = opened(inputs) as Record<string, unknown>;
          result.resources.push({
            type,
            name,
            inputs: known,
            secrets,
            provider: provider ?? "",
            parent: "",
            protect: false,
            deleteBeforeReplace: false,
            ignoreChanges: [],
            dependencies: [],
          });
          // Empty unless the program gives one.
          return {
            id: id || (preview ? undefined : `${name}-id`),
            state: preview ? previewed(type, inputs) : mockedState(type, name, inputs),
          };
        },
        call: ({ token, inputs, provider }) => {
          result.calls.push({ token, inputs, provider: provider ?? "" });
          return answer(token, inputs, has);
        },
      },
      "project",
      "stack",
      preview,
    );
    recordOptions(result);
    program();
    await pulumi.runtime.disconnect();
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.removeListener("unhandledRejection", onRejection);
    for (const listener of listeners) process.on("unhandledRejection", listener);
  }
  return result;
}

interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProtect(): boolean;
  getDeletebeforereplace(): boolean;
  getIgnorechangesList(): string[];
  getDependenciesList(): string[];
}

/** The mocks are not told options; the engine's stand-in is. */
function recordOptions(result: AwsRun): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: Request, callback: () => void): Promise<void>;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = async (request, callback) => {
    await register(request, callback);
    const resource = result.resources.findLast(
      ({ type, name }) => type === request.getType() && name === request.getName(),
    );
    if (resource === undefined) return;
    resource.parent = shortUrn(request.getParent());
    resource.protect = request.getProtect();
    resource.deleteBeforeReplace = request.getDeletebeforereplace();
    resource.ignoreChanges = request.getIgnorechangesList();
    resource.dependencies = request.getDependenciesList().map(shortUrn);
  };
}

function shortUrn(urn: string): string {
  const [type = "", name = ""] = urn.split("::").slice(2);
  return urn === "" ? "" : `${type.split("$").at(-1)?.split(":").at(-1)} ${name}`;
}

/** What only an update makes known is left out. */
function previewed(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  return type === "pulumi:index:Stash" ? { ...inputs, output: inputs.input } : inputs;
}

function answer(token: string, inputs: Record<string, unknown>, has: Account): Record<string, unknown> {
  const id = String(inputs.id ?? inputs.default);
  switch (token.split(":").at(-1)) {
    case "getVpc":
      return { ...inputs, id: inputs.default ? "vpc-0d000000" : id, cidrBlock: "10.0.0.0/16" };
    case "getSubnets":
      return { ...inputs, ids: has.defaultSubnets };
    case "getSubnet": {
      const subnet = has.subnets[id];
      if (subnet === undefined) throw new Error(`no subnet ${id}`);
      return { ...inputs, ...subnet };
    }
    case "getSecurityGroup":
      return { ...inputs, vpcId: has.groups[id] };
    case "getManagedPrefixList":
      return { ...inputs, addressFamily: "IPv6", maxEntries: id.endsWith("50") ? 50 : 5 };
    case "getParameter":
      return { ...inputs, value: "ami-0123456789abcdef0" };
    case "getSecretVersion":
      return { ...inputs, secretString: JSON.stringify({ username: "admin", password: "managed-secret" }) };
    case "getOrderableDbInstance": {
      const wanted = String(inputs.instanceClass);
      const version = inputs.engineVersion ?? "8.4.7";
      const availabilityZones = has.classes[wanted];
      if (availabilityZones === undefined || version === "8.4.99") {
        throw failure("no RDS Orderable DB Instance Options found matching criteria; try different search");
      }
      const supportsPerformanceInsights = !wanted.endsWith(".micro");
      return { ...inputs, engineVersion: version, availabilityZones, supportsPerformanceInsights };
    }
    case "getInstanceType": {
      const wanted = String(inputs.instanceType);
      if (has.types[wanted] === undefined) throw failure("no matching EC2 Instance Type found");
      const supportedArchitectures = [/^[a-z]+\dg/.test(wanted) ? "arm64" : "x86_64"];
      return {
        ...inputs,
        supportedArchitectures,
        hypervisor: wanted.startsWith("m4") ? "xen" : "nitro",
        bareMetal: false,
      };
    }
    case "getInstanceTypeOfferings": {
      const [{ values = [] } = {}] = inputs.filters as { values?: string[] }[];
      return { ...inputs, locations: has.types[String(values[0])] ?? [] };
    }
    default:
      throw new Error(`the account does not answer ${token}`);
  }
}

/** As the SDK gets it from the engine, which sends its reason in `details`. */
function failure(details: string): Error {
  return Object.assign(new Error(details), { details });
}

function isSecret(value: unknown): value is { value: unknown } {
  return (value as Record<string, unknown> | null)?.[signature] === secretSignature;
}

function opened(value: unknown): unknown {
  if (isSecret(value)) return opened(value.value);
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, opened(child)]));
  }
  return value;
}

/** The value behind an output, once it is known. */
export function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
