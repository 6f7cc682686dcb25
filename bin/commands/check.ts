import type { ClusterDescription } from "../../components/description";
import { formatProblem } from "../../components/description";
import { validatePorts } from "../../components/product";
import { readProduct } from "../../components/render";
import { type Finding, ofSeverity, Severity } from "../../components/render/findings/finding";
import { inspectCluster } from "../../components/render/renderCluster";
import { descriptionOptions, descriptionUsage, readDescription } from "../cluster/descriptionOptions";
import { paintFindings } from "../colours";
import { type CommandOutput, ExitCode, helpOptions, jsonText, parseOptions } from "../commandLine";

const usage = `Usage: wso2-analytics check <home|zip> [--cluster <file.yaml> | --stack <name> [--cwd <folder>]] [--json]
       wso2-analytics check (--cluster <file.yaml> | --stack <name> [--cwd <folder>]) [--json]

Lists everything in a product home that keeps a deployment from taking effect, or makes it do something else.

  <home|zip>      the product: its home, a folder that holds it, or its zip (default: product.distribution of the
                  description). Without a description it is checked for a deployment that gives what is required and a
                  group password.
${descriptionUsage}  --json          print the findings as JSON
  --help          print this text

Exit code: 0 nothing was found, 1 warnings only, 2 an error was found or the check could not be made.
`;

/** The result is the exit code: 0 if nothing was found, 1 for warnings alone, 2 for errors. */
export async function check(argv: readonly string[], output: CommandOutput): Promise<number> {
  const { values, positionals } = parseOptions("check", {
    args: [...argv],
    options: { ...descriptionOptions, ...helpOptions },
    allowPositionals: true,
  });
  if (values.help) {
    output.out(usage);
    return ExitCode.Right;
  }
  const description = await readDescription(values);
  const [location = description?.product.distribution, another] = positionals;
  if (location === undefined || another !== undefined) {
    throw new Error("give one home or zip; see wso2-analytics check --help");
  }
  const findings = await findingsOf(location, description ?? plainDescription());
  output.out(values.json ? jsonText({ findings }) : report(findings, output.hasColours ?? false));
  return exitCode(findings);
}

async function findingsOf(location: string, given: ClusterDescription): Promise<Finding[]> {
  const { description, distribution, warnings } = await readProduct(given, location);
  const { findings, offset } = inspectCluster(description, distribution);
  const ports = validatePorts(description, offset).map((each) => ({ ...each, severity: Severity.Error }));
  const doubts = warnings.map((each) => ({ ...each, severity: Severity.Warning }));
  return errorsFirst([...doubts, ...findings, ...ports]);
}

/** The findings do not depend on these values. */
function plainDescription(): ClusterDescription {
  return {
    product: { home: "/opt/wso2-analytics" },
    nodes: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }],
    database: { host: "mysql", username: "analytics", password: "password" },
    clustering: { groupPassword: "password" },
    statisticsDatabase: { enabled: false },
  };
}

function errorsFirst(findings: readonly Finding[]): Finding[] {
  return [Severity.Error, Severity.Warning].flatMap((severity) => ofSeverity(findings, severity));
}

function report(findings: readonly Finding[], hasColours: boolean): string {
  const lines = findings.map((finding) => `${finding.severity}: ${formatProblem(finding)}`);
  const text = [...lines, summary(findings), ""].join("\n");
  return hasColours ? paintFindings(text) : text;
}

function summary(findings: readonly Finding[]): string {
  const count = (severity: Severity) => {
    const { length } = ofSeverity(findings, severity);
    return `${length} ${severity}${length === 1 ? "" : "s"}`;
  };
  return findings.length === 0 ? "nothing found" : `${count(Severity.Error)}, ${count(Severity.Warning)}`;
}

function exitCode(findings: readonly Finding[]): number {
  if (ofSeverity(findings, Severity.Error).length > 0) return ExitCode.Undone;
  return findings.length > 0 ? ExitCode.Wrong : ExitCode.Right;
}
