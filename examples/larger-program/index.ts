/**
 * The deployment as a part of a program that has its own machines, its own secrets and a consumer of the outputs: the API Managers
 * that publish to it. The databases are made on their own, so that they are protected apart from the cluster.
 */
import * as pulumi from "@pulumi/pulumi";
import {
  AnalyticsCluster,
  type AnalyticsClusterArgs,
  AnalyticsDatabases,
  GrantMode,
} from "pulumi-wso2-analytics";
import { ApiManagerAnalytics } from "./apiManager";

const config = new pulumi.Config();
const machines = new pulumi.StackReference(config.require("machinesStack"));
const privateKey = config.requireSecret("privateKey");

const ssh = { user: "ops", sudo: true, privateKey };
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
  statisticsDatabase: {
    host: machines.requireOutput("mysql"),
    name: "WSO2AM_STATS_DB",
    username: "statistics",
    password: config.requireSecret("statisticsPassword"),
  },
};

const administrator = { username: "admin", password: config.requireSecret("mysqlPassword") };
const databases = new AnalyticsDatabases("analytics-databases", {
  ...description,
  database: { ...description.database, administrator },
  protect: true,
});

// The connection is there when databases, users, grants and tables are, so the nodes wait for them.
const { password } = databases.connection;
const analytics = new AnalyticsCluster("analytics", {
  ...description,
  database: { ...description.database, password },
});

for (const name of ["gateway", "portals"]) {
  new ApiManagerAnalytics(name, {
    connection: { host: machines.requireOutput(name), user: "ops", privateKey },
    home: "/opt/wso2am-2.1.0",
    receivers: analytics.receiverUrls,
    user: { name: "publisher", password: config.requireSecret("publisherPassword") },
    console: analytics.consoleUrls.apply(([first = ""]) => first),
  });
}

export const receivers = analytics.receiverUrls;
export const consoles = analytics.consoleUrls;
export const operations = analytics.operations;
