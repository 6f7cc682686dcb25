import type { ClusterDescription } from "../../components/description/clusterDescription";
import { smallestDescription } from "../support/sampleProduct";

/** What a change of each argument is tried with: a description that has it, and what it becomes. */
export interface ArgumentSample {
  before: ClusterDescription;
  after: ClusterDescription;
}

/** Two values of each argument; what it needs beside it comes from `around`. */
const values: Record<string, readonly [unknown, unknown]> = {
  "product.portOffset": [1, 2],
  "nodes[].address": ["10.0.1.10", "10.0.1.11"],
  "nodes[].sparkAddress": [undefined, "10.9.1.10"],
  "nodes[].nodeId": [undefined, "7f1c3a52-0d0c-4b7c-9d4e-0f6a4be1c0aa"],
  "nodes[].ports.hazelcast": [4000, 4001],
  "nodes[].ports.eventSync": [11224, 11300],
  "nodes[].ports.management": [10005, 10105],
  "nodes[].ports.presentation": [11000, 11002],
  "database.host": ["db.internal", "db2.internal"],
  "database.port": [3306, 3307],
  "database.username": ["wso2analytics", "wso2analytics2"],
  "database.password": ["a-password", "another-password"],
  "database.names.user": [undefined, "users"],
  "database.names.registry": [undefined, "registry"],
  "database.names.eventStore": [undefined, "EVENTS"],
  "database.names.processedData": [undefined, "PROCESSED"],
  "database.caBundle": [undefined, "test/aws/certificates.pem"],
  "database.jdbcParameters.<name>": ["true", "false"],
  "ports.hazelcast": [4000, 4001],
  "ports.eventSync": [11224, 11300],
  "ports.management": [10005, 10105],
  "ports.presentation": [11000, 11002],
  "clustering.domain": ["one", "other"],
  "clustering.groupPassword": ["one-password", "other-password"],
  "clustering.failureDetectionSeconds": [undefined, 60],
  "eventProcessing.statePersistence": [true, false],
  "eventProcessing.pruneStatePersistence": [true, false],
  "eventProcessing.presenter": ["none", "node1"],
  "spark.symbolicLink": ["/opt/one", "/opt/other"],
  "spark.makeSymbolicLink": [true, false],
  "deploymentSynchronizer.svnUrl": ["https://svn.internal/one", "https://svn.internal/other"],
  "deploymentSynchronizer.svnUser": ["one", "other"],
  "deploymentSynchronizer.svnPassword": ["one-password", "other-password"],
  "deploymentSynchronizer.svnUrlAppendTenantId": [true, false],
  "deploymentSynchronizer.committer": ["node1", "node2"],
  "statisticsDatabase.enabled": [true, false],
  "statisticsDatabase.host": ["one", "other"],
  "statisticsDatabase.port": [3306, 3307],
  "statisticsDatabase.name": ["one", "other"],
  "statisticsDatabase.username": ["one", "other"],
  "statisticsDatabase.password": ["one-password", "other-password"],
  "statisticsDatabase.jdbcParameters.<name>": ["true", "false"],
  "registryMounts.config": [undefined, "/_system/analytics_config"],
  "registryMounts.governance": [undefined, "/_system/analytics_governance"],
  "overrides[].add": [false, true],
  "overrides[].value": ["one", "other"],
  "directories[].target": ["/mnt/one", "/mnt/other"],
  overwrite: [false, true],
  "service.manager": ["systemd", "script"],
  "service.javaHome": ["/opt/one", "/opt/other"],
  "service.heapMegabytes": [1024, 2048],
  "service.startTimeoutSeconds": [600, 900],
  "service.stopTimeoutSeconds": [120, 60],
  "service.steadySeconds": [5, 10],
  "rollout.limit": ["roleChange", "fullStop"],
  "rollout.force": [false, true],
  "rollout.startTimeoutSeconds": [600, 900],
  "rollout.stopTimeoutSeconds": [120, 60],
  "rollout.steadySeconds": [5, 10],
  "rollout.observeInPreviews": [true, false],
  allowFullStop: [false, true],
  force: [false, true],
  rerunTrigger: ["one", "other"],
  repush: ["one", "other"],
};

const around: Record<string, object> = {
  deploymentSynchronizer: { svnUrl: "https://svn.internal/apps", svnUser: "svn", svnPassword: "secret" },
  spark: { symbolicLink: "/opt/analytics" },
  statisticsDatabase: { host: "stats.internal", name: "stats", username: "stats", password: "secret" },
  overrides: { file: "repository/conf/carbon.xml", path: "/Server/Name", value: "Analytics" },
  directories: { path: "repository/deployment/server", target: "/mnt/shared" },
};

export function sampleOf(path: string): ArgumentSample | undefined {
  const pair = values[path];
  if (pair === undefined) return undefined;
  return { before: described(path, pair[0]), after: described(path, pair[1]) };
}

function described(path: string, value: unknown): ClusterDescription {
  const description = structuredClone(smallestDescription) as unknown as Record<string, unknown>;
  const steps = path.replaceAll("[]", ".0").replace("<name>", "useSSL").split(".");
  const [first = ""] = steps;
  if (path.endsWith("presentation")) description.eventProcessing = { presenter: "node1" };
  if (first in around)
    description[first] = path.includes("[]") ? [{ ...around[first] }] : { ...around[first] };
  let place = description;
  for (const step of steps.slice(0, -1)) {
    place[step] ??= {};
    place = place[step] as Record<string, unknown>;
  }
  place[steps.at(-1) ?? ""] = value;
  return description as unknown as ClusterDescription;
}
