/**
 * The deployment as a part of a program that has its own machines, its own secrets and a consumer of the outputs. The databases
 * are made on their own here, as where another team owns the server; the cluster then only uses them.
 */
import * as pulumi from "@pulumi/pulumi";
import {
  AnalyticsCluster,
  type AnalyticsClusterArgs,
  AnalyticsDatabases,
  GrantMode,
} from "pulumi-wso2-analytics";

const config = new pulumi.Config();
const machines = new pulumi.StackReference("acme/machines/production");

const ssh = { user: "ops", sudo: true, privateKey: config.requireSecret("sshKey") };
const description: AnalyticsClusterArgs = {
  product: {
    profile: "apim-analytics-2.1.0",
    home: "/opt/wso2am-analytics-2.1.0",
    distribution: config.require("distribution"),
  },
  nodes: [
    { address: machines.requireOutput("analytics1"), ssh },
    { address: machines.requireOutput("analytics2"), ssh },
  ],
  database: {
    host: machines.requireOutput("mysql"),
    username: "wso2analytics",
    password: config.requireSecret("databasePassword"),
    clientHosts: ["10.0.%"],
    grants: GrantMode.Least,
    schema: { username: "wso2schema", password: config.requireSecret("schemaPassword") },
  },
  clustering: { domain: "analytics.production", groupPassword: config.requireSecret("groupPassword") },
};

const administrator = { username: "admin", password: config.requireSecret("mysqlPassword") };
const databases = new AnalyticsDatabases("analytics-databases", {
  ...description,
  database: { ...description.database, administrator },
  protect: true,
});

// The connection is there when databases, users, grants and tables are, so the nodes wait for them.
const { password } = databases.connection;
const cluster = new AnalyticsCluster("analytics", {
  ...description,
  database: { ...description.database, password },
});

/** For `<DataPublisher>` of API-M's api-manager.xml. */
export const receivers = cluster.receiverUrls;
export const consoles = cluster.consoleUrls;
