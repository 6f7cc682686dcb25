/**
 * The whole deployment on AWS in a network of another stack, behind a bastion, with the publishers' group and the statistics
 * database of the API Managers' stack, and the one rule more that this database takes.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GrantMode } from "pulumi-wso2-analytics";
import { AwsAnalyticsCluster } from "pulumi-wso2-analytics/aws";

const config = new pulumi.Config();
const network = new pulumi.StackReference(config.require("networkStack"));
const apiManager = new pulumi.StackReference(config.require("apiManagerStack"));

const analytics = new AwsAnalyticsCluster("analytics", {
  tags: { team: "api-platform" },
  vpcId: network.requireOutput("vpcId"),
  subnetIds: [network.requireOutput("privateSubnetA"), network.requireOutput("privateSubnetB")],
  bastion: { subnetId: network.requireOutput("publicSubnetA") },
  // A key pair of before: the first update makes the bastion, and needs a way through it to MySQL (docs/aws.md).
  ssh: { keyName: config.require("keyName"), privateKey: config.requireSecret("privateKey") },
  product: {
    profile: "apim-analytics-2.1.0",
    home: "/opt/wso2/wso2am-analytics-2.1.0",
    distribution: config.require("distribution"),
  },
  access: {
    publishers: { gateways: { securityGroupId: apiManager.requireOutput("gatewaysSecurityGroupId") } },
    console: {
      office: { cidr: "10.20.0.0/16" },
      apiManager: { securityGroupId: apiManager.requireOutput("portalsSecurityGroupId") },
    },
    ssh: { office: { cidr: "10.20.0.0/16" } },
  },
  clustering: { domain: "analytics.production", groupPassword: config.requireSecret("groupPassword") },
  statisticsDatabase: {
    host: apiManager.requireOutput("mysqlHost"),
    name: "WSO2AM_STATS_DB",
    username: "statistics",
    password: config.requireSecret("statisticsPassword"),
  },
  database: {
    username: "wso2analytics",
    password: config.requireSecret("databasePassword"),
    grants: GrantMode.Least,
    schema: { username: "wso2schema", password: config.requireSecret("schemaPassword") },
    caBundle: config.require("caBundle"),
    // `ssh -i key -N -D 1080 ec2-user@<bastion>` runs beside `pulumi up`.
    administrator: { proxy: "socks5h://127.0.0.1:1080" },
  },
});

new aws.vpc.SecurityGroupEgressRule("analytics-statistics", {
  securityGroupId: analytics.nodesSecurityGroupId,
  description: "statistics that API-M reads, MySQL",
  ipProtocol: "tcp",
  fromPort: 3306,
  toPort: 3306,
  referencedSecurityGroupId: apiManager.requireOutput("mysqlSecurityGroupId"),
});

/** For `<DASServerURL>` in API-M's api-manager.xml. */
export const receivers = analytics.receiverUrls.failover;
export const { consoleUrls, instanceIds, databaseEndpoint, bastionAddress, operations } = analytics;
