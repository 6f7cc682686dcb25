import { diffLines } from "diff";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { parseXml } from "../../components/render/edit/xmlDocument";
import { XmlEdits } from "../../components/render/edit/xmlEdits";
import {
  type DistributionText,
  type RenderedFile,
  renderCluster,
} from "../../components/render/renderCluster";
import { readProperties } from "../../tools/sample-server/configuration/propertiesReader";
import { XmlReader } from "../../tools/sample-server/configuration/xmlReader";
import { arbitraryDescription } from "../support/arbitraryDescription";
import { hasStockProduct, laidOver, sampleProduct, stockProduct } from "../support/sampleProduct";

const conf = "repository/conf";
const runs = { numRuns: 30 };

/**
 * The only lines of the distribution that may go, as expressions of the whole line. Everything else must still stand
 * in the rendered file, in its order.
 */
const replaceableLines: Record<string, RegExp> = {
  [`${conf}/datasources/analytics-datasources.xml`]: /^\s*<(url|username|password|driverClassName)>.*$/,
  [`${conf}/datasources/stats-datasources.xml`]: /^\s*<(url|username|password|driverClassName)>.*$/,
  [`${conf}/user-mgt.xml`]: /^\s*<Property name="dataSource">jdbc\/WSO2CarbonDB<\/Property>$/,
  [`${conf}/carbon.xml`]: /^\s*<(Offset|Enabled|AutoCommit|SvnUrl|SvnUser|SvnPassword)>.*$/,
  [`${conf}/axis2/axis2.xml`]:
    /^\s*(enable="false">|<parameter name="(membershipScheme|domain|localMemberHost|localMemberPort)">.*|<hostName>127\.0\.0\.1<\/hostName>|<port>4000<\/port>)\r$/,
  [`${conf}/event-processor.xml`]:
    /^\s*(<mode name="HA" enable="false">|<hostName>0\.0\.0\.0<\/hostName>|<port>(11224|10005|11000)<\/port>|<presenter enable="false"\/>|<persistence enable="true">)$/,
  [`${conf}/analytics/spark/spark-defaults.conf`]: /^carbon\.spark\.master\.count {2}1$/,
};

/** A text and what the description says it must be, by where it stands. */
type Expectation = [string, unknown, unknown];

