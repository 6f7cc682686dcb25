import { describe, expect, it } from "vitest";
import { hostedFindings } from "../../../components/render";
import { requireProfile } from "../../support/sampleProduct";
import { conf, found, quietDescription } from "./changedHome";

const file = `${conf}/log4j.properties`;
const appender = "log4j.appender.CARBON_LOGFILE";
const log = (
  pattern: string,
  path = `\${carbon.home}/repository/logs/\${instance.log}/wso2carbon\${instance.log}.log`,
) => `${appender}.File=${path}\n${appender}.layout.ConversionPattern=${pattern}\n`;

describe("the pattern of the product's log", () => {
  it.each([
    "TID: [%T] [%S] [%d] %P%5p {%c} - %x %m {%c}%n",
    "[%d] %P%5p {%c} - %x %m%n",
    "TID: [%T] [%S] [%d{ISO8601}] %5p {%-40C} - %m%n",
  ])("tells who has written a line: %s", (pattern) => {
    expect(found({ [file]: log(pattern) })).toEqual([]);
  });

  it.each([
    "[%d] %5p - %m%n",
    "[%d] %5p {%c{1}} - %m%n",
    "%d %5p {%c} - %m%n",
    "[%d] %5p - %m {%c}%n",
    "%m%n",
  ])("does not: %s", (pattern) => {
    expect(found({ [file]: log(pattern) })).toEqual([`error: ${file} WA114`]);
  });

  it("counts for that log alone, as it is after overrides", () => {
    expect(found({ [file]: log("%m%n", "logs/wso2carbon-trace-messages.log") })).toEqual([]);
    const path = `${appender}.layout.ConversionPattern`;
    const overrides = [{ file, path, value: "[%d] %5p {%c} - %m%n" }];
    expect(found({ [file]: log("%m%n") }, { overrides })).toEqual([]);
  });
});

describe("the home of a node", () => {
  const texts = new Map([
    [`${conf}/etc/hazelcast.xml`, "<hazelcast/>"],
    [
      "bin/wso2server.sh",
      ". $CARBON_HOME/bin/load-spark-env-vars.sh\nJAVA_HOME=/opt/jdk\njava -DportOffset=2 $CLASS\n",
    ],
    [file, log("%m%n")],
  ]);
  const places = (id: string, service = quietDescription.service) =>
    hostedFindings(requireProfile(id), service, texts).map(({ place }) => place.replace(/.*\//, ""));

  it("is judged as a distribution is", () => {
    expect(places("apim-analytics-2.1.0")).toEqual(["hazelcast.xml", "wso2server.sh", "log4j.properties"]);
    expect(places("apim-analytics-2.1.0", { javaHome: "/opt/other" })).toHaveLength(4);
    expect(hostedFindings(requireProfile("apim-analytics-2.1.0"), undefined, new Map())).toEqual([]);
  });

  it("may have a hazelcast.xml where the product ignores it", () => {
    expect(places("das-3.0.1")).toEqual(["wso2server.sh", "log4j.properties"]);
  });
});
