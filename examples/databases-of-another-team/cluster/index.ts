/** By those who run the product: without `database.administrator` nothing in MySQL is changed. */
import * as pulumi from "@pulumi/pulumi";
import { AnalyticsCluster, type DatabaseConnection, type DatabaseNames } from "pulumi-wso2-analytics";

const config = new pulumi.Config();
const [address1, address2] = config.requireObject<[string, string]>("nodes");
const databases = new pulumi.StackReference(config.require("databasesStack"));
const connection = databases.requireOutput("connection") as pulumi.Output<DatabaseConnection>;
const names = databases.requireOutput("names") as pulumi.Output<DatabaseNames>;

const ssh = { user: "ops", sudo: true, privateKey: config.requireSecret("privateKey") };
const analytics = new AnalyticsCluster("analytics", {
  product: {
    profile: "apim-analytics-2.1.0",
    home: "/opt/wso2am-analytics-2.1.0",
    distribution: config.require("distribution"),
  },
  nodes: [
    { address: address1, ssh },
    { address: address2, ssh },
  ],
  database: {
    host: connection.host,
    port: connection.port,
    username: connection.username,
    password: connection.password,
    names: {
      user: names.user,
      registry: names.registry,
      eventStore: names.eventStore,
      processedData: names.processedData,
    },
  },
  clustering: { groupPassword: config.requireSecret("groupPassword") },
  statisticsDatabase: { enabled: false },
});

export const receivers = analytics.receiverUrls.failover;
export const operations = analytics.operations;