function expectations(description: ClusterDescription, files: DistributionText, node: 0 | 1): Expectation[] {
  const own = description.nodes[node]?.address;
  const [first, second] = description.nodes.map(({ address, ports }) => [
    address,
    String(ports?.hazelcast ?? description.ports?.hazelcast),
  ]);
  const { username, password } = description.database;
  const read = new Map<string, XmlReader>();
  const xml = (path: string) => {
    const reader = read.get(path) ?? new XmlReader(files.get(`${conf}/${path}`) ?? "");
    read.set(path, reader);
    return reader;
  };
  const events = xml("event-processor.xml");
  const axis2 = xml("axis2/axis2.xml");
  const parameter = (name: string) => axis2.texts("clustering", `parameter@name=${name}`);
  const master = xml("datasources/master-datasources.xml");
  const analytics = xml("datasources/analytics-datasources.xml");
  const members = ["clustering", "members", "member"];
  const shown: Expectation[] = [
    ["event sync host", events.texts("mode@name=HA", "eventSync", "hostName"), [own]],
    [
      "event sync port",
      events.texts("mode@name=HA", "eventSync", "port"),
      [String(description.ports?.eventSync)],
    ],
    ["management host", events.texts("mode@name=HA", "management", "hostName"), [own]],
    ["member host", parameter("localMemberHost"), [own]],
    ["member port", parameter("localMemberPort"), [(node === 0 ? first : second)?.[1]]],
    ["member hosts", axis2.texts(...members, "hostName"), [first?.[0], second?.[0]]],
    ["member ports", axis2.texts(...members, "port"), [first?.[1], second?.[1]]],
    [
      "registry user",
      xml("registry.xml").texts("remoteInstance", "cacheId")[0]?.startsWith(`${username}@`),
      true,
    ],
  ];
  const { groupPassword } = description.clustering ?? {};
  if (groupPassword !== undefined) {
    shown.push(["group password", parameter("groupPassword"), [groupPassword]]);
  }
  const datasources = [
    master.datasource("WSO2UM_DB"),
    master.datasource("WSO2REG_DB"),
    analytics.datasource("WSO2_ANALYTICS_EVENT_STORE_DB"),
    analytics.datasource("WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB"),
  ];
  for (const datasource of datasources) {
    const [, query = ""] = datasource?.url?.split("?") ?? [];
    const given = Object.entries(description.database.jdbcParameters ?? {});
    const found = new URLSearchParams(query);
    shown.push(
      ["user", datasource?.username, username],
      ["password", datasource?.password, password],
      ["JDBC parameters", given.map(([key]) => [key, found.get(key)]), given],
    );
  }
  const { statisticsDatabase: statistics, deploymentSynchronizer: synchronizer, spark } = description;
  if (statistics !== undefined) {
    const datasource = xml("datasources/stats-datasources.xml").datasource("WSO2AM_STATS_DB");
    shown.push([
      "statistics",
      [datasource?.username, datasource?.password],
      [statistics.username, statistics.password],
    ]);
  }
  if (synchronizer !== undefined) {
    const { svnUrl, svnUser, svnPassword } = synchronizer;
    const values = ["SvnUrl", "SvnUser", "SvnPassword"].map(
      (name) => xml("carbon.xml").texts("DeploymentSynchronizer", name)[0],
    );
    shown.push(["SVN", values, [svnUrl, svnUser, svnPassword]]);
  }
  if (spark?.symbolicLink !== undefined) {
    const defaults = files.get(`${conf}/analytics/spark/spark-defaults.conf`) ?? "";
    shown.push([
      "symbolic link",
      readProperties(defaults).get("carbon.das.symbolic.link"),
      spark.symbolicLink,
    ]);
  }
  return shown;
}

function crlf(text: string): string {
  return text.replaceAll(/\r?\n/g, "\r\n");
}

