import { place } from "./demoFolder";
import type { DemoServers } from "./demoServers";
import { type Product, rolloutConfiguration, serviceConfiguration } from "./product";

/** Generated for one run, and never shown. */
export interface DemoSecrets {
  databasePassword: string;
  groupPassword: string;
}

export const databaseUser = "wso2analytics";

/** This machine is not to keep a timer. */
export const eventProcessing = { pruneStatePersistence: false };

/** What somebody with two hosts and a MySQL writes into their stack's configuration. */
export function stackConfiguration(
  { nodes, mysql, sudo }: DemoServers,
  { distribution, javaHome }: Product,
  secrets: DemoSecrets,
): Record<string, unknown> {
  const [home1, home2] = place.homes;
  return {
    product: { profile: "apim-analytics-2.1.0", home: home1, distribution },
    nodes: [
      { address: nodes[0].host, ssh: login(nodes[0], false) },
      { address: nodes[1].host, home: home2, ssh: login(nodes[1], sudo) },
    ],
    database: {
      host: mysql.host,
      port: mysql.port,
      username: databaseUser,
      password: secrets.databasePassword,
      // The product connects from its own address, the mysql client of a node from 127.0.0.1.
      clientHosts: ["127.0.0.%"],
      administrator: { username: mysql.adminUser, password: mysql.adminPassword },
    },
    service: serviceConfiguration(javaHome),
    rollout: rolloutConfiguration,
    clustering: { domain: "wso2.analytics.demo", groupPassword: secrets.groupPassword },
    // The two homes differ, so Spark needs one path that leads to the home on both nodes.
    // This machine is both nodes, and has room for one such link.
    spark: { symbolicLink: "/opt/wso2am-analytics", makeSymbolicLink: false },
    eventProcessing,
    allowLoopbackAddresses: true,
  };
}

function login({ port, user, privateKey, hostKey }: DemoServers["nodes"][number], sudo: boolean) {
  return { port, user, privateKey, hostKey, sudo };
}
