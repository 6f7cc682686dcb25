import { renameSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { shell as part } from "../../components/node/remoteScript";
import { logLines } from "../../components/node/versionLines";
import { versionInSet } from "../../components/product";
import { requireProfile } from "../support/sampleProduct";
import { Home, runShell } from "./nodeShell";
import { shells } from "./stagedFiles";

const logs = "repository/logs";
const password = "the-password";

const manager = "event.processor.manager.core.internal.HAManager";
const mode = "event.processor.manager.core.config.ManagementModeConfigurationLoader";
const finalizer = "core.internal.StartupFinalizerServiceComponent";
const spark = "analytics.spark.core.internal.SparkAnalyticsExecutor";
const membership = "core.clustering.hazelcast.wka.WKABasedMembershipScheme";
const dataService = "analytics.dataservice.core.AnalyticsDataServiceComponent";
const publisher = "event.output.adapter.logger.LoggerEventAdapter";

/** A line of the product's log, in the layout of its log4j.properties. */
function line(logger: string, message: string, level = "INFO"): string {
  const name = logger.startsWith("org.") ? logger : `org.wso2.carbon.${logger}`;
  return `TID: [-1234] [] [2026-11-29 02:59:33,123] ${level.padStart(5)} {${name}} -  ${message} {${name}}\n`;
}

const start = line("core.internal.CarbonCoreActivator", "Starting WSO2 Carbon...");
const active = line(manager, "Became CEP HA Active Member");
const passive = line(manager, "Became CEP HA Passive Member");
const synced = line(manager, "CEP HA State successfully synced.");
const up = line(finalizer, "WSO2 Carbon started in 41 sec");
const stoppedSync = line(manager, "CEP HA Snapshot Server started on 10.0.0.1:10006");
const trace = (...causes: string[]) =>
  causes.map((cause) => `${cause}\n\tat org.example.Some.method(Some.java:73)\n\t... 40 more\n`).join("");
const refused = `java.sql.SQLException: Access denied for user 'wso2'@'10.0.0.1' (using password: YES)`;

describe.each(shells)("the product's log, in %s,", (shell) => {
  async function read(
    text: string | Home,
    profile = "apim-analytics-2.1.0",
  ): Promise<Record<string, string>> {
    const home = typeof text === "string" ? new Home({ [`${logs}/wso2carbon.log`]: text }) : text;
    new Home({}, path.join(home.state, "sets/one/files")).write(
      "../repository/conf/datasources/master-datasources.xml",
      "<configuration>\n<username>wso2</username>\n</configuration>\n",
    );
    writeFileSync(path.join(home.state, "sets/one/masks"), `${password}\n`);
    const version = versionInSet(requireProfile(profile));
    if (version !== "-")
      writeFileSync(path.join(home.state, "sets/one/together"), `product.profile ${version}\n`);
    const facts = logLines().map((fact) => `add_version_fact ${fact.join(" ")}\n`);
    const parts = [...["common", "owner", "mask", "version", "productLog"].map(part), ...facts].join("");
    const names = [
      "logged",
      "role",
      "synced",
      "master",
      "worker",
      "up",
      "joined",
      "waiting",
      "bad",
      "newest",
    ];
    const tell = names.map((name) => `printf '%s\\n' "$${name}"\n`).join("");
    const { code, output } = await runShell(
      shell,
      `${parts}home=${home.path} state=${home.state} peer_address=10.0.0.2\nuse_home_owner\nread_log one\n${tell}`,
    );
    expect(code, output).toBe(0);
    const values = output.split("\n");
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
  }

  it("is read as far back as the last start, also in a folder behind a link", async () => {
    const home = new Home({
      [`${logs}/wso2carbon-2026-11-27.log`]: start + active,
      [`${logs}/wso2carbon.log`]: line(publisher, "a quiet day"),
    });
    expect(await read(home)).toMatchObject({ role: "active", logged: "yes" });
    renameSync(`${home.path}/${logs}`, `${home.path}/elsewhere`);
    symlinkSync(`${home.path}/elsewhere`, `${home.path}/${logs}`);
    expect(await read(home)).toMatchObject({ role: "active", logged: "yes" });
  });

  it("says what has become of the node since its start", async () => {
    const member = line(membership, "Member joined [one]: /10.0.0.2:4000");
    const master = line(spark, "Started SPARK MASTER in spark://10.0.0.1:7078");
    const worker = line(spark, "Started SPARK WORKER in 10.0.0.1:11001");
    const text = start + member + active + up + start + stoppedSync + passive + synced + master + worker + up;
    expect(await read(text)).toMatchObject({
      role: "passive",
      synced: "yes",
      master: "yes",
      worker: "yes",
      up: "yes",
      joined: "unknown",
      bad: "",
      newest: "",
    });
    expect(await read(start + member)).toMatchObject({ role: "none", joined: "yes", up: "no" });
    const left = line(membership, "Member left [one]: /10.0.0.2:4000");
    expect(await read(start + member + left)).toMatchObject({ joined: "no" });
    expect(await read(active)).toMatchObject({ logged: "no", role: "active" });
    expect(await read("")).toMatchObject({ logged: "no", role: "none" });
  });

  const tasks = "ntask.core.impl.clustered.ClusterGroupCommunicator";
  const plain =
    line(spark, "Started SPARK MASTER in spark://10.0.0.1:7078 with webUI port : 8082") +
    line(spark, "Started SPARK WORKER in 10.0.0.1:11001 with webUI port 11501");
  const tagged =
    line(
      spark,
      "[Spark init - master] Started SPARK MASTER in spark://10.0.0.1:7078 with webUI port : 8082",
    ) + line(spark, "[Spark init - worker] Started SPARK WORKER in 10.0.0.1:11001 with webUI port 11501");
  const waits = line(tasks, "Waiting for 2 [ANALYTICS_SPARK] task executor nodes...");
  const goesOn = line(tasks, "All task servers activated for [ANALYTICS_SPARK].");

  it.each([
    ["apim-analytics-2.0.0", "yes", "no", "no", "backup"],
    // Its updates have carbon-analytics 1.3.16.
    ["apim-analytics-2.1.0", "yes", "yes", "no", "backup"],
    ["apim-analytics-2.2.0", "no", "yes", "no", "backup"],
    ["das-3.0.1", "yes", "no", "no", "none"],
    ["das-3.1.0", "yes", "yes", "yes", "backup"],
    ["das-3.2.0", "no", "yes", "yes", "backup"],
  ])("has the lines of its version only: %s", async (profile, byPlain, byTagged, waiting, role) => {
    const seen = (text: string) => read(start + text, profile);
    expect(await seen(plain)).toMatchObject({ master: byPlain, worker: byPlain, bad: "" });
    expect(await seen(tagged)).toMatchObject({ master: byTagged, worker: byTagged, bad: "" });
    expect(await seen(waits)).toMatchObject({ waiting });
    expect(await seen(line(manager, "Became CEP HA Backup Member"))).toMatchObject({ role });
    expect(await seen(passive + synced)).toMatchObject({ role: "passive", synced: "yes" });
  });

  it("knows a start that waits for the other node, as that of DAS 3.1.0", async () => {
    const seen = (text: string) => read(text, "das-3.1.0");
    expect(await seen(start + active + waits)).toMatchObject({ role: "active", waiting: "yes", up: "no" });
    expect(await seen(start + active + waits + goesOn)).toMatchObject({ waiting: "no" });
    expect(await seen(start + waits + start)).toMatchObject({ waiting: "no" });
    expect(await seen(start + line(publisher, waits.trimEnd()))).toMatchObject({ waiting: "no" });
  });

  it("knows that DAS 3.0.1 runs no mode", async () => {
    const service = "event.processor.manager.core.internal.ds.EventManagementServiceDS";
    const error = line(service, "Could not create EventProcessorManagementService: none", "ERROR");
    const { bad } = await read(start + error, "das-3.0.1");
    expect(bad).toContain("Could not create EventProcessorManagementService");
  });

  it("counts only what its own loggers have written, at the beginning of a message", async () => {
    const forged = [
      line(publisher, "Event: CEP started in Single node mode"),
      line(publisher, `Event: ${line(manager, "Became CEP HA Backup Member").trimEnd()}`),
      line(publisher, "Became CEP HA Backup Member"),
      line(publisher, "Starting WSO2 Carbon..."),
      line(publisher, `Unique ID: one,\n Event: ${line(mode, "CEP started in Single node mode").trimEnd()}`),
      line(manager, "Not: Became CEP HA Backup Member"),
      line("event.output.adapter.rdbms.RDBMSEventAdapter", refused, "ERROR"),
    ];
    expect(await read(start + passive + synced + forged.join(""))).toMatchObject({
      role: "passive",
      synced: "yes",
      bad: "",
    });
  });

  it.each([
    [
      line(mode, "CEP started in Single node mode"),
      /^INFO ManagementMode.*: CEP started in Single node mode$/,
    ],
    [
      line(manager, "Cannot start CEP HA Snapshot Server on port 10.0.0.1:10006", "ERROR"),
      /Cannot start CEP HA Snapshot/,
    ],
    [
      line(
        "event.processor.manager.core.internal.EventHandler",
        "Unable to start TCPEventServer on port 11225",
      ),
      /Unable to start TCPEventServer/,
    ],
    [
      line(dataService, "Error in activating analytics data service: Error in creating: x", "ERROR") +
        trace("org.wso2.AnalyticsException: x", "Caused by: y", `Caused by: ${refused}`),
      /^ERROR AnalyticsDataServiceComponent: Error in activating.*: x; Caused by: java.sql.SQLException: Access denied/,
    ],
    [
      line("user.core.internal.Activator", "Cannot start User Manager Core bundle", "ERROR") +
        trace("java.x: y"),
      /Cannot start User Manager Core bundle; java.x: y$/,
    ],
    [
      line(
        "org.apache.tomcat.jdbc.pool.ConnectionPool",
        "Unable to create initial connections of pool.",
        "ERROR",
      ) + trace(refused),
      /^ERROR ConnectionPool: Unable to create initial connections of pool.; java.sql.SQLException: Access denied/,
    ],
    [
      line(
        "ndatasource.core.DataSourceManager",
        `Error in connecting to the datasource ONE: ${refused}`,
        "ERROR",
      ),
      /Access denied for user 'wso2'/,
    ],
  ])("says why a start cannot succeed: %s", async (text, cause) => {
    const waiting = line(finalizer, "Waiting for required OSGi services: a.b.C,", "WARN");
    const { bad } = await read(start + waiting + text + waiting + line(publisher, "later", "ERROR"));
    expect(bad).toMatch(cause);
    expect((await read(start + text + start)).bad).toBe("");
  });

  it("does not take a refused login of somebody else, or after the start, for the end of it", async () => {
    const pool = "org.apache.tomcat.jdbc.pool.ConnectionPool";
    const other = line(pool, "Unable to create initial connections of pool.", "ERROR");
    expect((await read(start + other + trace(refused.replace("wso2", "report")))).bad).toBe("");
    expect((await read(start + up + other + trace(refused))).bad).toBe("");
    expect((await read(start + other + trace(refused) + up)).bad).toBe("");
  });

  it("tells the newest error with its innermost cause, masked and short", async () => {
    const waiting = line(finalizer, "Waiting for required OSGi services: a.b.C,", "WARN");
    const older = line(publisher, "older", "ERROR") + trace("java.lang.Exception", "Caused by: old");
    const newer =
      line(dataService, "newer", "FATAL") +
      trace("java.lang.Exception: first", "Caused by: second", `Caused by: ${"x".repeat(130)}${password}`);
    const { newest = "" } = await read(start + older + newer + waiting);
    expect(newest).toMatch(/^FATAL AnalyticsDataServiceComponent: newer; Caused by: x+/);
    expect(newest.length).toBeLessThanOrEqual(300);
    // Also no part of it, where it was cut.
    expect(newest).not.toContain("the-p");
    expect((await read(older + start + waiting)).newest).toBe("");
    const shown = line(publisher, `no ${password}`, "ERROR");
    expect((await read(start + shown)).newest).toBe("ERROR LoggerEventAdapter: no ********");
  });
});