describe.each([
  ["the sample product", true, sampleProduct],
  ["the stock files (skipped where ../shared/stock is absent)", hasStockProduct, stockProduct],
] as const)("rendering %s, whatever is described,", (_, present, product) => {
  const distribution = present ? product() : new Map<string, string>();

  /** Checks a property of each node's files under many descriptions. */
  function everyNode(check: (files: RenderedFile[], description: ClusterDescription, node: 0 | 1) => void) {
    const property = fc.property(arbitraryDescription, (description) => {
      const { nodes } = renderCluster(description, distribution);
      check(nodes[0], description, 0);
      check(nodes[1], description, 1);
    });
    fc.assert(property, runs);
  }

  test.skipIf(!present)("gives each value back to another XML parser", () => {
    everyNode((files, description, node) => {
      for (const [name, found, expected] of expectations(description, laidOver(distribution, files), node)) {
        expect(found, name).toEqual(expected);
      }
    });
  });

  test.skipIf(!present)("changes nothing when done again on what it has made", () => {
    everyNode((files, description, node) => {
      expect(renderCluster(description, laidOver(distribution, files)).nodes[node]).toEqual([]);
    });
  });

  test.skipIf(!present)("keeps every line that is not edited, in its order and byte for byte", () => {
    everyNode((files) => {
      for (const { path, text, base = "" } of files) {
        // Compared as if both ended with a line break: only the shell file gets one that it had not.
        const gone = diffLines(base.replace(/[^\n]$/, "$&\n"), text.replace(/[^\n]$/, "$&\n"))
          .filter(({ removed }) => removed)
          .flatMap(({ value }) => value.split("\n").slice(0, -1));
        expect(
          gone.filter((line) => !replaceableLines[path]?.test(line)),
          path,
        ).toEqual([]);
      }
    });
  });

  test.skipIf(!present)("writes nothing but ASCII of its own", () => {
    everyNode((files) => {
      const foreign = (text = "") => text.replace(/[ -~\t\r\n]/g, "");
      expect(files.filter(({ text, base }) => foreign(text) !== foreign(base))).toEqual([]);
    });
  });

  test.skipIf(!present)("makes of a distribution with CRLF the same files with CRLF", () => {
    // No shell reads a script with CRLF.
    const converted = (path: string, text: string) => (path.endsWith(".sh") ? text : crlf(text));
    const windows = new Map([...distribution].map(([path, text]) => [path, converted(path, text)]));
    everyNode((files, description, node) => {
      // A new file has no line ending to keep.
      const expected = new Map(
        files.map(({ path, text, base }) => [path, base === undefined ? text : converted(path, text)]),
      );
      const found = renderCluster(description, windows).nodes[node];
      expect(new Map(found.map(({ path, text }) => [path, text]))).toEqual(expected);
    });
  });

  test.skipIf(!present)("never gives one node the other's address as its own", () => {
    everyNode((files, description, node) => {
      const other = description.nodes[1 - node]?.address ?? "";
      const shared = files.map(({ path, text }) => {
        const withoutMembers = text.replace(/<members>[\s\S]*?<\/members>/g, "");
        return path.endsWith("event-processor.xml")
          ? withoutMembers.replace(/<presentation>[\s\S]*?<\/presentation>/g, "")
          : withoutMembers;
      });
      expect(shared.filter((text) => text.includes(other))).toEqual([]);
    });
  });

  test.skipIf(!present)("gives the second of two nodes what it would give it as the first", () => {
    const property = fc.property(arbitraryDescription, (description) => {
      const common = { ...description, eventProcessing: {}, deploymentSynchronizer: undefined };
      const swapped = { ...common, nodes: common.nodes.toReversed() };
      const members = /<members>[\s\S]*?<\/members>/g;
      const texts = (files: RenderedFile[]) => files.map(({ text }) => text.replace(members, ""));
      expect(texts(renderCluster(swapped, distribution).nodes[0])).toEqual(
        texts(renderCluster(common, distribution).nodes[1]),
      );
    });
    fc.assert(property, runs);
  });
});

describe("an edit of any XML file", () => {
  const blank = fc.constantFrom("", "\n", "\r\n", "  ", "\r\n\t", " t&amp;x ", "\u00e9", "\u0085");
  const before = fc.constantFrom(
    "<!-- <target>no</target> & -- x -->".replace("-- x", "x"),
    "<x/>",
    "<x a='>' b=\"'\"/>",
    "<![CDATA[<target>]]>",
    "<?target no?>",
    "<x><target>no</target></x>",
  );
  const filler = fc
    .array(
      fc.tuple(blank, before, blank).map((parts) => parts.join("")),
      { maxLength: 4 },
    )
    .map((all) => all.join(""));
  const tag = fc.constantFrom("<target>", "<target >", "<target\r\n a='1' >", `<target a = ">">`);
  const content = fc.constantFrom(
    "",
    "old",
    " old ",
    "<![CDATA[o<d]]>",
    "o<!-- c -->d",
    "&#233;",
    "\u00e9\r\n",
  );
  const value = fc.string({
    unit: fc.constantFrom("a", "&", "<", ">", '"', "'", " ", "\n", "\r", "\t", "\u00e9", "\u{1f600}", "]]>"),
  });

  test("replaces the text of its element and no other byte", () => {
    const property = fc.property(filler, filler, tag, content, value, (head, tail, open, old, wanted) => {
      const utf8 = (text: string) => Buffer.from(text).toString("latin1");
      const [start, end] = [utf8(`\ufeff<root>${head}${open}`), utf8(`</target>${tail}</root>\r\n`)];
      const edits = new XmlEdits(parseXml("file.xml", start + utf8(old) + end));
      edits.setText("/root/target", wanted);
      const edited = edits.apply();
      expect([edited.slice(0, start.length), edited.slice(edited.length - end.length)]).toEqual([start, end]);
      expect(new XmlReader(edited.slice(3), "utf8").texts("target")).toEqual([wanted]);
    });
    fc.assert(property, { numRuns: 500 });
  });
});
