import { describe, expect, it } from "vitest";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { inspectCluster } from "../../components/render/renderCluster";
import { XmlReader } from "../../tools/sample-server/configuration/xmlReader";
import { hasPublicCases, publicCase } from "../support/publicCases";
import { codesFound } from "./findings/changedHome";

const conf = "repository/conf";
const analytics = `${conf}/datasources/analytics-datasources.xml`;
const master = `${conf}/datasources/master-datasources.xml`;

/** The findings of a case, the warning about statistics aside, which each of them has. */
function found(name: string, options: Partial<ClusterDescription> = {}): string[] {
  return codesFound(rendered(name, options)).filter(
    (line) => !line.startsWith("warning: statisticsDatabase"),
  );
}

function rendered(name: string, options: Partial<ClusterDescription> = {}) {
  const { home, description } = publicCase(name);
  return inspectCluster({ ...description, ...options }, home);
}

function reader(name: string, path: string, options: Partial<ClusterDescription> = {}): XmlReader {
  const file = rendered(name, options).nodes[0].find((each) => each.path === path);
  return new XmlReader(file?.text ?? "");
}

describe.skipIf(!hasPublicCases)(
  "homes of public repositories (skipped where ../shared/cases is absent)",
  () => {
    it("F1: values of the secure vault are the deployment's, with a warning for each", () => {
      expect(found("F1")).toEqual(Array(2).fill(`warning: ${analytics} WA709`));
      const { description } = publicCase("F1");
      const datasource = reader("F1", analytics).datasource("WSO2_ANALYTICS_EVENT_STORE_DB");
      expect(datasource?.password).toBe(description.database.password);
      expect(
        rendered("F1")
          .nodes.flat()
          .some(({ text }) => text.includes('secretAlias="Datasources')),
      ).toBe(false);
    });

    it("F2: the probe of another database does not reach MySQL", () => {
      expect(found("F2")).toEqual([
        expect.stringMatching(/^warning: .*EVENT_STORE_DB WA709$/),
        expect.stringMatching(/^warning: .*PROCESSED_DATA_STORE_DB WA709$/),
      ]);
      const probe = ["datasources", "datasource", "definition", "configuration", "validationQuery"];
      expect(reader("F2", analytics).texts(...probe)).toEqual(["SELECT 1", "SELECT 1"]);
    });

    it.each([
      ["F4", /registry\.xml \/wso2registry\/dbConfig\[.*\] WA708$/],
      ["F4b", /registry\.xml \/wso2registry\/dbConfig\[.*\] WA708$/],
      ["F5", /custom-datasources\.xml datasource WSO2UM_DB WA707$/],
      ["F6", /datasource WSO2_UM_DB WA707$/],
      ["F7", /etc\/hazelcast\.xml WA114$/],
      ["F9", /registry\.xml \/wso2registry\/mount\[.*\] WA708$/],
    ])("%s: is refused", (name, problem) => {
      expect(found(name)).toEqual([expect.stringMatching(problem)]);
      expect(found(name)[0]).toMatch(/^error: /);
    });

    it("F8: a tuned pool stays, and an override reaches it", () => {
      const path =
        "/datasources-configuration/datasources/datasource[name='WSO2UM_DB']/definition/configuration/maxActive";
      const overrides = [{ file: master, path, value: "251" }];
      expect(found("F8")).toEqual([]);
      expect(reader("F8", master).datasource("WSO2UM_DB")).toMatchObject({ maxActive: "250", minIdle: "5" });
      expect(reader("F8", master, { overrides }).datasource("WSO2UM_DB")?.maxActive).toBe("251");
    });

    it("F9: a mount leads where it led, if that is given", () => {
      const registryMounts = { config: "/_system/analytics_config" };
      expect(found("F9", { registryMounts })).toEqual([]);
      const targets = reader("F9", `${conf}/registry.xml`, { registryMounts }).texts(
        "mount@path=/_system/config",
        "targetPath",
      );
      expect(targets).toEqual(["/_system/analytics_config"]);
    });

    it("F10: members are added where there are none", () => {
      expect(found("F10")).toEqual([]);
      const members = reader("F10", `${conf}/axis2/axis2.xml`).texts(
        "clustering",
        "members",
        "member",
        "hostName",
      );
      expect(members).toEqual(["10.0.1.10", "10.0.2.10"]);
    });
  },
);
