import { describe, expect, it } from "vitest";
import { conf, found, said } from "./changedHome";

const script = "bin/wso2server.sh";
const withOption = (option: string) => (text: string) =>
  text.replace(/ {4}\$\{JAVA_OPTS:-\}/, `    ${option} \\\n    \${JAVA_OPTS:-}`);
const atStart = (line: string) => (text: string) => text.replace("#!/bin/sh\n", `#!/bin/sh\n${line}\n`);

describe("the start script", () => {
  it.each([
    "-DportOffset=3",
    '"-Dhazelcast.config=$CARBON_HOME/h.xml"',
    "-Dhazelcast.local.localAddress=10.0.0.1",
    "-Dsetup",
    "-Dcarbon.config.dir.path=/etc/wso2",
    '-Dconf.location="/etc/wso2"',
  ])("is refused with %s", (option) => {
    const changes = { [script]: withOption(option) };
    expect(found(changes)).toEqual([`error: ${script} WA114`]);
    expect(said(changes).join()).toContain(`has ${/-D[\w.]+/.exec(option)}, which `);
  });

  it("is refused with such an option in JAVA_OPTS too", () => {
    const changes = { [script]: atStart(`JAVA_OPTS="$JAVA_OPTS -Xss1m -DportOffset=3"`) };
    expect(found(changes)).toEqual([`error: ${script} WA114`]);
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
      `warning: ${script} WA504`,
    ]);
  });

  it.each([
    ["JAVA_OPTS=-Xmx4g", { heapMegabytes: 2048 }],
    ["export JAVA_HOME=/opt/jdk", { javaHome: "/opt/jdk8" }],
    ["export SPARK_LOCAL_IP=10.0.0.9", {}],
  ])("is refused with %s where the argument for it is given", (line, service) => {
    expect(found({ [script]: atStart(line) }, { service })).toEqual([`error: ${script} WA114`]);
  });

  it("is refused with carriage returns", () => {
    const lines = said({ [script]: (text) => text.replaceAll("\n", "\r\n") });
    expect(lines[0]).toMatch(/has carriage returns.* \(WA114\)$/);
  });

  it("is refused where it does not read Spark's variables", () => {
    const change = (text: string) => text.replace('. "$CARBON_HOME/bin/load', '#. "$CARBON_HOME/bin/load');
    expect(found({ [script]: change })).toEqual([`error: ${script} WA114`]);
  });
});

it("a file of Hazelcast's own is refused", () => {
  const path = `${conf}/etc/hazelcast.xml`;
  expect(found({ [path]: "<hazelcast/>" })).toEqual([`error: ${path} WA114`]);
});
