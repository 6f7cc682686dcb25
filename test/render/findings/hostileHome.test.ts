import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect, it } from "vitest";
import { DescriptionError } from "../../../components/description/problem";
import { readDistribution } from "../../../components/render/distribution/readDistribution";
import { isPrintable } from "../../support/hostileValues";
import { conf, inspect } from "./changedHome";

/** As a file of the home has them: the first in references, which is how XML may hold them, the second as bytes of UTF-8. */
const hostile = [
  "&#x202e;&#x9b;31m&#10;&#13;&#x2028;&#x2066;&#xfeff;",
  Buffer.from("\u202e\u009b31m\u2028\ufeff").toString("latin1"),
];

const master = `${conf}/datasources/master-datasources.xml`;
const named = (name: string) =>
  `<datasource><name>${name}</name><jndiConfig><name>jdbc/WSO2UM_DB</name></jndiConfig><definition type="RDBMS"><configuration><url>x</url></configuration></definition></datasource>`;

/** Files whose text an error quotes, each with the words of that error. */
const files: [words: string, file: string, change: (text: string, hostile: string) => string][] = [
  [
    "is defined twice",
    master,
    (text, name) => text.replace("</datasources>", `${named(name)}${named(name)}</datasources>`),
  ],
  ["JNDI name", master, (text, name) => text.replace("</datasources>", `${named(name)}</datasources>`)],
  [
    "leads to",
    `${conf}/registry.xml`,
    (text, target) =>
      text.replace(
        "<versionResources",
        `<mount path="/_system/config"><targetPath>/${target}</targetPath></mount><versionResources`,
      ),
  ],
  [
    "names the database configuration",
    `${conf}/registry.xml`,
    (text, name) => text.replace(/(<currentDBConfig>)[^<]*/, `$1${name}`),
  ],
  [
    "expected a number",
    `${conf}/carbon.xml`,
    (text, offset) => text.replace("<Offset>1<", `<Offset>${offset}<`),
  ],
  [
    "no longer from the secure vault",
    `${conf}/datasources/analytics-datasources.xml`,
    (text, alias) =>
      text.replace(
        "<password>",
        `<password xmlns:svns="http://org.wso2.securevault/configuration" svns:secretAlias="${alias}">`,
      ),
  ],
  [
    "expected WSO2_ANALYTICS",
    `${conf}/analytics/analytics-config.xml`,
    (text, name) =>
      text.replace(
        /(<property name="datasource">)(WSO2_ANALYTICS_\w+)/,
        `$1$2</property></properties></analytics-record-store><analytics-record-store name="${name}"><properties><property name="datasource">${name}`,
      ),
  ],
];

it.each(files.flatMap((row) => hostile.map((text) => [...row, text] as const)))(
  "a message that %s is about %s says it in printable text",
  (words, file, change, text) => {
    const { findings } = inspect({ [file]: (before) => change(before, text) });
    expect(findings.map(({ problem }) => problem).join("\n")).toMatch(words);
    expect(isPrintable(findings)).toBe(true);
  },
);

it.skipIf(process.platform === "win32")("a folder's name is quoted in printable text", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "hostile-"));
  for (const name of ["a\u202e", "b\u009b\n"])
    mkdirSync(path.join(folder, name, "repository/conf"), { recursive: true });
  const error = await readDistribution(folder, []).catch((reason: unknown) => reason);
  if (!(error instanceof DescriptionError)) throw new Error("no problem was reported", { cause: error });
  expect(error.message).toContain("a\\u202e");
  expect(isPrintable(error.problems)).toBe(true);
});
