/** By those who own the server: databases, the product's user and its grants. They log in to MySQL and to no node. */
import * as pulumi from "@pulumi/pulumi";
import { AnalyticsDatabases, GrantMode } from "pulumi-wso2-analytics";

const config = new pulumi.Config();
const [address1, address2] = config.requireObject<[string, string]>("nodes");

const databases = new AnalyticsDatabases("analytics", {
  product: {
    profile: "apim-analytics-2.1.0",
    home: "/opt/wso2am-analytics-2.1.0",
    distribution: config.require("distribution"),
  },
  nodes: [{ address: address1 }, { address: address2 }],
  database: {
    host: config.require("mysql"),
    username: "wso2analytics",
    password: config.requireSecret("databasePassword"),
    grants: GrantMode.Least,
    // A node would make the tables; here a database administrator does (README.md).
    schema: { skip: true },
    administrator: { username: "admin", password: config.requireSecret("mysqlPassword") },
  },
  protect: true,
});

/** Host, port, user and password, a secret. */
export const connection = databases.connection;
export const names = databases.names;
