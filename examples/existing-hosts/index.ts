/** The whole deployment on two hosts and a MySQL that exist. What differs between stacks is in their configuration. */
import * as pulumi from "@pulumi/pulumi";
import { AnalyticsCluster, GrantMode } from "pulumi-wso2-analytics";

interface Host {
  address: string;
  hostKey: string;
}

const config = new pulumi.Config();
const hosts = config.requireObject<[Host, Host]>("hosts");
const privateKey = config.requireSecret("privateKey");

const node = ({ address, hostKey }: Host) => ({
  address,
  ssh: { user: "ops", sudo: true, privateKey, hostKey },
});

const analytics = new AnalyticsCluster("analytics", {
  product: {
    profile: "apim-analytics-2.1.0",
    home: "/opt/wso2am-analytics-2.1.0",
    distribution: config.require("distribution"),
  },
  nodes: [node(hosts[0]), node(hosts[1])],
  database: {
    host: config.require("mysql"),
    username: "wso2analytics",
    password: config.requireSecret("databasePassword"),
    grants: GrantMode.Least,
    schema: { username: "wso2schema", password: config.requireSecret("schemaPassword") },
    administrator: { username: "admin", password: config.requireSecret("mysqlPassword") },
  },
  clustering: { domain: "analytics.production", groupPassword: config.requireSecret("groupPassword") },
  statisticsDatabase: { enabled: false },
});

/** For `<DASServerURL>` in API-M's api-manager.xml. */
export const receivers = analytics.receiverUrls.failover;
export const consoles = analytics.consoleUrls;
/** For `wso2-analytics verify` and `drill`. */
export const operations = analytics.operations;
