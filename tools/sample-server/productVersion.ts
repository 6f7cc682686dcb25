import type { ProductProfile } from "../../components/product";

const conf = "repository/conf";
const plugins = "repository/components/plugins";
const bundle = "org.wso2.carbon.event.processor.manager.core";

/** The text of each file of a home, by its path there. */
export type HomeFiles = ReadonlyMap<string, string>;

/** The sample product's files, which are those of API-M Analytics 2.1.0, as another version ships them. */
export function asVersion(profile: ProductProfile, files: HomeFiles): Map<string, string> {
  const versioned = new Map(files);
  const edit = (file: string, change: (text: string) => string) =>
    versioned.set(file, change(versioned.get(file) ?? ""));
  for (const file of files.keys()) if (file.startsWith(`${plugins}/${bundle}_`)) versioned.delete(file);
  versioned.set(
    `${plugins}/${bundle}_${profile.analyticsCommon}.jar`,
    "It stands for the product's bundle.\n",
  );
  edit(profile.files.carbon, (text) => carbonOf(profile, text));
  edit(profile.files.eventProcessor, (text) => eventProcessorOf(profile, text));
  if (profile.files.statisticsDatasources === undefined) {
    versioned.delete(`${conf}/datasources/stats-datasources.xml`);
  }
  if (profile.files.mysql57Script === undefined) versioned.delete("dbscripts/mysql5.7.sql");
  if (profile.schema.tables > 39) {
    for (const script of [profile.files.mysqlScript, profile.files.mysql57Script]) {
      if (script !== undefined) edit(script, (text) => `${text}\n${fortiethTable}`);
    }
  }
  if (profile.waitsForPeer) versioned.set(profile.files.tasksConfiguration, tasksConfiguration);
  return versioned;
}

function carbonOf({ name, serverKey, version, portOffset }: ProductProfile, text: string): string {
  const values = { Name: name, ServerKey: serverKey, Version: version, Offset: String(portOffset) };
  return Object.entries(values).reduce(
    (changed, [element, value]) => changed.replace(new RegExp(`^( *<${element}>)[^<]*`, "m"), `$1${value}`),
    text,
  );
}

/** A mode for one node alone, where a version has one, is the first in the file, and on. */
function eventProcessorOf({ modes, persistsState }: ProductProfile, text: string): string {
  const [first] = modes;
  const single = first === "HA" ? "" : `    <mode name="${first}" enable="true">\n    </mode>\n\n`;
  const withMode = text.replace(/^( *<!-- Two nodes)/m, `${single}$1`);
  return persistsState ? withMode : withMode.replace(/ *<persistence [\s\S]*?<\/persistence>\n/, "");
}

/** Of kernel 4.4.26. The sample's scripts have fewer tables than the product's. */
const fortiethTable = "CREATE TABLE UM_CLAIM_BEHAVIOR (UM_ID INTEGER, PRIMARY KEY (UM_ID));\n";

const tasksConfiguration = `<tasks-configuration>
    <taskServerMode>AUTO</taskServerMode>
    <taskServerCount>2</taskServerCount>
</tasks-configuration>
`;
