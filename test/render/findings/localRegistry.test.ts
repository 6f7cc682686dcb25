import { describe, expect, it } from "vitest";
import type { OverrideDescription } from "../../../components/description/clusterDescription";
import { conf, found, said } from "./changedHome";

const registry = `${conf}/registry.xml`;
const master = `${conf}/datasources/master-datasources.xml`;
const carbonUrl = "jdbc:h2:./repository/database/WSO2CARBON_DB;DB_CLOSE_ON_EXIT=FALSE";

const inOneDatabase = `error: ${registry} /wso2registry/dbConfig[@name='wso2registry'] WA708`;

const shared = (url: string) => (text: string) =>
  text.replace(/<url>jdbc:h2:[^<]*<\/url>/, `<url>${url}</url>`);
const perNode = (node: "node1" | "node2", value: string): OverrideDescription => ({
  file: master,
  path: "/datasources-configuration/datasources/datasource[name='WSO2_CARBON_DB']/definition/configuration/url",
  value,
  node,
});

describe("the local registry", () => {
  it.each([
    "jdbc:mysql://old:3306/carbondb?user=a&amp;password=secret",
    "jdbc:postgresql://old/carbondb",
    "jdbc:h2:tcp://old/carbondb",
    "jdbc:derby://old/carbondb",
    "jdbc:hsqldb:hsql://old/carbondb",
    "jdbc:oracle:thin:@old:1521/carbondb",
  ])("of both nodes is refused in %s, without its parameters", (url) => {
    expect(found({ [master]: shared(url) })).toEqual([inOneDatabase]);
    const lines = said({ [master]: shared(url) });
    expect(lines[0]).toContain('"Do not replace the following configuration');
    expect(lines[0]).not.toContain("secret");
  });

  it.each([
    carbonUrl.replace("./", "/data/"),
    "jdbc:h2:file:~/carbon",
    "jdbc:h2:mem:carbon",
    "jdbc:derby:carbon",
  ])("is each node's own in %s", (url) => {
    expect(found({ [master]: shared(url) })).toEqual([]);
  });

  it("passes where overrides give each node a database of its own", () => {
    const overrides = [perNode("node1", "jdbc:mysql://old/one"), perNode("node2", "jdbc:mysql://old/two")];
    expect(found({ [master]: shared("jdbc:mysql://old/x") }, { overrides })).toEqual([]);
    expect(found({ [master]: shared("jdbc:mysql://old/x") }, { overrides: overrides.slice(0, 1) })).toEqual(
      [],
    );
  });

  it("is refused where overrides lead both nodes to one database, by different parameters", () => {
    const overrides = [
      perNode("node1", "jdbc:mysql://old/one?a=1"),
      perNode("node2", "jdbc:mysql://old/one?a=2"),
    ];
    expect(found({ [master]: (text) => `${text}\n` }, { overrides })).toEqual([inOneDatabase]);
  });

  it("is refused in the registry database, by its datasource or by currentDBConfig", () => {
    const byDatasource = (text: string) => text.replace("jdbc/WSO2CarbonDB", "jdbc/WSO2REG_DB");
    const byConfig = (text: string) =>
      text.replace("<currentDBConfig>wso2registry", "<currentDBConfig>govregistry");
    expect(found({ [registry]: byDatasource })).toEqual([inOneDatabase]);
    expect(said({ [registry]: byDatasource }).join()).toContain("3306/regdb by jdbc/WSO2REG_DB");
    expect(found({ [registry]: byConfig })).toEqual([
      inOneDatabase.replace("wso2registry']", "govregistry']"),
    ]);
  });

  it("is refused where its configuration has the URL itself", () => {
    const inline = (text: string) =>
      text.replace("<dataSource>jdbc/WSO2CarbonDB</dataSource>", "<url>jdbc:mysql://old/carbondb</url>");
    expect(found({ [registry]: inline })).toEqual([inOneDatabase]);
  });

  it.each([
    [
      "another name",
      (text: string) => text.replace("<currentDBConfig>wso2registry", "<currentDBConfig>none"),
    ],
    ["no name", (text: string) => text.replace(/<currentDBConfig>.*\n/, "")],
    [
      "a configuration without source",
      (text: string) => text.replace("<dataSource>jdbc/WSO2CarbonDB</dataSource>", ""),
    ],
  ])("is refused with %s", (_, change) => {
    expect(found({ [registry]: change })).toEqual([`error: ${registry} /wso2registry/currentDBConfig WA708`]);
  });
});
