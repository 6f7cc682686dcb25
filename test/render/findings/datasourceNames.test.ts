import { describe, expect, it } from "vitest";
import { conf, found } from "./changedHome";

const custom = `${conf}/datasources/custom-datasources.xml`;
const master = `${conf}/datasources/master-datasources.xml`;

const datasource = (name: string, jndiName: string, more = "") =>
  `<datasource><name>${name}</name><jndiConfig><name>${jndiName}</name>${more}</jndiConfig>
  <definition type="RDBMS"><configuration><url>jdbc:mysql://old/x</url></configuration></definition></datasource>`;
const file = (...datasources: string[]) =>
  `<datasources-configuration><datasources>${datasources.join("")}</datasources></datasources-configuration>`;
const inMaster = (addition: string) => (text: string) =>
  text.replace("</datasources>", `${addition}</datasources>`);

describe("datasource names over all files", () => {
  it("are no finding while each is there once, also in files of other endings", () => {
    const other = file(datasource("WSO2UM_DB", "jdbc/WSO2UM_DB"));
    expect(
      found({ [custom]: file(datasource("OTHER_DB", "jdbc/OTHER_DB")), [`${custom}.bak`]: other }),
    ).toEqual([]);
  });

  it("are refused where a file defines a datasource of the deployment again", () => {
    expect(found({ [custom]: file(datasource("WSO2UM_DB", "jdbc/WSO2UM_DB")) })).toEqual([
      `error: ${custom} datasource WSO2UM_DB WA707`,
    ]);
  });

  it("are refused where two other datasources have one name", () => {
    const twice = [datasource("OTHER_DB", "jdbc/A"), datasource("OTHER_DB", "jdbc/B")];
    expect(found({ [custom]: file(...twice) })).toEqual([`error: ${custom} datasource OTHER_DB WA707`]);
  });
});

describe("JNDI names", () => {
  it("are refused where another datasource takes that of the deployment", () => {
    expect(found({ [master]: inMaster(datasource("WSO2_UM_DB", "jdbc/WSO2UM_DB")) })).toEqual([
      `error: ${master} datasource WSO2_UM_DB WA707`,
    ]);
  });

  it("are refused in another naming context", () => {
    const environment = `<environment><property name="java.naming.provider.url">x</property></environment>`;
    expect(found({ [master]: inMaster(datasource("WSO2REG_DB", "jdbc/WSO2REG_DB", environment)) })).toEqual([
      `error: ${master} datasource WSO2REG_DB WA707`,
    ]);
  });

  it("of the deployment are set where they differ", () => {
    expect(found({ [master]: inMaster(datasource("WSO2REG_DB", "jdbc/Registry")) })).toEqual([]);
  });
});

describe("a datasource file that the deployment does not edit", () => {
  it.each([
    "<datasources-configuration>",
    "<!DOCTYPE x><datasources-configuration/>",
    `<datasources-configuration svns:a="b"/>`,
  ])("is refused with the content %s", (text) => {
    expect(found({ [custom]: text })).toEqual([`error: ${custom} WA706`]);
  });
});
