import { describe, expect, it } from "vitest";
import { conf, found } from "./changedHome";

const script = "bin/wso2server.sh";
const withOption = (option: string) => (text: string) =>
  text.replace(/ {4}\$\{JAVA_OPTS:-\}/, `    ${option} \\\n    \${JAVA_OPTS:-}`);
const atStart = (line: string) => (text: string) => text.replace("#!/bin/sh\n", `#!/bin/sh\n${line}\n`);

describe("the start script", () => {
  it.each([
    ["-DportOffset=3", "product.portOffset"],
    ['"-Dhazelcast.config=$CARBON_HOME/h.xml"', "clustering"],
    ["-Dhazelcast.local.localAddress=10.0.0.1", "nodes[].address"],
    ["-Dsetup", "database.schema"],
    ["-Dcarbon.config.dir.path=/etc/wso2", "$CARBON_HOME/repository/conf"],
    ['-Dconf.location="/etc/wso2"', "$CARBON_HOME/repository/conf"],
  ])("is refused with %s", (option, remedy) => {
    const [line, ...more] = found({ [script]: withOption(option) });
    expect(line).toMatch(new RegExp(`^error: ${script}: has ${/-D[\w.]+/.exec(option)}, which `));
    expect(line).toContain(remedy);
    expect(more).toEqual([]);
  });

  it("is refused with such an option in JAVA_OPTS too", () => {
    const lines = found({ [script]: atStart(`JAVA_OPTS="$JAVA_OPTS -Xss1m -DportOffset=3"`) });
    expect(lines).toEqual([expect.stringContaining("has -DportOffset, which")]);
  });

  it.each([
    ["a comment", "# -DportOffset=3 moves the ports"],
    ["what is printed", `echo "start it with -DportOffset=3"`],
    ["a property of a similar name", "MORE=-Dmy.portOffset=3"],
    ["the folder as shipped", 'MORE=-Dconf.location="$CARBON_HOME/repository/conf"'],
    ["an option that is off", "MORE=-DdisableIndexing=false"],
    [
      "an option for a word that is not given",
      'if [ "$1" = receiver ]; then MORE="-DdisableIndexing=true"; fi',
    ],
    [
      "a folder whose line goes on without a blank",
      'true -Dconf.location="$CARBON_HOME/repository/conf"\\\n  -Dmore=1',
    ],
    ["a value that is kept", 'JAVA_OPTS="$JAVA_OPTS -Xss1m"'],
    ["a value for one case", '[ -n "$JAVA_HOME" ] || JAVA_HOME=/opt/jdk'],
    ["a value for one command", "JAVA_OPTS= true"],
  ])("is no finding with %s", (_, line) => {
    const service = { heapMegabytes: 2048, javaHome: "/opt/jdk8" };
    expect(found({ [script]: atStart(line) }, { service })).toEqual([]);
  });

  it("is told of by a warning where it turns a part of the analytics off", () => {
    expect(found({ [script]: withOption("-DdisableAnalyticsEngine=true") })).toEqual([
      expect.stringContaining(`warning: ${script}: has -DdisableAnalyticsEngine, so neither node`),
    ]);
  });

  it.each([
    ["JAVA_OPTS=-Xmx4g", { heapMegabytes: 2048 }, "service.heapMegabytes"],
    ["export JAVA_HOME=/opt/jdk", { javaHome: "/opt/jdk8" }, "service.javaHome"],
    ["export SPARK_LOCAL_IP=10.0.0.9", {}, "nodes[].sparkAddress"],
  ])("is refused with %s where the argument for it is given", (line, service, argument) => {
    expect(found({ [script]: atStart(line) }, { service })).toEqual([
      expect.stringMatching(
        new RegExp(
          `^error: ${script}: sets \\w+, which counts more than ${argument.replace("[]", "\\[\\]")};`,
        ),
      ),
    ]);
  });

  it("is refused with carriage returns", () => {
    const [line] = found({ [script]: (text) => text.replaceAll("\n", "\r\n") });
    expect(line).toContain(`error: ${script}: has carriage returns`);
  });

  it("is refused where it does not read Spark's variables", () => {
    const lines = found({
      [script]: (text) => text.replace('. "$CARBON_HOME/bin/load', '#. "$CARBON_HOME/bin/load'),
    });
    expect(lines).toEqual([
      expect.stringContaining(`error: ${script}: does not read load-spark-env-vars.sh`),
    ]);
  });
});

it("a file of Hazelcast's own is refused", () => {
  const path = `${conf}/etc/hazelcast.xml`;
  expect(found({ [path]: "<hazelcast/>" })).toEqual([
    expect.stringContaining(`error: ${path}: replaces the clustering section of axis2.xml`),
  ]);
});
