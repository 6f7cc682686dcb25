import { describe, expect, it } from "vitest";
import type { ClusterDescription } from "../../components/description";
import {
  fullStopFingerprint,
  nodeSettings,
  portMap,
  profiles,
  serviceText,
  validate,
} from "../../components/product";
import { renderCluster } from "../../components/render/renderCluster";
import { requireProfile, sampleProductOf, smallestDescription } from "../support/sampleProduct";

function describedAs(profile: string, options: Partial<ClusterDescription> = {}): ClusterDescription {
  return { ...smallestDescription, ...options, product: { ...smallestDescription.product, profile } };
}

describe.each(profiles.map((profile) => [profile.id, profile] as const))("%s", (id, profile) => {
  const distribution = sampleProductOf(id);
  const rendered = renderCluster(describedAs(id), distribution);
  const file = (path: string) => rendered.nodes[0].find((each) => each.path === path)?.text ?? "";

  it("is named after its product and version", () => {
    expect(id).toBe(`${profile.serverKey === "DAS" ? "das" : "apim-analytics"}-${profile.version}`);
  });

  it("renders the HA mode, and no other mode is on", () => {
    const modes = [...file(profile.files.eventProcessor).matchAll(/<mode name="(\w+)" enable="(\w+)"/g)];
    expect(modes.map(([, name, isOn]) => [name, isOn])).toEqual(
      profile.modes.map((name) => [name, String(name === "HA")]),
    );
  });

  it("renders persistence only where the product reads it", () => {
    expect(file(profile.files.eventProcessor).includes("<persistence enable")).toBe(profile.persistsState);
  });

  it("warns of private statistics only where there are any", () => {
    const warned = rendered.findings.some(({ place }) => place === "statisticsDatabase");
    expect(warned).toBe(profile.files.statisticsDatasources !== undefined);
  });

  it("has a line of the log for everything that makes a node healthy, and Java versions", () => {
    const events = profile.log.map(({ event }) => event);
    expect(events).toEqual(
      expect.arrayContaining(["active", "passive", "syncing", "synced", "master", "worker", "failed"]),
    );
    expect(events.includes("waiting")).toBe(profile.waitsForPeer);
    expect(profile.javaVersions).toContain("1.8");
  });

  it("is described without a problem", () => {
    expect(validate(describedAs(id))).toEqual([]);
  });
});

describe("ports with an offset of 2", () => {
  const effective = (id: string) => {
    const { console, thrift, hazelcast, eventSync, management, presentation } = portMap(
      requireProfile(id),
      2,
      {},
    );
    return [console, thrift, hazelcast, eventSync, management, presentation].map((port) => port.effective);
  };

  it.each(profiles.map(({ id }) => id).filter((id) => id !== "das-3.0.1"))(
    "of %s: all follow but Hazelcast's (HAConfiguration from analytics-common 5.1.0 on)",
    (id) => expect(effective(id)).toEqual([9445, 7613, 4000, 11226, 10007, 11002]),
  );

  it("of das-3.0.1: the HA ports do not follow either (HAConfiguration of 5.0.8)", () => {
    expect(effective("das-3.0.1")).toEqual([9445, 7613, 4000, 11224, 10005, 11000]);
  });
});

describe("arguments that a version has no use for", () => {
  it.each<[string, string, Partial<ClusterDescription>]>([
    ["das-3.0.1", "eventProcessing.statePersistence", { eventProcessing: { statePersistence: true } }],
    [
      "das-3.0.1",
      "eventProcessing.pruneStatePersistence",
      { eventProcessing: { pruneStatePersistence: true } },
    ],
    [
      "das-3.0.1",
      "nodes[1].sparkAddress",
      { nodes: [{ address: "10.0.1.10" }, { address: "10.0.2.10", sparkAddress: "10.9.2.10" }] },
    ],
    [
      "das-3.2.0",
      "statisticsDatabase",
      { statisticsDatabase: { host: "h", name: "stats", username: "stats", password: "of-the-statistics" } },
    ],
    [
      "apim-analytics-2.2.0",
      "database.characterSets.eventStore",
      { database: { ...smallestDescription.database, characterSets: { eventStore: "utf8" } } },
    ],
  ])("%s refuses %s", (id, place, options) => {
    expect(validate(describedAs(id, options)).map((problem) => problem.place)).toEqual([place]);
  });

  it("versions with narrow event tables take other character sets", () => {
    const database = { ...smallestDescription.database, characterSets: { eventStore: "utf8" } };
    for (const id of ["apim-analytics-2.0.0", "das-3.0.1", "das-3.1.0"]) {
      expect(validate(describedAs(id, { database }))).toEqual([]);
    }
  });
});

describe("the service text", () => {
  const heapOf = (id: string) => {
    const settings = [0, 1].map((node) =>
      nodeSettings(describedAs(id), requireProfile(id), 0, node as 0 | 1),
    );
    const [one, other] = settings;
    if (one === undefined || other === undefined) throw new Error("two nodes");
    const fingerprint = fullStopFingerprint(requireProfile(id), [one, other]);
    // Without it for 2.1.0, whose nodes would restart.
    expect(fingerprint.includes("product.profile")).toBe(id !== "apim-analytics-2.1.0");
    return /^heap .*$/m.exec(serviceText({ heapMegabytes: 512 }, requireProfile(id), [one, other], 0))?.[0];
  };

  it("names the variable of the heap where the start script reads another one", () => {
    expect(heapOf("das-3.1.0")).toBe("heap 512 JVM_MEM_OPTS");
    expect(heapOf("das-3.0.1")).toBe("heap 512");
    // Another text would restart the nodes of a deployment that is there.
    expect(heapOf("apim-analytics-2.1.0")).toBe("heap 512");
  });
});

describe("what a home says besides", () => {
  const errors = (id: string, path: string, text: string) =>
    renderedErrors(describedAs(id), new Map([...sampleProductOf(id), [path, text]]));

  it.each(["apim-analytics-2.2.0", "das-3.2.0"])("%s is refused with static-quorum on", (id) => {
    const path = "repository/conf/analytics/analytics-config.xml";
    const stock = sampleProductOf(id).get(path) ?? "";
    const quorum = (on: boolean) =>
      stock.replace(
        "</analytics-dataservice-configuration>",
        `<static-quorum enabled="${on}"><quorum-size>2</quorum-size></static-quorum>\n</analytics-dataservice-configuration>`,
      );
    expect(errors(id, path, quorum(true))).toMatch(/static-quorum: is on/);
    expect(errors(id, path, quorum(false))).toBe("");
  });

  it("a start that waits for three nodes is refused", () => {
    const path = "repository/conf/etc/tasks-config.xml";
    const text = (count: number) =>
      `<tasks-configuration><taskServerCount>${count}</taskServerCount></tasks-configuration>`;
    expect(errors("das-3.1.0", path, text(3))).toMatch(/wait for 3 nodes/);
    expect(errors("das-3.1.0", path, text(2))).toBe("");
  });

  it("hazelcast.xml is refused, but not in das-3.0.1, which does not read it", () => {
    const path = "repository/conf/etc/hazelcast.xml";
    expect(errors("das-3.1.0", path, "<hazelcast/>")).toContain("hazelcast.xml");
    expect(errors("das-3.0.1", path, "<hazelcast/>")).toBe("");
  });
});

function renderedErrors(description: ClusterDescription, distribution: ReadonlyMap<string, string>): string {
  try {
    renderCluster(description, distribution);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}
