import { type PortRole, type ProductProfile, profiles } from "../../components/product";

/** What a row says of a version. */
type Fact = readonly [title: string, of: (profile: ProductProfile) => string];

const facts: readonly Fact[] = [
  ["folder in the zip", ({ folder, version }) => `\`${folder}-${version}\``],
  ["carbon-analytics-common", ({ analyticsCommon }) => analyticsCommon],
  ["`Ports.Offset` as shipped", ({ portOffset }) => String(portOffset)],
  ["ports that do not follow the offset", fixedPorts],
  ["modes of event-processor.xml", ({ modes }) => modes.join(", ")],
  ["state persistence in the HA mode", ({ persistsState }) => (persistsState ? "yes" : "no: refused")],
  [
    "statistics database",
    ({ files }) => (files.statisticsDatasources === undefined ? "no: refused" : "`WSO2AM_STATS_DB`"),
  ],
  [
    "event store",
    ({ needsLatin1 }) => (needsLatin1 ? "latin1 only" : "latin1 by default, utf8 and utf8mb4 fit"),
  ],
  ["tables / indexes of its scripts", ({ schema }) => `${schema.tables} / ${schema.indexes}`],
  [
    "script for MySQL 5.7 and later",
    ({ files }) => (files.mysql57Script === undefined ? "no: `mysql.sql`, zero dates allowed" : "yes"),
  ],
  [
    "address of Spark's master and worker",
    ({ readsSparkAddress }) => (readsSparkAddress ? "`SPARK_LOCAL_IP`" : "first network interface"),
  ],
  ["a lone first node finishes its start", ({ waitsForPeer }) => (waitsForPeer ? "no" : "yes")],
  ["Spark", ({ spark }) => spark],
  ["Java", ({ javaVersions }) => javaVersions.join(", ")],
  ["heap by", ({ heapVariable }) => `\`${heapVariable}\``],
  [
    "hazelcast.xml in place of axis2.xml",
    ({ files }) => (files.hazelcastConfiguration === undefined ? "not read" : "read: refused"),
  ],
  ["node id in", ({ nodeIdFiles }) => nodeIdFiles.map((file) => `\`${file}\``).join(", ")],
];

/** A column for each version. */
export function productTable(): string {
  const row = (title: string, values: readonly string[]) => `| ${[title, ...values].join(" | ")} |`;
  return [
    row(
      "",
      profiles.map(({ id }) => `\`${id}\``),
    ),
    row(
      "---",
      profiles.map(() => "---"),
    ),
    ...facts.map(([title, of]) => row(title, profiles.map(of))),
    "",
  ].join("\n");
}

function fixedPorts({ ports }: ProductProfile): string {
  const roles = Object.keys(ports) as PortRole[];
  return roles.filter((role) => !ports[role].shifted).join(", ");
}
