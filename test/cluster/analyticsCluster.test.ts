import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { AnalyticsCluster, type AnalyticsClusterArgs } from "../../components";
import { AnalyticsDatabases } from "../../components/databases/analyticsDatabases";
import type { BastionArgs } from "../../components/description/arguments/clusterArgs";
import { sha256 } from "../../components/render";
import { zipSampleProduct } from "../../tools/sample-server/sampleDistribution";
import { runAws } from "../aws/awsMocks";
import { description } from "../support/description";
import { failureOf, resolved, run } from "../support/engineMocks";
import { codesIn } from "../support/problemCodes";
import { sampleProductFolder } from "../support/sampleProduct";

describe("AnalyticsCluster", () => {
  it("registers its arguments, passwords as secrets, and its inner components none", async () => {
    const args = description();
    const { resources } = await run(() => new AnalyticsCluster("analytics", args));
    const components = resources.filter(({ type }) => type.startsWith("wso2-analytics:"));
    const [cluster, ...inner] = components;
    expect(cluster?.name).toBe("analytics");
    expect(cluster?.inputs).toEqual(args);
    expect(cluster?.secrets).toContain("database");
    for (const { name, inputs } of inner) expect(inputs, name).toEqual({});
  });

  it("makes the databases and stages on both nodes before it rolls out", async () => {
    const { resources } = await run(() => new AnalyticsCluster("analytics", description()));
    const names = resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`).sort();
    expect(names).toEqual([
      "AnalyticsCluster analytics",
      "AnalyticsDatabases analytics-databases",
      "AnalyticsNode analytics-node1",
      "AnalyticsNode analytics-node2",
      "Command analytics-databases-schema",
      "Command analytics-node1-prepare",
      "Command analytics-node1-stage",
      "Command analytics-node1-stop",
      "Command analytics-node2-prepare",
      "Command analytics-node2-stage",
      "Command analytics-node2-stop",
      "Database analytics-databases-eventStore",
      "Database analytics-databases-processedData",
      "Database analytics-databases-registry",
      "Database analytics-databases-user",
      "Grant analytics-databases-wso2analytics@10.0.1.10-eventStore-needed",
      "Grant analytics-databases-wso2analytics@10.0.1.10-eventStore-others",
      "Grant analytics-databases-wso2analytics@10.0.1.10-processedData-needed",
      "Grant analytics-databases-wso2analytics@10.0.1.10-processedData-others",
      "Grant analytics-databases-wso2analytics@10.0.1.10-registry-needed",
      "Grant analytics-databases-wso2analytics@10.0.1.10-registry-others",
      "Grant analytics-databases-wso2analytics@10.0.1.10-user-needed",
      "Grant analytics-databases-wso2analytics@10.0.1.10-user-others",
      "Grant analytics-databases-wso2analytics@10.0.2.10-eventStore-needed",
      "Grant analytics-databases-wso2analytics@10.0.2.10-eventStore-others",
      "Grant analytics-databases-wso2analytics@10.0.2.10-processedData-needed",
      "Grant analytics-databases-wso2analytics@10.0.2.10-processedData-others",
      "Grant analytics-databases-wso2analytics@10.0.2.10-registry-needed",
      "Grant analytics-databases-wso2analytics@10.0.2.10-registry-others",
      "Grant analytics-databases-wso2analytics@10.0.2.10-user-needed",
      "Grant analytics-databases-wso2analytics@10.0.2.10-user-others",
      "Stash analytics-contact",
      "Stash analytics-databases-protection",
      "Stash analytics-protection",
      "Stash analytics-rollout",
      "User analytics-databases-wso2analytics@10.0.1.10",
      "User analytics-databases-wso2analytics@10.0.2.10",
      "mysql analytics-databases-mysql",
    ]);
    const order = (name: string) => resources.findIndex((resource) => resource.name === `analytics-${name}`);
    const before = ["databases-schema", "node1-stage", "node2-stage"].map(order);
    expect(order("contact")).toBeLessThan(Math.min(...before));
    expect(Math.max(...before)).toBeLessThan(order("rollout"));
    expect(order("rollout")).toBeLessThan(order("node1-stop"));
  });

  it("makes nothing that stops a product that is not run from here", async () => {
    const args = { ...description(), service: { manage: false } };
    const { resources, ofType } = await run(() => new AnalyticsCluster("analytics", args));
    const commands = ofType("remote:Command").map(({ name }) => name);
    expect(commands.sort()).toEqual([
      "analytics-databases-schema",
      "analytics-node1-stage",
      "analytics-node2-stage",
    ]);
    expect(resources.some(({ name }) => name === "analytics-rollout")).toBe(true);
  });

  it("takes rerunTrigger under its old name, with one warning, on hosts and for the databases alone", async () => {
    const args = { ...description(), repush: "again" };
    args.database = { ...args.database, administrator: { username: "admin", password: "admin-password" } };
    const { resources, warnings } = await run(() => new AnalyticsCluster("analytics", args));
    const script = resources.find(({ name }) => name === "analytics-node1-stage")?.inputs.stdin;
    expect(script).toContain(`\nrepush ${Buffer.from(" again").toString("base64")}\n`);
    const told = "repush is deprecated; use rerunTrigger instead.";
    expect(warnings.filter((warning) => warning === told)).toHaveLength(1);
    const alone = await run(() => new AnalyticsDatabases("databases", args));
    expect(alone.warnings.filter((warning) => warning === told)).toHaveLength(1);
  });

  it("sends the product to both nodes and prepares them before anything is staged", async () => {
    const args = description();
    const zip = path.join(mkdtempSync(path.join(tmpdir(), "distribution-")), "wso2am-analytics-2.1.0.zip");
    await zipSampleProduct(sampleProductFolder, zip);
    const digest = createHash("sha256").update(readFileSync(zip)).digest("hex");
    args.product = { ...args.product, distribution: zip, install: { user: "wso2" } };
    args.rerunTrigger = "again";
    const { resources, ofType } = await run(() => new AnalyticsCluster("analytics", args));
    const order = (name: string) => resources.findIndex((resource) => resource.name === name);
    for (const node of ["analytics-node1", "analytics-node2"]) {
      expect(order(`${node}-distribution`)).toBeLessThan(order(`${node}-prepare`));
      expect(order(`${node}-prepare`)).toBeLessThan(order(`${node}-stage`));
      const copy = ofType("CopyToRemote").find(({ name }) => name === `${node}-distribution`)?.inputs;
      const copies = `.${node}-${sha256(String(args.product.home)).slice(0, 8)}`;
      expect(copy?.remotePath).toBe(`${copies}-${digest}`);
      expect(copy?.triggers).toEqual([expect.stringContaining(":22"), digest]);
      const script = resources.find(({ name }) => name === `${node}-prepare`)?.inputs.stdin;
      expect(script).toContain(`\nincoming root ${copies}\ndistribution ${digest} - wso2 yes\n`);
      expect(script).toContain(`\nrepush ${Buffer.from(" again").toString("base64")}\n`);
      expect(script).toMatch(
        /\ndriver 5bba9ff5\w{56} https:\/\/repo1.maven.org\/\S*\/mysql-connector-java-5.1.49.jar\n/,
      );
    }
    expect(ofType("CopyToRemote")).toHaveLength(2);
  });

  it("makes nothing in MySQL without an administrator", async () => {
    const args = description();
    const { administrator: _, ...database } = args.database;
    const { resources } = await run(() => new AnalyticsCluster("analytics", { ...args, database }));
    expect(resources.filter(({ type }) => type.startsWith("mysql:"))).toEqual([]);
    expect(resources.some(({ name }) => name === "analytics-node1-stage")).toBe(true);
  });

  it("has what others need of it as outputs", async () => {
    let cluster: AnalyticsCluster | undefined;
    await run(() => {
      cluster = new AnalyticsCluster("analytics", description());
    });
    if (cluster === undefined) throw new Error("not made");
    expect(await resolved(cluster.consoleUrls)).toEqual([
      "https://10.0.1.10:9444/carbon/",
      "https://10.0.2.10:9444/carbon/",
    ]);
    expect(await resolved(cluster.receiverUrls)).toEqual({
      failover: "{tcp://10.0.1.10:7612|tcp://10.0.2.10:7612}",
      loadBalance: "{tcp://10.0.1.10:7612,tcp://10.0.2.10:7612}",
      failoverSsl: "{ssl://10.0.1.10:7712|ssl://10.0.2.10:7712}",
      loadBalanceSsl: "{ssl://10.0.1.10:7712,ssl://10.0.2.10:7712}",
    });
    expect((await resolved(cluster.ports)).node2).toMatchObject({
      hazelcast: 4000,
      eventSync: 11225,
      management: 10006,
    });
    expect(Object.keys((await resolved(cluster.files)).node1 ?? {})).toContain(
      "repository/conf/axis2/axis2.xml",
    );
    expect(await resolved(cluster.databaseNames)).toMatchObject({ user: "userdb", registry: "regdb" });
    expect(await pulumi.isSecret(cluster.connection)).toBe(true);
    expect(await pulumi.isSecret(cluster.files)).toBe(false);
  });

  it("keeps passwords in secret inputs only, and the command short", async () => {
    const { resources, ofType } = await run(() => new AnalyticsCluster("analytics", description()));
    for (const { name, inputs, secrets } of resources) {
      for (const [key, value] of Object.entries(inputs)) {
        if (/runtime-secret|administrator-secret|group-secret/.test(everyForm(value))) {
          expect(`${name} ${secrets.join(" ")}`).toContain(key);
        }
      }
    }
    for (const { name, inputs, secrets } of ofType("remote:Command")) {
      expect(inputs.addPreviousOutputInEnv).toBe(false);
      if (name.endsWith("-stop")) continue;
      expect(inputs.create).toBe("sh -s");
      expect(secrets).toContain("stdin");
    }
    const provider = ofType("providers:mysql")[0];
    expect(provider?.secrets).toContain("password");
  });

  it.each([
    [true, "sh -s"],
    [false, undefined],
  ])(
    "runs something on a node that is destroyed only where it is to stop (%s)",
    async (stopOnDestroy, script) => {
      const { ofType } = await run(
        () => new AnalyticsCluster("analytics", { ...description(), service: { stopOnDestroy } }),
      );
      const stops = ofType("remote:Command").filter(({ name }) => name.endsWith("-stop"));
      expect(stops.map(({ inputs }) => inputs.delete)).toEqual([script, script]);
      expect(stops.map(({ inputs }) => inputs.create)).toEqual([undefined, undefined]);
      const others = ofType("remote:Command").filter(({ name }) => !name.endsWith("-stop"));
      expect(others.map(({ inputs }) => inputs.delete).filter((command) => command !== undefined)).toEqual(
        [],
      );
    },
  );

  it("gives each node its own address and the other's only as a member", async () => {
    const { resources } = await run(() => new AnalyticsCluster("analytics", description()));
    const stdin = String(resources.find(({ name }) => name === "analytics-node2-stage")?.inputs.stdin);
    const axis2 = stagedFile(stdin, "repository/conf/axis2/axis2.xml");
    expect(axis2).toContain('name="localMemberHost">10.0.2.10<');
    const events = stagedFile(stdin, "repository/conf/event-processor.xml");
    expect(events).toContain("<hostName>10.0.2.10</hostName>");
    expect(events).not.toContain("10.0.1.10");
  });

  it("runs through sudo and a bastion where asked for", async () => {
    const args = description();
    args.nodes[1] = {
      address: "10.0.2.10",
      ssh: {
        host: "node2.example",
        port: 2222,
        user: "ops",
        sudo: true,
        hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUFTKbV1dV6e3VYRcz4Yl7m1E8b6q3cPb4dJ2h3k5Zq",
        timeoutSeconds: 60,
        bastion: { host: "bastion.example", user: "jump" },
      },
    };
    const { resources } = await run(() => new AnalyticsCluster("analytics", args));
    const stage = resources.find(({ name }) => name === "analytics-node2-stage");
    expect(stage?.inputs.create).toBe("sudo -n sh -s");
    expect(stage?.inputs.connection).toMatchObject({
      host: "node2.example",
      port: 2222,
      user: "ops",
      proxy: { host: "bastion.example", user: "jump", port: 22 },
    });
    // Through a bastion each of the two hosts has half of the minute.
    expect(stage?.inputs.connection).toMatchObject({ perDialTimeout: 5, dialErrorLimit: 4 });
    expect(stage?.inputs.triggers).toEqual([args.nodes[1]?.ssh?.hostKey]);
  });

  it("is the same on the same hosts, whatever white space is around their keys", async () => {
    const connectionsWith = async (around: string) => {
      const args = description();
      const keys = {
        hostKey: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUFTKbV1dV6e3VYRcz4Yl7m1E8b6q3cPb4dJ2h3k5Zq${around}`,
        privateKey: `${around}-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----${around}`,
      };
      args.nodes[0] = {
        address: "10.0.1.10",
        ssh: { ...keys, bastion: { host: "bastion.example", ...keys } },
      };
      const { resources } = await run(() => new AnalyticsCluster("analytics", args));
      const stage = resources.find(({ name }) => name === "analytics-node1-stage");
      return { connection: stage?.inputs.connection, triggers: stage?.inputs.triggers };
    };
    expect(await connectionsWith("\n")).toEqual(await connectionsWith(""));
  });

  it("warns of what the description leaves open", async () => {
    const { clustering: _, ...args } = description();
    const { warnings } = await run(() => new AnalyticsCluster("analytics", args));
    expect(warnings.join("\n")).toMatch(/groupPassword/);
    expect(warnings.join("\n")).toMatch(/WSO2AM_STATS_DB/);
    expect(warnings.join("\n")).toMatch(/151 connections.*400/);
  });

  it("warns of host keys that are outputs without a value, for which none is pinned", async () => {
    const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUFTKbV1dV6e3VYRcz4Yl7m1E8b6q3cPb4dJ2h3k5Zq";
    const none = pulumi.output(undefined) as unknown as pulumi.Output<string>;
    const through = async (bastion: BastionArgs) => {
      const args = description();
      args.nodes = args.nodes.map((node) => ({ ...node, ssh: { ...node.ssh, hostKey, bastion } }));
      return (await run(() => new AnalyticsCluster("analytics", args))).warnings.join("\n");
    };
    expect(await through({ host: "bastion.internal", hostKey: none })).toMatch(
      /^nodes\[0\]\.ssh\.bastion\.hostKey and nodes\[1\]\.ssh\.bastion\.hostKey not given/m,
    );
    for (const key of [hostKey, undefined])
      expect(await through({ host: "bastion.internal", hostKey: key })).not.toMatch(/hostKey/);
  });

  it("stops at once, with every problem, before anything is registered", async () => {
    const args = description();
    args.nodes[1] = { address: "10.0.1.10" };
    args.database = { ...args.database, username: "a'b" };
    const error = await failureOf(() => new AnalyticsCluster("analytics", args));
    expect(error.message).toMatch(/^analytics: 2 problems, nothing was changed\n/);
    expect(error.message).toMatch(/^nodes\[1\]\.address: .*\(WA612\)$/m);
    expect(error.message).toMatch(/^database\.username: .*\(WA605\)$/m);
    expect(pulumi.RunError.isInstance(error)).toBe(true);
  });

  it.each<[what: string, problem: string, change: (args: AnalyticsClusterArgs) => void]>([
    [
      "a distribution",
      "product.distribution WA701",
      (args) => {
        args.product.distribution = "/nowhere.zip";
      },
    ],
    [
      "a driver",
      "product.jdbcDriver.file WA701",
      (args) => {
        args.product.jdbcDriver = { file: "/nowhere/mysql-connector-java-5.1.49.jar" };
      },
    ],
    [
      "a C-App",
      "carbonApps.files[0] WA701",
      (args) => {
        args.carbonApps = { files: ["/nowhere/alerts.car"] };
      },
    ],
    [
      "the place of an override",
      "repository/conf/carbon.xml /Server/Nope WA616",
      (args) => {
        args.overrides = [{ file: "repository/conf/carbon.xml", path: "/Server/Nope", value: "1" }];
      },
    ],
    [
      "a further script",
      "dbscripts/nope.sql WA706",
      (args) => {
        args.database.schema = { furtherScripts: [{ path: "dbscripts/nope.sql", database: "user" }] };
      },
    ],
  ])("finds that %s is missing while an address is not known", async (_, problem, change) => {
    const args = description();
    change(args);
    const { errors, resources } = await runAws(() => {
      const { later } = new Machine("machine");
      args.nodes[0] = { address: later };
      new AnalyticsCluster("analytics", args);
    }, true);
    const [title, ...lines] = String(errors[0]?.message).split("\n");
    expect(title).toBe("analytics: 1 problem, nothing was changed");
    expect(codesIn(lines)).toEqual([problem]);
    expect(
      resources.map(({ type }) => type).filter((type) => !/^(pulumi|wso2-analytics):/.test(type)),
    ).toEqual(["test:index:Machine"]);
  });

  it("tells what is wrong with an output that is known while an address is not", async () => {
    const { clustering, ...args } = description();
    const { errors } = await runAws(() => {
      const { later } = new Machine("machine");
      args.nodes[0] = { address: later };
      const groupPassword = pulumi.secret(null as unknown as string);
      new AnalyticsCluster("analytics", { ...args, clustering: { ...clustering, groupPassword } });
    }, true);
    const [title, ...lines] = String(errors[0]?.message).split("\n");
    expect(title).toBe("analytics: 1 problem, nothing was changed");
    expect(codesIn(lines)).toEqual(["clustering.groupPassword WA602"]);
  });

  it.each<[string, (args: AnalyticsClusterArgs) => object]>([
    ["nodes", ({ nodes }) => ({ nodes: pulumi.output(nodes) })],
    ["database", ({ database }) => ({ database: Promise.resolve(database) })],
    ["database", () => ({ database: new Machine("database") })],
    [
      "nodes[0].ssh",
      ({ nodes: [first, second] }) => ({
        nodes: [{ ...first, ssh: pulumi.secret({ user: "ops" }) }, second],
      }),
    ],
    [
      "database.clientHosts",
      ({ database }) => ({ database: { ...database, clientHosts: pulumi.output(["%"]) } }),
    ],
  ])(
    "refuses an output or a resource in the place of %s, whose parts decide what is made",
    async (place, change) => {
      const args = description();
      const error = await failureOf(
        () => new AnalyticsCluster("analytics", { ...args, ...change(args) } as AnalyticsClusterArgs),
      );
      expect(error.message.split("\n")).toEqual([
        "analytics: 1 problem, nothing was changed",
        `${place}: is an output or a resource as a whole; give what it holds at its own places, each as an output (WA604)`,
      ]);
    },
  );

  it("takes objects of classes and without a prototype as what they hold", async () => {
    const { database, ...args } = description();
    const statisticsDatabase = { host: "s", name: "s", username: "s", password: pulumi.secret("a-password") };
    const { resources } = await run(
      () =>
        new AnalyticsCluster("analytics", {
          ...args,
          database: Object.assign(new Database(), database),
          statisticsDatabase: Object.assign(Object.create(null), statisticsDatabase),
        }),
    );
    const stage = resources.find(({ name }) => name === "analytics-node1-stage");
    const file = "repository/conf/datasources/stats-datasources.xml";
    expect(stagedFile(String(stage?.inputs.stdin), file)).toContain("a-password");
    for (const { name, inputs, secrets } of resources) {
      for (const [key, value] of Object.entries(inputs)) {
        if (/runtime-secret|administrator-secret|a-password/.test(everyForm(value))) {
          expect(`${name} ${secrets.join(" ")}`).toContain(key);
        }
      }
    }
  });

  it("is safe to preview while address, endpoint and password are not known", async () => {
    const { resources } = await run(() => {
      const args = description();
      const { later } = new Machine("machine");
      args.nodes[0] = { address: later };
      args.database = { ...args.database, host: later, password: later };
      new AnalyticsCluster("analytics", args);
    }, true);
    expect(JSON.stringify(resources)).not.toMatch(/undefined|\[object|Calling \[/);
    expect(resources.map(({ name }) => name)).toContain("analytics-node1-stage");
  });
});

class Database {}

/** A resource with an output that only an update makes known. */
class Machine extends pulumi.CustomResource {
  declare readonly later: pulumi.Output<string>;

  constructor(name: string) {
    super("test:index:Machine", name, { later: undefined });
  }
}

/** A value's text, and what any base64 in it stands for. */
function everyForm(value: unknown): string {
  const text = JSON.stringify(value);
  const decoded = text
    .match(/[A-Za-z0-9+/]{16,}={0,2}/g)
    ?.map((part) => Buffer.from(part, "base64").toString());
  return [text, ...(decoded ?? [])].join("\n");
}

function stagedFile(script: string, file: string): string {
  const line = script.split("\n").find((candidate) => candidate.includes(` ${file} `));
  return Buffer.from(line?.split(" ").at(-1) ?? "", "base64").toString("latin1");
}
