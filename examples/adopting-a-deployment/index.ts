/**
 * A pair that was set up by hand and runs, with its databases. The first update takes all of it over: node ids, data, databases and
 * every file that is not rendered stay, and the nodes restart one after the other.
 */
import * as pulumi from "@pulumi/pulumi";
import { AnalyticsCluster } from "pulumi-wso2-analytics";

const config = new pulumi.Config();
const home = "/opt/wso2am-analytics-2.1.0";
const [address1, address2] = config.requireObject<[string, string]>("nodes");
const ssh = { user: "ops", sudo: true, privateKey: config.requireSecret("privateKey") };

const analytics = new AnalyticsCluster("analytics", {
  // The zip from which the homes were unpacked, not one of the homes.
  product: { profile: "apim-analytics-2.1.0", home, distribution: config.require("distribution") },
  nodes: [
    { address: address1, ssh },
    { address: address2, ssh },
  ],
  database: {
    host: config.require("mysql"),
    // The users that exist cannot be taken over; the product gets this one, and the old one is yours to drop.
    username: "wso2analytics2",
    password: config.requireSecret("databasePassword"),
    // As they were named by hand.
    names: { user: "WSO2_USER_DB", registry: "WSO2_REG_DB" },
    adopt: true,
    administrator: { username: "admin", password: config.requireSecret("mysqlPassword") },
  },
  clustering: {
    // Both as the running pair has them: with others the update would need both nodes down at once.
    domain: "wso2.carbon.domain",
    groupPassword: config.requireSecret("groupPassword"),
  },
  statisticsDatabase: { enabled: false },
  // Replaces the files that were edited by hand, and keeps each in <home>.deployment/replaced. Remove it after the first update.
  overwrite: config.getBoolean("overwrite") ?? false,
});

export const receivers = analytics.receiverUrls.failover;
export const operations = analytics.operations;
