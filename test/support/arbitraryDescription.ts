import fc from "fast-check";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { fullDescription } from "./sampleProduct";

/** Characters that mean something to XML, to shells, to MySQL or to JDBC, and some of every length in UTF-8. */
const character = fc.oneof(
  fc.constantFrom(..."&<>\"'=#;:%{}[]()!?*/|@$ .,-_\\"),
  fc.constantFrom(..."aZ09"),
  fc.constantFrom("\u00e9", "\u0085", "\u20ac", "\u4e2d", "\u{1f600}", "\ufffd"),
);
const value = fc.string({ unit: character, minLength: 1, maxLength: 24 });
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/);
const port = fc.integer({ min: 1, max: 65535 });
const octet = fc.integer({ min: 100, max: 254 });

/** Two private addresses of equal length, so that neither is part of the other. */
const addresses = fc
  .uniqueArray(fc.tuple(octet, octet, octet), { minLength: 2, maxLength: 2, selector: String })
  .map((found) => found.map((octets) => `10.${octets.join(".")}`));

const parameters = fc.dictionary(word, value, { maxKeys: 3 });
const optional = <T>(given: fc.Arbitrary<T>) => fc.option(given, { nil: undefined });

/** Descriptions that use every option, with values of every kind. */
export const arbitraryDescription: fc.Arbitrary<ClusterDescription> = fc
  .record({
    addresses,
    sparkAddress: optional(fc.constant("192.0.2.1")),
    ports: fc.record({ hazelcast: port, eventSync: port, management: port, presentation: port }),
    secondPorts: fc.record({ hazelcast: port, presentation: port }),
    portOffset: optional(fc.integer({ min: 0, max: 999 })),
    database: fc.record({
      host: word,
      port,
      username: value,
      password: value,
      jdbcParameters: parameters,
      names: fc.record({ user: word, registry: word, eventStore: word, processedData: word }),
    }),
    clustering: fc.record({ domain: word, groupPassword: optional(value), failureDetectionSeconds: port }),
    eventProcessing: fc.record({
      statePersistence: fc.boolean(),
      presenter: fc.constantFrom("none", "node1", "node2"),
    }),
    symbolicLink: optional(value),
    svn: optional(fc.record({ svnUrl: value, svnUser: optional(value), svnPassword: optional(value) })),
    statisticsDatabase: optional(fc.record({ host: word, name: word, username: value, password: value })),
  })
  .map((given) => ({
    product: { ...fullDescription.product, portOffset: given.portOffset },
    nodes: given.addresses.map((address, node) => ({
      address,
      ...(node === 0 ? { sparkAddress: given.sparkAddress } : { ports: given.secondPorts }),
    })),
    ports: given.ports,
    database: given.database,
    clustering: given.clustering,
    eventProcessing: given.eventProcessing,
    spark: { symbolicLink: given.symbolicLink },
    deploymentSynchronizer: given.svn,
    statisticsDatabase: given.statisticsDatabase,
  }));
