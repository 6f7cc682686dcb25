import type * as pulumi from "@pulumi/pulumi";
import { AnalyticsCluster, AnalyticsDatabases } from "../components";
import { AwsAnalyticsCluster } from "../components/aws";
import { withOutputsAtLeaves } from "./outputsAtLeaves";

type Component = new (
  name: string,
  args: never,
  opts: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

const components: Readonly<Record<string, Component>> = {
  "wso2-analytics:index:AnalyticsCluster": AnalyticsCluster,
  "wso2-analytics:index:AnalyticsDatabases": AnalyticsDatabases,
  "wso2-analytics:index:AwsAnalyticsCluster": AwsAnalyticsCluster,
};

interface PackageSchema {
  version: string;
  resources: Record<string, { properties: object }>;
}

/** Constructs the components of the package schema for the engine, and hands their outputs back. */
export class ComponentProvider implements pulumi.provider.Provider {
  readonly schema: string;
  readonly version: string;
  private readonly resources: PackageSchema["resources"];

  constructor(schema: string) {
    const { version, resources } = JSON.parse(schema) as PackageSchema;
    this.schema = schema;
    this.version = version;
    this.resources = resources;
  }

  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<pulumi.provider.ConstructResult> {
    const Component = components[type];
    if (Component === undefined) throw new Error(`the package wso2-analytics has no resource ${type}`);
    const args = await withOutputsAtLeaves(inputs);
    const component = new Component(name, args as never, options);
    const outputs = Object.keys(this.resources[type]?.properties ?? {});
    const values = component as unknown as Record<string, unknown>;
    return { urn: component.urn, state: Object.fromEntries(outputs.map((key) => [key, values[key]])) };
  }
}
