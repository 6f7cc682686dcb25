import { describe, expect, it } from "vitest";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { formatProblems } from "../../components/description/problem";
import { portMap } from "../../components/product/ports";
import type { PortScope } from "../../components/product/profiles/productProfile";
import { findProfile } from "../../components/product/profiles/profiles";
import { validatePorts } from "../../components/product/validation/validatePorts";
import { smallestDescription } from "../description/validationInput";
import { codesOf } from "../support/problemCodes";

const withPorts = (changes: Partial<ClusterDescription>): ClusterDescription => ({
  ...smallestDescription,
  ...changes,
});

describe("the ports in force", () => {
  it("are right by default with any offset that keeps them below 65536", () => {
    for (const offset of [0, 1, 2, 10, 1000, 51000]) {
      expect(validatePorts(smallestDescription, offset)).toEqual([]);
    }
  });

  it("collide or not depending on the offset of the distribution", () => {
    const description = withPorts({ ports: { hazelcast: 9444 } });
    expect(validatePorts(description, 0)).toEqual([]);
    expect(formatProblems(validatePorts(description, 1))).toBe(
      "ports.hazelcast: the hazelcast port is 9444 with the offset, which console (9444) uses too; give another port (WA615)",
    );
  });

  it("are checked on the node that has its own", () => {
    const [first, second] = smallestDescription.nodes;
    const nodes = [
      { ...first, address: "10.0.1.10" },
      { ...second, address: "10.0.2.10", ports: { management: 7711 } },
    ];
    const problems = validatePorts(withPorts({ nodes }), 1);
    expect(codesOf(problems)).toEqual(["nodes[1].ports.management WA615"]);
  });

  it("leave the presentation port free to equal the Spark worker's, as no node listens on it", () => {
    expect(
      validatePorts(
        withPorts({ ports: { presentation: 11000 }, eventProcessing: { presenter: "node1" } }),
        1,
      ),
    ).toEqual([]);
  });

  it("include the ports that Spark tries when one is taken", () => {
    expect(validatePorts(withPorts({ ports: { eventSync: 12016 } }), 1)).toHaveLength(1);
    expect(validatePorts(withPorts({ ports: { eventSync: 12017 } }), 1)).toEqual([]);
  });

  it.each([
    [9763, "consoleHttp"],
    [9611, "binary"],
    [9711, "binarySsl"],
    [4040, "sparkUi"],
    [8081, "sparkMasterUi"],
    [11500, "sparkWorkerUi"],
    [6066, "sparkMasterRest"],
    [9999, "jmxRegistry"],
    [11111, "jmxServer"],
  ])("include %i, which is opened to nobody but in use as %s", (port, role) => {
    const problems = validatePorts(withPorts({ ports: { eventSync: port } }), 1);
    expect(codesOf(problems)).toEqual(["ports.eventSync WA615"]);
    expect(problems[0]?.problem).toContain(`${role} (${port + 1})`);
    expect(validatePorts(withPorts({ ports: { hazelcast: port } }), 1)).toEqual([]);
    expect(validatePorts(withPorts({ ports: { hazelcast: port + 1 } }), 1)).toHaveLength(1);
  });

  it("are opened between the nodes where the two speak to each other, and nowhere else", () => {
    const profile = findProfile("apim-analytics-2.1.0");
    const ports = profile === undefined ? [] : Object.values(portMap(profile, 1, {}));
    const effective = (scope: PortScope) =>
      ports
        .filter((port) => port.scope === scope)
        .map(({ effective, last }) => (effective === last ? `${effective}` : `${effective}-${last}`))
        .sort();
    expect(effective("nodes")).toEqual([
      "10006",
      "11001",
      "11225",
      "12001-12017",
      "12501-12517",
      "13001-13017",
      "13501-13517",
      "14001-14017",
      "14501-14517",
      "4000",
      "7078",
    ]);
    expect(effective("clients")).toEqual(["7612", "7712", "9444"]);
  });

  it("are told to be too high once, however many the offset moves", () => {
    const problems = validatePorts(smallestDescription, 60000);
    expect(codesOf(problems)).toEqual(["product.portOffset WA606"]);
    expect(problems[0]?.problem).toContain("sparkReplClassServer port is 74500-74516");
  });
});
