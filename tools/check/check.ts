import { parseArgs } from "node:util";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { printableLines } from "../../components/description/printable";
import { DescriptionError, formatProblems } from "../../components/description/problem";
import { findProfile, profileIds } from "../../components/product/productProfile";
import { validate } from "../../components/product/validation/validate";
import { validatePorts } from "../../components/product/validation/validatePorts";
import { readDistribution } from "../../components/render/distribution/readDistribution";
import { error, type Finding, ofSeverity, Severity } from "../../components/render/findings/finding";
import { distributionPaths, inspectCluster } from "../../components/render/renderCluster";
import { readClusterFile } from "../render/clusterFile";
import type { CommandOutput } from "../render/render";

const usage = `Usage: npm run --silent check -- <home|zip> [--cluster <file.yaml>]

Lists everything in a product home that keeps a deployment from taking effect, or makes it do something else.

  <home|zip>  the product: its home, a folder that holds it, or its zip
  --cluster   the description of the cluster, see docs/render.md; without it the home is checked for a
              deployment that gives what is required and a group password
  --help      print this text

Exit code: 0 nothing was found, 1 warnings only, 2 an error was found or the check could not be made.
`;

/** Runs the command. The result is its exit code: 0 if nothing was found, 1 for warnings alone, 2 for errors. */
export async function check(argv: readonly string[], output: CommandOutput): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { cluster: { type: "string" }, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    if (values.help) {
      output.out(usage);
      return 0;
    }
    const [location, another] = positionals;
    if (location === undefined || another !== undefined) throw new Error("give one home or zip (see --help)");
    const findings = await findingsOf(location, await readDescription(values.cluster));
    output.out(report(findings));
    return exitCode(findings);
  } catch (reason) {
    output.error(`${printableLines(reason instanceof Error ? reason.message : String(reason))}\n`);
    return 2;
  }
}

async function findingsOf(location: string, description: ClusterDescription): Promise<Finding[]> {
  const profile = findProfile(description.product.profile);
  if (profile === undefined) throw new Error(`product.profile: ${description.product.profile} is not known`);
  const distribution = await readDistribution(location, distributionPaths(description, profile));
  const { findings, offset } = inspectCluster(description, distribution);
  const ports = validatePorts(description, offset).map(({ place, problem, remedy }) =>
    error(place, problem, remedy),
  );
  return [...findings, ...ports];
}

async function readDescription(file: string | undefined): Promise<ClusterDescription> {
  if (file === undefined) return plainDescription();
  const description = await readClusterFile(file);
  const problems = validate(description);
  if (problems.length > 0) throw new DescriptionError(problems);
  // It has been validated.
  return description as ClusterDescription;
}

/** The findings do not depend on these values. */
function plainDescription(): ClusterDescription {
  return {
    product: { profile: profileIds[0] ?? "", home: "/opt/wso2am-analytics-2.1.0" },
    nodes: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }],
    database: { host: "mysql", username: "analytics", password: "password" },
    clustering: { groupPassword: "password" },
    statisticsDatabase: { enabled: false },
  };
}

/** Errors first. */
function report(findings: readonly Finding[]): string {
  const lines = [Severity.Error, Severity.Warning].flatMap((severity) =>
    ofSeverity(findings, severity).map((finding) => `${severity}: ${formatProblems([finding])}`),
  );
  return [...lines, summary(findings), ""].join("\n");
}

function summary(findings: readonly Finding[]): string {
  const count = (severity: Severity) => {
    const { length } = ofSeverity(findings, severity);
    return `${length} ${severity}${length === 1 ? "" : "s"}`;
  };
  return findings.length === 0 ? "nothing found" : `${count(Severity.Error)}, ${count(Severity.Warning)}`;
}

function exitCode(findings: readonly Finding[]): number {
  if (ofSeverity(findings, Severity.Error).length > 0) return 2;
  return findings.length > 0 ? 1 : 0;
}
