/**
 * The whole deployment on AWS in a network of its own team, with the publishers' group from another stack, the statistics
 * database that API-M reads, and the one rule more that this takes.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GrantMode } from "pulumi-wso2-analytics";
import { AwsAnalyticsCluster } from "pulumi-wso2-analytics/aws";

const config = new pulumi.Config();
const network = new pulumi.StackReference("acme/network/production");
const apiManager = new pulumi.StackReference("acme/api-manager/production");

const analytics = new AwsAnalyticsCluster("analytics", {
  region: "eu-west-1",
  tags: { team: "api-platform" },
  vpcId: network.requireOutput("vpcId"),
  subnetIds: [network.requireOutput("privateSubnetA"), network.requireOutput("privateSubnetB")],
  bastion: { subnetId: network.requireOutput("publicSubnetA") },
  // A key pair of before: the first update makes the bastion, and needs a way through it to MySQL (docs/aws.md).
  ssh: { keyName: "analytics", privateKey: config.requireSecret("sshPrivateKey") },
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
    caBundle: "./eu-west-1-bundle.pem",
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

/** For `<DataPublisher>` of API-M's api-manager.xml. */
export const receivers = analytics.receiverUrls;
export const { consoleUrls, instanceIds, databaseEndpoint, bastionAddress } = analytics;
