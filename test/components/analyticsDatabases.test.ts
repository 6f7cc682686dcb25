import { describe, expect, it } from "vitest";
import { type AnalyticsClusterArgs, AnalyticsDatabases, GrantMode } from "../../components";
import { description } from "./description";
import { resolved, run } from "./engineMocks";

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
    expect(grants).toHaveLength(8);
    expect(grants.map(({ database }) => database)).toContain("WSO2\\_ANALYTICS\\_EVENT\\_STORE\\_DB");
    expect(grants.every(({ privileges }) => String(privileges) === "ALL")).toBe(true);
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
      proxy: "socks5h://127.0.0.1:1080",
      tls: "skip-verify",
    };
    const { ofType } = await run(() => new AnalyticsDatabases("db", changed({ administrator })));
    expect(ofType("providers:mysql")[0]?.inputs).toMatchObject({
      endpoint: "127.0.0.1:13306",
      username: "root",
      password: "administrator-secret",
      proxy: "socks5h://127.0.0.1:1080",
      tls: "skip-verify",
    });
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
    let message = "";
    await run(() => {
      try {
        new AnalyticsDatabases("db", { ...description(), database });
      } catch (error) {
        message = String(error);
      }
    });
    expect(message).toContain("database.administrator: is not given; give the user and password");
  });
});
