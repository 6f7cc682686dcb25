import * as pulumi from "@pulumi/pulumi";
import { AnalyticsCluster, type AnalyticsClusterArgs, GrantMode } from "../../components";
import { clusterOutputs } from "../../components/cluster/analyticsCluster";
import { mapSecrets } from "../../components/description/mapSecrets";
import type { SshServer } from "../machine/sshServer";
import type { AuditedMachine } from "./auditedMachine";
import type { DriverServer } from "./driverServer";
import type { MarkedSecrets } from "./markedSecrets";

/** What may differ from one update to the next. */
export type Change = (args: AnalyticsClusterArgs) => void;

/** What the product needs, so that it stands in files of the nodes. */
const ofProduct = {
  database: "password of the product's database user",
  group: "password of the Hazelcast group",
  svn: "password of the Subversion user",
  keyStore: "password of the trust store",
  statistics: "password of the statistics database",
  override: "override marked as secret",
} as const;
export const kindsOnNodes: ReadonlySet<string> = new Set(Object.values(ofProduct));

/** Those that an update may replace without further ado. */
export type ReplaceableSecrets = ReturnType<typeof makeSecrets>;

export function makeSecrets(secrets: MarkedSecrets) {
  return {
    database: secrets.makeWithMetacharacters(ofProduct.database),
    schema: secrets.makeWithMetacharacters("password of the schema user"),
    svn: secrets.makeWithMetacharacters(ofProduct.svn),
    keyStore: secrets.makeWithMetacharacters(ofProduct.keyStore),
    override: secrets.makeWithMetacharacters(ofProduct.override),
  };
}

/** The others: one is common to both nodes, the other belongs to somebody else's database. */
export function makeLastingSecrets(secrets: MarkedSecrets) {
  return {
    group: secrets.makeWithMetacharacters(ofProduct.group),
    statistics: secrets.makeWithMetacharacters(ofProduct.statistics),
  };
}

/** The deployment of the demo, with all options that hold a secret. */
export function auditedArgs(
  machine: AuditedMachine,
  driver: DriverServer,
  given: ReplaceableSecrets & ReturnType<typeof makeLastingSecrets>,
): AnalyticsClusterArgs {
  const { mysql, homes, addresses } = machine;
  const [node1, node2] = machine.nodes as [SshServer, SshServer];
  const bastion = { host: machine.bastion.host, ...login(machine.bastion) };
  const encrypted = { privateKey: machine.encryptedKey, privateKeyPassword: machine.passphrase };
  return {
    product: {
      profile: "apim-analytics-2.1.0",
      home: homes[0] ?? "",
      distribution: machine.distribution,
      jdbcDriver: { url: driver.url, sha256: driver.sha256 },
    },
    nodes: [
      { address: addresses[0] ?? "", ssh: { ...login(node1), ...encrypted } },
      {
        address: addresses[1] ?? "",
        home: homes[1] ?? "",
        ssh: { ...login(node2), sudo: machine.sudoUser !== undefined, bastion },
      },
    ],
    database: {
      host: mysql.host,
      port: mysql.port,
      username: "wso2analytics",
      password: given.database,
      clientHosts: ["127.%"],
      grants: GrantMode.Least,
      schema: { username: "wso2schema", password: given.schema },
      administrator: { username: mysql.adminUser, password: mysql.adminPassword },
      jdbcParameters: { trustCertificateKeyStorePassword: given.keyStore },
    },
    clustering: { domain: "wso2.analytics.audit", groupPassword: given.group },
    deploymentSynchronizer: { svnUrl: "https://svn.internal/", svnUser: "svn", svnPassword: given.svn },
    statisticsDatabase: {
      host: mysql.host,
      port: mysql.port,
      name: "statistics",
      username: "statistics",
      password: given.statistics,
    },
    overrides: [
      { file: "repository/conf/carbon.xml", path: "/Server/ServerKey", value: given.override, secret: true },
    ],
    // One machine has room for one such link, and is not to keep a timer.
    spark: { symbolicLink: "/opt/wso2am-analytics", makeSymbolicLink: false },
    eventProcessing: { pruneStatePersistence: false },
    service: { manager: "script", javaHome: machine.javaHome },
    rollout: { startTimeoutSeconds: 20, stopTimeoutSeconds: 10, steadySeconds: 1 },
    allowLoopbackAddresses: true,
  };
}

/** As a larger program deploys it: the secrets are secret outputs, which the engine knows from nowhere else. */
export function clusterProgram(args: AnalyticsClusterArgs): () => unknown {
  return () => clusterOutputs(new AnalyticsCluster("analytics", mapSecrets(args, pulumi.secret)));
}

function login({ port, user, privateKey, hostKey }: SshServer) {
  return { port, user, privateKey, hostKey };
}
