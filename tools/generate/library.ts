import { readdirSync } from "node:fs";
import type { Member, ObjectModel } from "./argumentModel";
import { TypeReader } from "./typeReader";

/** A public component, as its docstrings tell it. */
export interface ComponentModel {
  name: string;
  doc: string;
  args: ObjectModel;
  outputs: readonly Member[];
}

/** What is generated from: the public components. */
export interface Library {
  cluster: ComponentModel;
  awsCluster: ComponentModel;
  databases: ComponentModel;
}

/** @throws if something in the interfaces cannot be read */
export function readLibrary(): Library {
  const folder = "components/description/arguments";
  const reader = new TypeReader([
    ...readdirSync(folder).map((name) => `${folder}/${name}`),
    "components/cluster/analyticsCluster.ts",
    "components/databases/analyticsDatabases.ts",
    "components/aws/awsClusterArgs.ts",
    "components/aws/awsAnalyticsCluster.ts",
  ]);
  const component = (name: string) => {
    const { doc, members } = reader.outputs(name);
    return { name, doc, args: reader.interface(`${name}Args`), outputs: members };
  };
  const cluster = component("AnalyticsCluster");
  const onAws = component("AwsAnalyticsCluster");
  return {
    cluster,
    awsCluster: { ...onAws, outputs: onAws.outputs.map((output) => told(output, cluster)) },
    databases: component("AnalyticsDatabases"),
  };
}

/** An output that both components have is told of once. */
function told(output: Member, { outputs }: ComponentModel): Member {
  const same = outputs.find(({ name }) => name === output.name);
  return same === undefined ? output : { ...output, doc: same.doc, tags: same.tags, type: same.type };
}
