import path from "node:path";
import { loginThrough } from "../rehearsal/gateway";
import type { Network } from "../rehearsal/loopbackNetwork";
import type { Rehearsal } from "../rehearsal/rehearsal";
import { productFolder } from "./demoFolder";
import { type Product, rolloutConfiguration, serviceConfiguration } from "./product";
import { type DemoSecrets, databaseUser } from "./stackConfiguration";

/** What somebody with an account of AWS writes into their stack's configuration, but for what one machine needs. */
export function awsConfiguration(
  { gateway, mountPoint }: Rehearsal,
  network: Network,
  { distribution, javaHome }: Product,
  secrets: DemoSecrets,
): Record<string, unknown> {
  return {
    target: "aws",
    ...network,
    product: {
      profile: "apim-analytics-2.1.0",
      home: path.join(mountPoint, productFolder),
      distribution,
    },
    access: {
      publishers: { gateways: { cidr: "10.20.0.0/16" } },
      console: { office: { cidr: "10.30.0.0/16" } },
      ssh: { deployer: { cidr: "10.40.0.0/24" } },
      databaseClients: { deployer: { cidr: "10.40.0.0/24" } },
    },
    ssh: loginThrough(gateway),
    database: {
      username: databaseUser,
      password: secrets.databasePassword,
      // The MySQL that stands for RDS is older and has no certificate of RDS.
      tls: "off",
      clientHosts: ["127.%"],
    },
    service: serviceConfiguration(javaHome),
    rollout: rolloutConfiguration,
    clustering: { domain: "wso2.analytics.demo", groupPassword: secrets.groupPassword },
    allowLoopbackAddresses: true,
  };
}
