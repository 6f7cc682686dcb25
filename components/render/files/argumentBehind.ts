import type { ProductFiles } from "../../product";

const ofDatasource = (argument: string) => ({
  url: `${argument}.host, port, names or jdbcParameters`,
  username: `${argument}.username`,
  password: `${argument}.password`,
});

/** By a word of the path, the last one counting: `/a/members/member/port` is about `port`. */
const argumentsByWord: Partial<Record<keyof ProductFiles, Readonly<Record<string, string>>>> = {
  masterDatasources: ofDatasource("database"),
  analyticsDatasources: ofDatasource("database"),
  statisticsDatasources: { ...ofDatasource("statisticsDatabase"), url: "statisticsDatabase" },
  axis2: {
    domain: "clustering.domain",
    groupPassword: "clustering.groupPassword",
    localMemberHost: "nodes[].address",
    localMemberPort: "ports.hazelcast",
    members: "nodes[].address and ports.hazelcast",
    hostName: "nodes[].address",
    port: "ports.hazelcast",
  },
  eventProcessor: {
    eventSync: "ports.eventSync",
    management: "ports.management",
    presenter: "eventProcessing.presenter",
    presentation: "eventProcessing.presenter and ports.presentation",
    hostName: "nodes[].address",
    persistence: "eventProcessing.statePersistence",
  },
  sparkDefaults: { "carbon.das.symbolic.link": "spark.symbolicLink" },
  carbon: { Offset: "product.portOffset", DeploymentSynchronizer: "deploymentSynchronizer" },
  hazelcastProperties: { "hazelcast.max.no.heartbeat.seconds": "clustering.failureDetectionSeconds" },
};

/**
 * The argument that sets a place of a file, as a hint for whoever tried to override it; undefined where the place is
 * the same in every deployment, or not listed. It decides nothing.
 */
export function argumentBehind(file: keyof ProductFiles, path: string): string | undefined {
  const known = argumentsByWord[file] ?? {};
  const word = path.match(/[\w.-]+/g)?.findLast((each) => Object.hasOwn(known, each));
  return word === undefined ? undefined : known[word];
}
