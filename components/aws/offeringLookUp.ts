import * as aws from "@pulumi/aws";
import type { InvokeOptions } from "@pulumi/pulumi";
import { type Problem, ProblemCode } from "../description";
import { defaultEngineVersion, defaultInstanceClass } from "./databaseDefaults";

/** A VM as far as AWS must offer it. */
export interface WantedVm {
  /** Its place in the arguments. */
  place: string;
  type: string;
  zone: string | undefined;
  /** Whether it gets Amazon Linux for x86_64. */
  hasDefaultImage: boolean;
}

/** A database as far as RDS must offer it. */
export interface WantedDatabase {
  instanceClass?: string;
  engineVersion?: string;
  multiAz?: boolean;
  performanceInsights?: boolean;
  /** Of its subnets. */
  zones: readonly string[] | undefined;
}

/** Asks AWS whether it offers what is wanted, where it is wanted. */
export class OfferingLookUp {
  private readonly region: string | undefined;
  private readonly options: InvokeOptions;

  constructor(region: string | undefined, options: InvokeOptions) {
    this.region = region;
    this.options = options;
  }

  async vmProblems({ place, type, zone, hasDefaultImage }: WantedVm): Promise<Problem[]> {
    const refuse = (problem: string, remedy: string) => [
      { place: `${place}.instanceType`, code: ProblemCode.AwsOffering, problem, remedy },
    ];
    const found = await this.instanceType(type);
    const other = "give another type, such as m6i.large";
    if (found === undefined) return refuse(`${type} is not offered in ${this.where()}`, other);
    if (hasDefaultImage && !found.supportedArchitectures.includes("x86_64")) {
      const problem = `${type} has ${found.supportedArchitectures} processors, and the default image is for x86_64`;
      return refuse(problem, `give another type, or ${place}.image`);
    }
    // The first boot finds the data volume as an NVMe device.
    if (found.hypervisor !== "nitro" && !found.bareMetal) {
      return refuse(`${type} is none of the Nitro generations`, other);
    }
    if (zone === undefined) return [];
    const zones = await this.zonesOf(type);
    return zones.includes(zone)
      ? []
      : refuse(`${type} is not offered in ${zone}, but in ${zones}`, "give another type, or a subnet there");
  }

  /** Some classes were never offered for MySQL, some no longer are, some not with every version or in every zone. */
  async databaseProblems(wanted: WantedDatabase): Promise<Problem[]> {
    const { instanceClass = defaultInstanceClass, engineVersion = defaultEngineVersion } = wanted;
    const refuse = (key: string, problem: string, remedy: string) => [
      { place: `database.${key}`, code: ProblemCode.AwsOffering, problem, remedy },
    ];
    const other = `give another, such as ${defaultInstanceClass}`;
    const isExact = engineVersion.split(".").length === 3;
    const found = await this.orderable(instanceClass, isExact ? engineVersion : undefined);
    if (found === undefined) {
      const version = isExact ? ` ${engineVersion}` : "";
      const problem = `${instanceClass} is not offered for MySQL${version} with gp3 in ${this.where()}`;
      return refuse("instanceClass", problem, isExact ? `${other}, or another engineVersion` : other);
    }
    if (isOlder(found.engineVersion, engineVersion)) {
      const problem = `${instanceClass} is offered up to MySQL ${found.engineVersion} only`;
      return refuse("instanceClass", problem, other);
    }
    const needed = (wanted.multiAz ?? true) ? 2 : 1;
    const zones = wanted.zones?.filter((zone) => found.availabilityZones.includes(zone));
    if (zones !== undefined && new Set(zones).size < needed) {
      const problem = `${instanceClass} is offered in ${found.availabilityZones}, and the database's subnets are in ${wanted.zones}`;
      return refuse("instanceClass", problem, `${other}, or subnets in ${needed} of its zones`);
    }
    if (wanted.performanceInsights && !found.supportsPerformanceInsights) {
      const problem = `is not offered on ${instanceClass}`;
      return refuse("performanceInsights", problem, "leave it out, or give a larger instanceClass");
    }
    return [];
  }

  /** The class with the newest version of MySQL on it, or with that one; undefined where it is not offered. */
  private async orderable(
    instanceClass: string,
    engineVersion: string | undefined,
  ): Promise<aws.rds.GetOrderableDbInstanceResult | undefined> {
    const criteria = { engine: "mysql", engineVersion, instanceClass, storageType: "gp3", vpc: true };
    // Without a preference the provider refuses to choose among several versions.
    const newest = { preferredInstanceClasses: [instanceClass], engineLatestVersion: true };
    return found(/no RDS|InvalidParameterValue/i, () =>
      aws.rds.getOrderableDbInstance({ ...criteria, ...newest, region: this.region }, this.options),
    );
  }

  private instanceType(instanceType: string): Promise<aws.ec2.GetInstanceTypeResult | undefined> {
    return found(/no matching EC2|InvalidInstanceType/i, () =>
      aws.ec2.getInstanceType({ instanceType, region: this.region }, this.options),
    );
  }

  private async zonesOf(type: string): Promise<string[]> {
    const filters = [{ name: "instance-type", values: [type] }];
    const locationType = "availability-zone";
    const offerings = { filters, locationType, region: this.region };
    return (await aws.ec2.getInstanceTypeOfferings(offerings, this.options)).locations;
  }

  private where(): string {
    return this.region ?? "the provider's region";
  }
}

/** What is found, or nothing where AWS says that there is none. */
async function found<T>(none: RegExp, look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (none.test(String(error))) return undefined;
    throw error;
  }
}

function isOlder(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split(".").map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}
