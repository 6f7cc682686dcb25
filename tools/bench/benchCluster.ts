import type { ClusterDescription } from "../../components/description/clusterDescription";
import type { BenchMachine, Homes } from "./benchMachine";
import { sampleProduct } from "./rendering";

/** The cluster that is deployed in every comparison; its files differ in one place per domain. */
export function clusterDescription(
  { nodes, mysql }: BenchMachine,
  homes: Homes,
  domain: string,
): ClusterDescription {
  return {
    product: { profile: "apim-analytics-2.1.0", home: homes[0], distribution: sampleProduct },
    nodes: nodes.map(({ host, port, user, privateKey, hostKey }, index) => ({
      address: host,
      home: homes[index === 0 ? 0 : 1],
      ssh: { port, user, privateKey, hostKey },
    })),
    database: {
      host: mysql.host,
      port: mysql.port,
      username: "wso2analytics",
      password: "a-password-of-the-product",
    },
    // The product does not run there; what is measured is its configuration.
    service: { manage: false },
    clustering: { domain, groupPassword: "a-password-of-the-cluster" },
    spark: { symbolicLink: "/opt/wso2am-analytics", makeSymbolicLink: false },
    allowLoopbackAddresses: true,
  };
}

/** The same with the databases, as the demo deploys it. */
export function withDatabases(description: ClusterDescription, { mysql }: BenchMachine): ClusterDescription {
  const administrator = { username: mysql.adminUser, password: mysql.adminPassword };
  return { ...description, database: { ...description.database, clientHosts: ["127.0.0.1"], administrator } };
}
