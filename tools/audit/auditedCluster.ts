import * as pulumi from "@pulumi/pulumi";
import { AnalyticsCluster, type AnalyticsClusterArgs, GrantMode } from "../../components";
import { clusterOutputs } from "../../components/analyticsCluster";
import { mapSecrets } from "../../components/configuration/mapSecrets";
import type { SshServer } from "../machine/sshServer";
import type { AuditedMachine } from "./auditedMachine";
import type { DriverServer } from "./driverServer";
import type { MarkedSecrets } from "./markedSecrets";

/** What may differ from one update to the next. */
export type Change = (args: AnalyticsClusterArgs) => void;

/** The secrets that a deployment is given, one of every kind that the library takes and that can be replaced at will. */
export type ReplaceableSecrets = ReturnType<typeof makeSecrets>;

export function makeSecrets(secrets: MarkedSecrets) {
  return {
    database: secrets.makeWithMetacharacters("password of the product's database user"),
    schema: secrets.makeWithMetacharacters("password of the schema user"),
    svn: secrets.makeWithMetacharacters("password of the Subversion user"),
    keyStore: secrets.make("password of the trust store"),
    override: secrets.makeWithMetacharacters("override marked as secret"),
  };
}

/** The deployment of the demo, with all options that hold a secret. */
export function auditedArgs(
  machine: AuditedMachine,
  driver: DriverServer,
  given: ReplaceableSecrets & { group: string; statistics: string },
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
    service: {
      manager: "script",
      javaHome: machine.javaHome,
      startTimeoutSeconds: 20,
      stopTimeoutSeconds: 10,
      steadySeconds: 1,
    },
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
