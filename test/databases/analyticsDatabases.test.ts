import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { type AnalyticsClusterArgs, AnalyticsDatabases, GrantMode } from "../../components";
import { allPrivileges } from "../../components/product/databases";
import { description } from "../support/description";
import { failureOf, resolved, run } from "../support/engineMocks";

function changed(database: Partial<AnalyticsClusterArgs["database"]>): AnalyticsClusterArgs {
  const args = description();
  return { ...args, database: { ...args.database, ...database } };
}

describe("AnalyticsDatabases", () => {
  it("makes the four databases in latin1 with an explicit collation", async () => {
    const { ofType } = await run(() => new AnalyticsDatabases("db", description()));
    const databases = ofType("database:Database").map(({ inputs }) => inputs);
    expect(databases).toEqual(
      ["userdb", "regdb", "WSO2_ANALYTICS_EVENT_STORE_DB", "WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB"].map(
        (name) => ({ name, defaultCharacterSet: "latin1", defaultCollation: "latin1_swedish_ci" }),
      ),
    );
  });

  it("grants all on exactly these databases, as the specification says", async () => {
    const { ofType } = await run(() => new AnalyticsDatabases("db", description()));
    const grants = ofType("grant:Grant").map(({ inputs }) => inputs);
    // Two for each database and host, one of them with what `least` has.
    expect(grants).toHaveLength(16);
    expect(grants.map(({ database }) => database)).toContain("WSO2\\_ANALYTICS\\_EVENT\\_STORE\\_DB");
    const ofUserdb = grants.filter(({ database, host }) => database === "userdb" && host === "10.0.1.10");
    expect(ofUserdb.flatMap(({ privileges }) => privileges).sort()).toEqual(allPrivileges);
    expect(new Set(grants.map(({ host }) => host))).toEqual(new Set(["10.0.1.10", "10.0.2.10"]));
  });

  it("grants the least that works, with a user of its own for the tables", async () => {
    const args = changed({
      grants: GrantMode.Least,
      schema: { username: "wso2schema", password: "schema-secret" },
      clientHosts: ["10.0.%"],
    });
    const { ofType, resources } = await run(() => new AnalyticsDatabases("db", args));
    const grants = ofType("grant:Grant").map(
      ({ inputs }) => `${inputs.user}@${inputs.host} ${inputs.database}: ${inputs.privileges}`,
    );
    expect(grants.sort()).toEqual([
      "wso2analytics@10.0.% WSO2\\_ANALYTICS\\_EVENT\\_STORE\\_DB: SELECT,INSERT,UPDATE,DELETE,CREATE,INDEX,DROP",
      "wso2analytics@10.0.% WSO2\\_ANALYTICS\\_PROCESSED\\_DATA\\_STORE\\_DB: SELECT,INSERT,UPDATE,DELETE,CREATE,INDEX,DROP",
      "wso2analytics@10.0.% regdb: SELECT,INSERT,UPDATE,DELETE",
      "wso2analytics@10.0.% userdb: SELECT,INSERT,UPDATE,DELETE",
      "wso2schema@10.0.% regdb: CREATE,ALTER,INDEX,REFERENCES",
      "wso2schema@10.0.% userdb: CREATE,ALTER,INDEX,REFERENCES",
    ]);
    const tables = String(resources.find(({ name }) => name === "db-schema")?.inputs.stdin);
    expect(tables).toContain(
      `login db.internal 3306 wso2schema ${Buffer.from("schema-secret").toString("base64")}`,
    );
  });

  it("tells whether the tables are there by what both versions of the script make, so that a server can be upgraded", async () => {
    const { resources } = await run(() => new AnalyticsDatabases("db", description()));
    const stdin = String(resources.find(({ name }) => name === "db-schema")?.inputs.stdin);
    const scripts = stdin.split("\n").filter((line) => line.startsWith("script userdb "));
    const [older, newer] = scripts.map((line) => line.split(" "));
    expect([older?.[2], newer?.[2]]).toEqual(["before-5.7", "from-5.7"]);
    expect(newer?.[3]).toBe(older?.[3]);
    expect(older?.[4]).not.toBe(newer?.[4]);
  });

  it("lets the further scripts fill what they make", async () => {
    const furtherScripts = [{ path: "dbscripts/identity/mysql-5.7.sql", database: "user" as const }];
    const schema = { username: "wso2schema", password: "schema-secret", furtherScripts };
    const args = changed({ grants: GrantMode.Least, schema });
    const { ofType } = await run(() => new AnalyticsDatabases("db", args));
    const grants = ofType("grant:Grant").filter(({ inputs }) => inputs.user === "wso2schema");
    expect(grants.flatMap(({ inputs }) => inputs.privileges)).toContain("INSERT");
  });

  it("shows in a preview what it makes; only passwords are secret", async () => {
    const { ofType } = await run(() => new AnalyticsDatabases("db", description()), true);
    for (const { secrets } of [...ofType("database:Database"), ...ofType("grant:Grant")]) {
      expect(secrets).toEqual([]);
    }
    expect(ofType("user:User").map(({ secrets }) => secrets)).toEqual([
      ["plaintextPassword"],
      ["plaintextPassword"],
    ]);
  });

  it("makes a user and its grants anew under a new name when the user's name or host changes", async () => {
    const names = async (database: Partial<AnalyticsClusterArgs["database"]>) => {
      const { ofType } = await run(() => new AnalyticsDatabases("db", changed(database)));
      return [...ofType("user:User"), ...ofType("grant:Grant")].map(({ name }) => name);
    };
    const before = new Set(await names({}));
    const after = [...(await names({ username: "other" })), ...(await names({ clientHosts: ["10.9.%"] }))];
    expect(after.filter((name) => before.has(name))).toEqual([]);
  });

  it("can adopt only databases whose names are plain", async () => {
    const names = { user: pulumi.output("userdb") };
    const error = await failureOf(() => new AnalyticsDatabases("db", changed({ adopt: true, names })));
    expect(error.message).toMatch(/database\.names\.user: .*\(WA604\)$/);
  });

  it("makes no tables where another deployment has made them", async () => {
    const { ofType } = await run(() => new AnalyticsDatabases("db", changed({ schema: { skip: true } })));
    expect(ofType("remote:Command")).toEqual([]);
  });

  it("reaches MySQL as the administrator's settings say", async () => {
    const administrator = {
      username: "root",
      password: "administrator-secret",
      host: "127.0.0.1",
      port: 13306,
      proxy: "socks5h://user:proxy-secret@127.0.0.1:1080",
      tls: "skip-verify",
    };
    const { ofType } = await run(() => new AnalyticsDatabases("db", changed({ administrator })));
    expect(ofType("providers:mysql")[0]?.secrets).toEqual(["password", "proxy"]);
    expect(ofType("providers:mysql")[0]?.inputs).toMatchObject({
      endpoint: "127.0.0.1:13306",
      username: "root",
      password: "administrator-secret",
      proxy: "socks5h://user:proxy-secret@127.0.0.1:1080",
      tls: "skip-verify",
    });
  });

  it("reaches MySQL at an IPv6 address", async () => {
    const administrator = { username: "root", password: "administrator-secret", host: "fd00::1" };
    const { ofType } = await run(() => new AnalyticsDatabases("db", changed({ administrator })));
    expect(ofType("providers:mysql")[0]?.inputs).toMatchObject({ endpoint: "[fd00::1]:3306" });
  });

  it("resolves its connection with what the product logs in with", async () => {
    let databases: AnalyticsDatabases | undefined;
    await run(() => {
      databases = new AnalyticsDatabases("db", description());
    });
    if (databases === undefined) throw new Error("not made");
    expect(await resolved(databases.connection)).toEqual({
      host: "db.internal",
      port: 3306,
      username: "wso2analytics",
      password: "runtime-secret",
    });
  });

  it("needs an administrator", async () => {
    const { administrator: _, ...database } = description().database;
    const error = await failureOf(() => new AnalyticsDatabases("db", { ...description(), database }));
    expect(error.message).toMatch(/database\.administrator: .*\(WA602\)$/);
  });
});
