import { ProblemCode } from "../../description";
import { parseShell, type ShellCommand } from "../edit/shellScript";
import { error, type Finding, warning } from "./finding";
import type { Inspected } from "./homeFindings";

/** A system property that counts more than a file of this deployment. */
interface Flag {
  /** What follows `-D`. */
  pattern: RegExp;
  problem: string;
  remedy: string;
}

const flags: readonly Flag[] = [
  {
    pattern: /^portOffset=/,
    problem:
      "counts more than the offset in carbon.xml, so the product's ports are others than the deployment's",
    remedy: "take it out and give product.portOffset",
  },
  {
    pattern: /^hazelcast\.config=/,
    problem: "replaces the clustering section of axis2.xml, so the nodes do not find each other",
    remedy: "take it out; clustering and ports.hazelcast are what it may have been for",
  },
  {
    pattern: /^hazelcast\.local\.(localAddress|publicAddress)=/,
    problem: "counts more than the address in axis2.xml, and is the same on both nodes",
    remedy: "take it out; nodes[].address is written for each node",
  },
  {
    pattern:
      /^(carbon\.config\.dir\.path|conf\.location)=(?!["']?\$\{?CARBON_HOME\}?["']?\/repository\/conf["']?$)/,
    problem: "makes the product read another folder than repository/conf, which this deployment writes to",
    remedy: 'make it "$CARBON_HOME/repository/conf" again',
  },
  {
    pattern: /^setup(=|["']?$)/,
    problem: "runs the database scripts at every start, on tables that are there already",
    remedy: "take it out; this deployment makes the tables (database.schema)",
  },
];

/** Parts of the analytics that a node with the flag does not run. */
const parts = /^disable(AnalyticsEngine|AnalyticsExecution|AnalyticsSparkCtx|Indexing|EventSink)=["']?true/i;

/** All that the check needs. */
export interface StartedHome extends Pick<Inspected, "profile" | "before"> {
  description: Pick<Inspected["description"], "service">;
}

/** Options and variables of the start script that count more than what this deployment writes. */
export function startScript({ description, profile, before }: StartedHome): Finding[] {
  const place = profile.files.startScript;
  const text = before.files.find(place);
  if (text === undefined) return [];
  const { commands } = parseShell(text);
  const variables: [name: string, argument: string, isGiven: boolean][] = [
    [profile.heapVariable, "service.heapMegabytes", description.service?.heapMegabytes !== undefined],
    ["JAVA_HOME", "service.javaHome", description.service?.javaHome !== undefined],
    ["SPARK_LOCAL_IP", "nodes[].sparkAddress", true],
  ];
  const found = [
    ...flagFindings(place, commands),
    ...variables.flatMap(([name, argument, isGiven]) =>
      isGiven && commands.some((command) => replaces(command, name))
        ? [
            error(
              ProblemCode.HomeOverride,
              place,
              `sets ${name}, which counts more than ${argument}`,
              "take that line out",
            ),
          ]
        : [],
    ),
  ];
  if (text.includes("\r")) {
    const problem = "has carriage returns, so no shell can run it";
    found.push(
      error(ProblemCode.HomeOverride, place, problem, "write its lines with LF alone: sed -i 's/\\r$//'"),
    );
  }
  const sparkScript = profile.files.sparkEnvironment.replace(/^.*\//, "");
  if (
    !commands.some(({ words }) => /^(\.|source)$/.test(words[0] ?? "") && words[1]?.includes(sparkScript))
  ) {
    const problem = `does not read ${sparkScript}, so Spark takes the address of the first network interface`;
    found.push(
      error(
        ProblemCode.HomeOverride,
        place,
        problem,
        `put back the line of the product's own script: . $CARBON_HOME/bin/${sparkScript}`,
      ),
    );
  }
  return found;
}

function flagFindings(place: string, commands: readonly ShellCommand[]): Finding[] {
  const printed = (command: ShellCommand) => /^(echo|printf)$/.test(command.words[0] ?? "");
  const found = commands
    .filter((command) => !printed(command))
    .flatMap((command) => {
      // The product's own script assigns some of them for a word on its command line, which is not given here.
      const isCertain = command.always || !isAssignment(command);
      return propertiesOf(command).map((property) => ({ property, isCertain }));
    });
  return found.flatMap(({ property, isCertain }) => {
    const name = /^[\w.]+/.exec(property)?.[0] ?? "";
    const flag = flags.find(({ pattern }) => pattern.test(property));
    if (flag !== undefined)
      return [error(ProblemCode.HomeOverride, place, `has -D${name}, which ${flag.problem}`, flag.remedy)];
    if (!(isCertain && parts.test(property))) return [];
    const problem = `has -D${name}, so neither node does that part of the analytics`;
    return [warning(ProblemCode.DisabledPart, place, problem, "take it out, unless other nodes do it")];
  });
}

function propertiesOf({ words }: ShellCommand): string[] {
  return words.flatMap((word) => [...word.matchAll(/(?<![\w-])-D(\S+)/g)].map(([, text = ""]) => text));
}

function isAssignment({ words }: ShellCommand): boolean {
  return words.every((word) => /^(export|[A-Za-z_]\w*=.*)$/s.test(word));
}

/** An assignment that every start makes, and that does not keep the value that was there. */
function replaces(command: ShellCommand, name: string): boolean {
  const assignment = command.words.find((word) => word.startsWith(`${name}=`));
  if (assignment === undefined || !command.always || !isAssignment(command)) return false;
  return !new RegExp(`\\$\\{?${name}\\b`).test(assignment);
}
