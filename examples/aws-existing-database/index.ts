/** Two VMs on AWS with a MySQL that exists, such as a shared Aurora cluster. Nothing of it changes but its group's rules. */
import * as pulumi from "@pulumi/pulumi";
import { AwsAnalyticsCluster } from "pulumi-wso2-analytics/aws";

interface Database {
  host: string;
  /** Gets a rule for the nodes, and one for each of `access.databaseClients`. */
  securityGroupId: string;
}

const config = new pulumi.Config();
const { host, securityGroupId } = config.requireObject<Database>("database");
const deployer = { cidr: config.require("deployerCidr") };

const analytics = new AwsAnalyticsCluster("analytics", {
  subnetIds: config.requireObject<[string, string]>("subnetIds"),
  product: {
    profile: "apim-analytics-2.1.0",
    home: "/opt/wso2/wso2am-analytics-2.1.0",
    distribution: config.require("distribution"),
  },
  access: { ssh: { deployer }, databaseClients: { deployer } },
  database: {
    username: "wso2analytics",
    password: config.requireSecret("databasePassword"),
    caBundle: config.require("caBundle"),
    existing: {
      host,
      securityGroupId,
      administrator: { username: "admin", password: config.requireSecret("mysqlPassword") },
    },
  },
  clustering: { groupPassword: config.requireSecret("groupPassword") },
  statisticsDatabase: { enabled: false },
});

export const receivers = analytics.receiverUrls.failover;
export const { consoleUrls, instanceIds, operations } = analytics;
