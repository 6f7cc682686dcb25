import { beforeAll, describe, expect, it } from "vitest";
import { renderCluster } from "../../components/render/renderCluster";
import { findExecutable } from "../../tools/machine/executable";
import {
  hasStockProduct,
  laidOver,
  requireProfile,
  sampleProductOf,
  smallestDescription,
  stockProduct,
  stockProfiles,
} from "../support/sampleProduct";
import { readHome, type Understood } from "./readHome";

const isReadable = ["java", "javac", "mvn"].every((program) => findExecutable(program) !== undefined);

/**
 * Of 5.1.3 Maven Central lacks a parent, and of 5.1.0 everything. Up to 5.1.7 the loader of event-processor.xml is byte for byte
 * the same (`ManagementModeConfigurationLoader` at the tags), so its classes stand for the earlier ones.
 */
const versions = stockProfiles.map((id) => {
  const { analyticsCommon } = requireProfile(id);
  return [id, analyticsCommon === "5.1.37" ? "5.1.37" : "5.1.7"] as const;
});

describe.skipIf(!isReadable).each(versions)("%s to the classes of analytics-common %s", (id, common) => {
  let first: Understood;

  beforeAll(async () => {
    const distribution = hasStockProduct ? stockProduct(id) : sampleProductOf(id);
    const product = { ...smallestDescription.product, profile: id };
    const [files] = renderCluster({ ...smallestDescription, product }, distribution).nodes;
    first = await readHome(laidOver(distribution, files), common);
  });

  it("is right, without a warning", () => {
    const complaints = Object.entries(first).filter(
      ([, { warnings, error, missing }]) => warnings || error || missing,
    );
    expect(complaints).toEqual([]);
  });

  it("is in HA mode, with persistence, its ports moved by the version's offset", () => {
    const { portOffset } = requireProfile(id);
    expect(first.eventProcessor).toMatchObject({
      mode: "HA",
      ha: {
        eventSyncConfig: { hostName: "10.0.1.10", port: 11224 + portOffset },
        managementConfig: { hostName: "10.0.1.10", port: 10005 + portOffset },
      },
      persistence: expect.anything(),
    });
  });
});
