import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** What versions of the product do differently, by carbon-analytics-common and the other components that it comes with. */
export interface Habits {
  /** Event sync and management follow the port offset. */
  shiftsHaPorts: boolean;
  /** Spark's master and worker take the address in SPARK_LOCAL_IP. */
  readsSparkAddress: boolean;
  /** No mode that is enabled is an error, and not the mode of one node. */
  needsMode: boolean;
  /** The file of the node's id, to which one in conf/analytics is moved. */
  nodeIdFile: string;
  spark: SparkTexts;
}

/** What Spark's lines begin with, and what a start says. */
export interface SparkTexts {
  start: string;
  master: string;
  worker: string;
  client: string;
}

export const formerNodeIdFile = "repository/conf/analytics/my-node-id.dat";

const bundle = /^org\.wso2\.carbon\.event\.processor\.manager\.core_(\d+)\.(\d+)\.(\d+)\.jar$/;

const untagged: SparkTexts = {
  start: "Starting SPARK in the Carbon Clustering mode",
  master: "",
  worker: "",
  client: "Started Spark CLIENT in the cluster pointing to MASTER",
};

const of510: Habits = {
  shiftsHaPorts: true,
  readsSparkAddress: true,
  needsMode: false,
  nodeIdFile: formerNodeIdFile,
  spark: untagged,
};

const of508: Habits = {
  ...of510,
  shiftsHaPorts: false,
  readsSparkAddress: false,
  needsMode: true,
  spark: {
    ...untagged,
    start: "Using Carbon clustering for Spark",
    client: "Started Spark CLIENT in the cluster pointing to MASTERS",
  },
};

const of5137: Habits = {
  ...of510,
  nodeIdFile: "repository/datamy-node-id.dat",
  spark: {
    start: "[Spark init] Starting SPARK in Carbon clustering mode.",
    master: "[Spark init - master] ",
    worker: "[Spark init - worker] ",
    client: "[Spark init - client] Started Spark CLIENT in the cluster pointing to MASTER",
  },
};

/** Those of the version in the home; of 2.1.0 where no bundle tells it. */
export function readHabits(home: string): Habits {
  const plugins = path.join(home, "repository/components/plugins");
  const names = existsSync(plugins) ? readdirSync(plugins) : [];
  const found = names.map((name) => bundle.exec(name)).find((match) => match !== null);
  const [minor, patch] = [Number(found?.[2] ?? 1), Number(found?.[3] ?? 7)];
  if (minor === 0) return of508;
  return patch >= 37 ? of5137 : of510;
}
