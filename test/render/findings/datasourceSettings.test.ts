import { describe, expect, it } from "vitest";
import { XmlReader } from "../../../tools/sample-server/configuration/xmlReader";
import { conf, found, rendered, said } from "./changedHome";

const analytics = `${conf}/datasources/analytics-datasources.xml`;
const master = `${conf}/datasources/master-datasources.xml`;
const eventStore = "WSO2_ANALYTICS_EVENT_STORE_DB";

/** The driver and further settings of the event store. */
const eventStoreWith = (driver: string, more: string) => (text: string) =>
  text
    .replace("<driverClassName>org.h2.Driver", `<driverClassName>${driver}`)
    .replace("<maxActive>", `${more}<maxActive>`);
const read = (text: string, name = eventStore) => new XmlReader(text).datasource(name);
const foreign =
  "<connectionProperties>ssl=true</connectionProperties><initSQL>SET search_path</initSQL><maxIdle>7</maxIdle>" +
  "<removeAbandonedTimeout>60</removeAbandonedTimeout><jdbcInterceptors>X</jdbcInterceptors>";

describe("a datasource that was another database's", () => {
  const changes = {
    [analytics]: (text: string) =>
      eventStoreWith("org.postgresql.Driver", foreign)(text).replace("SELECT 1<", "SELECT 1; COMMIT<"),
  };

  it("keeps its pool and its timeouts, and is probed in MySQL's way", () => {
    const datasource = read(rendered(analytics, changes));
    expect(datasource).toMatchObject({
      driverClassName: "com.mysql.jdbc.Driver",
      maxIdle: "7",
      removeAbandonedTimeout: "60",
      validationQuery: "SELECT 1",
      defaultTransactionIsolation: "READ_COMMITTED",
    });
    expect(Object.keys(datasource ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/connectionProperties|initSQL|jdbcInterceptors/)]),
    );
  });

  it("has a warning that lists what it loses", () => {
    expect(said(changes)).toEqual([
      `warning: ${analytics} datasource ${eventStore}: loses connectionProperties, initSQL, jdbcInterceptors, validationQuery, as written for another database or leading to one; set what is needed with MySQL by overrides with add, or take these settings out of the distribution (WA709)`,
    ]);
  });

  it("may have what MySQL needs by an override", () => {
    const path = `/datasources-configuration/datasources/datasource[name='${eventStore}']/definition/configuration/initSQL`;
    const overrides = [{ file: analytics, path, value: "SET NAMES latin1", add: true }];
    expect(read(rendered(analytics, changes, { overrides }))?.initSQL).toBe("SET NAMES latin1");
  });
});

describe("a datasource that was MySQL's", () => {
  it("keeps everything", () => {
    const changes = { [analytics]: eventStoreWith("com.mysql.cj.jdbc.Driver", foreign) };
    expect(found(changes)).toEqual([]);
    expect(read(rendered(analytics, changes))).toMatchObject({
      driverClassName: "com.mysql.jdbc.Driver",
      connectionProperties: "ssl=true",
      initSQL: "SET search_path",
      jdbcInterceptors: "X",
    });
  });

  it("loses what leads to another server or database all the same", () => {
    const more =
      "<defaultCatalog>old</defaultCatalog><dataSourceClassName>com.mysql.jdbc.jdbc2.optional.MysqlXADataSource</dataSourceClassName>" +
      `<dataSourceProps><property name="url">jdbc:mysql://old/x</property></dataSourceProps>`;
    const changes = { [analytics]: eventStoreWith("com.mysql.jdbc.Driver", more) };
    expect(said(changes)).toEqual([
      expect.stringContaining("loses defaultCatalog, dataSourceClassName, dataSourceProps, as"),
    ]);
    expect(read(rendered(analytics, changes))).not.toHaveProperty("dataSourceClassName");
  });

  it("gets its URL and login where it had a datasource class alone", () => {
    const changes = {
      [analytics]: (text: string) =>
        text.replace(
          /<configuration>[\s\S]*?<\/configuration>/,
          `<configuration>
                    <dataSourceClassName>com.mysql.X</dataSourceClassName>
                </configuration>`,
        ),
    };
    const text = rendered(analytics, changes);
    expect(read(text)).toMatchObject({
      url: expect.stringMatching(/^jdbc:mysql:\/\/db\.internal:3306\//),
      username: "wso2analytics",
      password: "a-password",
      driverClassName: "com.mysql.jdbc.Driver",
      testOnBorrow: "true",
      validationQuery: "SELECT 1",
      validationInterval: "30000",
    });
    expect(rendered(analytics, { [analytics]: text })).toBe("");
  });
});

describe("WSO2UM_DB in the distribution", () => {
  const tuned = (text: string) =>
    text.replace(
      "</datasources>",
      `<datasource>
            <name> WSO2UM_DB </name>
            <!-- as agreed with the DBA -->
            <definition type="OTHER"><configuration>
                <url>jdbc:mysql://old:3306/userdb</url><username>u</username><password>p</password>
                <driverClassName>com.mysql.jdbc.Driver</driverClassName><maxActive>250</maxActive><minIdle>5</minIdle>
            </configuration></definition>
        </datasource></datasources>`,
    );
  const changes = { [master]: tuned };

  it("keeps its pool and its comments", () => {
    const text = rendered(master, changes);
    expect(text).toContain("<!-- as agreed with the DBA -->");
    expect(text).toContain(`<definition type="RDBMS">`);
    expect(new XmlReader(text).jndiName("WSO2UM_DB")).toBe("jdbc/WSO2UM_DB");
    expect(read(text, "WSO2UM_DB")).toMatchObject({ maxActive: "250", minIdle: "5", password: "a-password" });
    expect(found(changes)).toEqual([]);
  });

  it("is reached by overrides", () => {
    const path =
      "/datasources-configuration/datasources/datasource[name='WSO2UM_DB']/definition/configuration/maxActive";
    const overrides = [{ file: master, path, value: "300" }];
    expect(read(rendered(master, changes, { overrides }), "WSO2UM_DB")?.maxActive).toBe("300");
  });
});
