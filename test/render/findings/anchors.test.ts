import { describe, expect, it } from "vitest";
import { XmlReader } from "../../../tools/sample-server/configuration/xmlReader";
import { type Changes, conf, found, rendered } from "./changedHome";

const axis2 = `${conf}/axis2/axis2.xml`;
const events = `${conf}/event-processor.xml`;
const master = `${conf}/datasources/master-datasources.xml`;
const analytics = `${conf}/datasources/analytics-datasources.xml`;
const registry = `${conf}/registry.xml`;
const users = `${conf}/user-mgt.xml`;
const carbon = `${conf}/carbon.xml`;

const without = (pattern: RegExp) => (text: string) => text.replace(pattern, "");

describe("a missing element that the product allows to be added", () => {
  it.each<[string, string, RegExp, string[], string[]]>([
    [
      "the members",
      axis2,
      /<members>[\s\S]*?<\/members>/,
      ["clustering", "members", "member", "hostName"],
      ["10.0.1.10", "10.0.2.10"],
    ],
    [
      "the domain",
      axis2,
      /<parameter name="domain">.*/,
      ["clustering", "parameter@name=domain"],
      ["wso2.carbon.domain"],
    ],
    [
      "the own address",
      axis2,
      /<parameter name="localMemberHost">.*/,
      ["clustering", "parameter@name=localMemberHost"],
      ["10.0.1.10"],
    ],
    [
      "the address of event sync",
      events,
      /<hostName>.*/,
      ["mode@name=HA", "eventSync", "hostName"],
      ["10.0.1.10"],
    ],
    [
      "the users' datasource",
      users,
      /<Property name="dataSource">.*/,
      ["Realm", "Configuration", "Property@name=dataSource"],
      ["jdbc/WSO2UM_DB"],
    ],
    [
      "the anchor of the mounts",
      registry,
      /<versionResourcesOnChange>.*/,
      ["mount", "targetPath"],
      ["/_system/governance", "/_system/config"],
    ],
    [
      "the anchor of the datasources",
      master,
      /<name>WSO2_CARBON_DB<\/name>/,
      ["datasources", "datasource", "name"],
      ["WSO2UM_DB", "WSO2REG_DB"],
    ],
    [
      "maxWait, an anchor",
      analytics,
      /<maxWait>.*/,
      ["datasources", "datasource", "definition", "configuration", "testOnBorrow"],
      ["true", "true"],
    ],
    [
      "the probe",
      analytics,
      /<validationQuery>.*/,
      ["datasources", "datasource", "definition", "configuration", "validationQuery"],
      ["SELECT 1", "SELECT 1"],
    ],
    [
      "the user's name",
      analytics,
      /<username>.*/,
      ["datasources", "datasource", "definition", "configuration", "username"],
      ["wso2analytics", "wso2analytics"],
    ],
  ])("is added: %s", (_, path, pattern, steps, texts) => {
    const changes: Changes = { [path]: without(pattern) };
    const text = rendered(path, changes);
    expect(new XmlReader(text).texts(...steps)).toEqual(texts);
    // The second rendering finds everything in its place.
    expect(rendered(path, { [path]: text })).toBe("");
  });

  it("is added with its attribute: the worker of the HA mode", () => {
    const worker = (change: RegExp, by: string) =>
      new XmlReader(rendered(events, { [events]: (text) => text.replace(change, by) })).attributes(
        "enable",
        "mode@name=HA",
        "nodeType",
        "worker",
      );
    expect(worker(/<worker enable="true"\/>/, "")).toEqual(["true"]);
    expect(worker(/<worker enable="true"\/>/, "<worker/>")).toEqual(["true"]);
  });

  it("is added where clustering is not said to be on or off", () => {
    const text = rendered(axis2, { [axis2]: without(/\s*enable="false"(?=>)/) });
    expect(new XmlReader(text).attributes("enable", "clustering")).toEqual(["true"]);
  });

  it("is added to a section of the synchronizer that is empty", () => {
    const empty = (text: string) =>
      text.replace(/<DeploymentSynchronizer>[\s\S]*?<\/DeploymentSynchronizer>/, "<DeploymentSynchronizer/>");
    const deploymentSynchronizer = { svnUrl: "https://svn.internal" };
    const reader = new XmlReader(rendered(carbon, { [carbon]: empty }, { deploymentSynchronizer }));
    expect(reader.texts("DeploymentSynchronizer", "SvnUrl")).toEqual(["https://svn.internal"]);
    expect(reader.texts("DeploymentSynchronizer", "AutoCommit")).toEqual(["true"]);
  });
});

describe("another agent of clustering", () => {
  it("gives way to Hazelcast's", () => {
    const tribes = (text: string) =>
      text.replace("hazelcast.HazelcastClusteringAgent", "tribes.TribesClusteringAgent");
    const text = rendered(axis2, { [axis2]: tribes });
    expect(text).toContain("hazelcast.HazelcastClusteringAgent");
  });
});

describe("what is missing or doubled otherwise", () => {
  it.each<[what: string, file: string, change: (text: string) => string, path: string]>([
    ["no clustering", axis2, without(/<clustering[\s\S]*<\/clustering>/), "/axisconfig/clustering"],
    [
      "no HA mode",
      events,
      without(/<mode name="HA"[\s\S]*?<\/mode>/),
      "/eventProcessorConfiguration/mode[@name='HA']",
    ],
    [
      "no datasource",
      analytics,
      without(/<name>WSO2_ANALYTICS_EVENT_STORE_DB<\/name>/),
      "/datasources-configuration/datasources/datasource[name='WSO2_ANALYTICS_EVENT_STORE_DB']",
    ],
    [
      "two passwords",
      analytics,
      (text) => text.replace("<password>", "<password>x</password><password>"),
      "/datasources-configuration/datasources/datasource[name='WSO2_ANALYTICS_EVENT_STORE_DB']/definition/configuration/password",
    ],
    [
      "two properties",
      users,
      (text) =>
        text.replace(
          `<Property name="dataSource">`,
          `<Property name="dataSource">x</Property><Property name="dataSource">`,
        ),
      "/UserManager/Realm/Configuration/Property[@name='dataSource']",
    ],
    ["a DOCTYPE", users, (text) => `<!DOCTYPE x [<!ENTITY a "b">]>${text}`, ""],
    ["no end", users, (text) => text.slice(0, -30), ""],
    [
      "a prefix that is not declared",
      analytics,
      (text) => text.replace("<password>", `<password svns:secretAlias="a">`),
      "",
    ],
    ["no offset", carbon, without(/<Offset>1<\/Offset>/), "/Server/Ports/Offset"],
    [
      "another record store",
      `${conf}/analytics/analytics-config.xml`,
      (text) => text.replace("WSO2_ANALYTICS_EVENT_STORE_DB", "OTHER_DB"),
      "/analytics-dataservice-configuration/analytics-record-store[@name='EVENT_STORE']",
    ],
  ])("is one error: %s", (_, file, change, path) => {
    expect(found({ [file]: change })).toEqual([`error: ${`${file} ${path}`.trimEnd()} WA706`]);
  });

  it("is listed all at once", () => {
    const lines = found({
      [axis2]: without(/<clustering[\s\S]*<\/clustering>/),
      [analytics]: (text) => text.replaceAll("<password>", "<password>x</password><password>"),
      [`${conf}/etc/hazelcast.xml`]: "<hazelcast/>",
      "bin/wso2server.sh": (text) => text.replace(/\$\{JAVA_OPTS:-\}/, "-DportOffset=1"),
    });
    expect(lines).toHaveLength(5);
  });
});
