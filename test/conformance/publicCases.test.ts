import { beforeAll, describe, expect, it } from "vitest";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { renderCluster } from "../../components/render/renderCluster";
import { findExecutable } from "../../tools/machine/executable";
import { hasPublicCases, publicCase } from "../support/publicCases";
import { laidOver } from "../support/sampleProduct";
import { readHome, type Understood } from "./readHome";

const programs = ["java", "javac", "mvn"];
const canRead = programs.every((program) => findExecutable(program) !== undefined);

/** The first node of a case, as the product's own classes understand it. */
async function understood(name: string, options: Partial<ClusterDescription> = {}): Promise<Understood> {
  const { home, description } = publicCase(name);
  return readHome(laidOver(home, renderCluster({ ...description, ...options }, home).nodes[0]));
}

describe.skipIf(!(canRead && hasPublicCases))(
  "homes of public repositories, to the product's own classes (skipped without ../shared/cases, Java or Maven)",
  () => {
    const homes: Record<string, Understood> = {};
    const password = canRead && hasPublicCases ? publicCase("F1").description.database.password : "";

    beforeAll(async () => {
      for (const name of ["F1", "F2", "F8", "F10"]) homes[name] = await understood(name);
      homes.F9 = await understood("F9", { registryMounts: { config: "/_system/analytics_config" } });
    });

    it.each(["F1", "F2", "F8", "F9", "F10"])("%s is right, without a warning", (name) => {
      const complaints = Object.entries(homes[name] ?? {}).filter(
        ([, { warnings, error, missing }]) => warnings || error || missing,
      );
      expect(complaints).toEqual([]);
    });

    it.each([
      ["F1", "WSO2_ANALYTICS_EVENT_STORE_DB", {}],
      [
        "F2",
        "WSO2_ANALYTICS_EVENT_STORE_DB",
        { validationQuery: "SELECT 1", driverClassName: "com.mysql.jdbc.Driver" },
      ],
      ["F8", "WSO2UM_DB", { maxActive: 250, minIdle: 5, testOnBorrow: true }],
    ])("%s has the datasource %s with the password given", (name, datasource, expected) => {
      expect(homes[name]?.datasources).toMatchObject({
        datasources: { [datasource]: { status: "ACTIVE", configuration: { password, ...expected } } },
      });
    });

    it("F9 mounts what it mounted, F10 has both members", () => {
      expect(homes.F9?.registry.mounts).toEqual(
        expect.arrayContaining([expect.objectContaining({ targetPath: "/_system/analytics_config" })]),
      );
      expect(homes.F10?.clustering.members).toEqual(["10.0.1.10:4000", "10.0.2.10:4000"]);
    });
  },
);
