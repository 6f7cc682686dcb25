import type { Problem } from "../problem";
import { ProblemCode } from "../problemKinds";
import type { Known } from "./known";
import { quoted, type Rule } from "./shape";

/** In capitals too, as some tools print it; where it is used it has none. */
export const sha256: Rule<string> = (value) =>
  /^[0-9a-f]{64}$/i.test(value)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} is no sha256`,
        remedy: "give the 64 digits 0-9 a-f that sha256sum prints",
      };

/** Where a node downloads a file; it stands on a command line there. */
export const downloadUrl: Rule<string> = (value) => {
  if (!/^https?:\/\/[^\s@]+\/[^\s/@]+$/.test(value) || !URL.canParse(value)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is no URL of a file, beginning with https:// or http://, without a login in it`,
      remedy: "give one that the nodes can download",
    };
  }
  return undefined;
};

const driverName = /^mysql-connector-java-5\.1\.(\d+)(-bin)?\.jar$/;

/** The name says the version, and is by what other versions are found. */
export const driverFile: Rule<string> = (value) =>
  driverName.test(value.slice(value.lastIndexOf("/") + 1))
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} is not named like a Connector/J 5.1, the line that the product is made for`,
        remedy: "give a mysql-connector-java-5.1.<number>.jar",
      };

/** The last number of the version that a file or URL is named by. */
export function driverUpdate(location: string): number | undefined {
  const update = driverName.exec(location.replace(/[?#].*/, "").replace(/^.*\//, ""))?.[1];
  return update === undefined ? undefined : Number(update);
}

export const driverUrl: Rule<string> = (value) =>
  downloadUrl(value) ?? driverFile(value.replace(/[?#].*/, ""));

/** What is downloaded is never taken without its checksum; and one file has one source. */
export function checkArtifacts({ description, isUnknown }: Known): Problem[] {
  const { install, jdbcDriver: driver } = description.product ?? {};
  const problems: Problem[] = [];
  for (const [place, file] of [
    ["product.install", install],
    ["product.jdbcDriver", driver],
  ] as const) {
    if (file?.url !== undefined && file.sha256 === undefined && !isUnknown(`${place}.sha256`)) {
      const problem = "is missing, and what the nodes download is not taken without it";
      problems.push({
        place: `${place}.sha256`,
        code: ProblemCode.MissingCompanion,
        problem,
        remedy: "give the checksum of the file at the URL",
      });
    }
  }
  if (driver === undefined || isUnknown("product.jdbcDriver")) return problems;
  if ((driver.file === undefined) === (driver.url === undefined)) {
    const problem = driver.file === undefined ? "names no driver" : "names two drivers";
    problems.push({
      place: "product.jdbcDriver",
      code: ProblemCode.Contradiction,
      problem,
      remedy: "give either file or url",
    });
  }
  return problems;
}
