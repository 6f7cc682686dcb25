import { type ClusterDescription, DirectoryKind } from "../description";
import { nodeNames } from "../product";
import type { Artifact, ProductArtifacts } from "./artifacts/artifact";
import type { CarbonApp } from "./artifacts/readCarbonApp";
import { libraryLines } from "./artifacts/subversionClient";
import { masks, rerunTrigger, type ServiceRun } from "./nodeRequests";
import { base64, copySource, RemoteScript, type RequestLine, scriptWithRequest, shell } from "./remoteScript";

/** What a node needs around the product, as the lines of a request to `scripts/prepare.sh`, each `KEY VALUE…`. */
export function preparation(description: ClusterDescription, node: 0 | 1): string[] {
  const { nodes, spark, directories = [], eventProcessing = {} } = description;
  const { statePersistence = true, pruneStatePersistence } = eventProcessing;
  const link = spark?.makeSymbolicLink === false ? undefined : spark?.symbolicLink;
  const lines: RequestLine[] = [
    ["node", nodeNames[node]],
    ...(description.installPackages ? [["packages", description.service?.javaHome ?? "-"] as const] : []),
    ["node-id", nodes[node]?.nodeId ?? "-"],
    ...(link === undefined ? [] : [["link", link.replace(/\/$/, "")] as const]),
    ...directories.map(
      ({ path, target, kind }): RequestLine => ["directory", kind ?? DirectoryKind.Symlink, path, target],
    ),
    ...libraryLines(description),
    ["prune", pruning(statePersistence, pruneStatePersistence), base64(shell("prunePersistence"))],
  ];
  return written(lines);
}

/** Where the files are that were copied to a node. */
export interface Copies {
  /** In whose home, as a script may run as root. */
  login: string;
  /** What their names begin with. */
  prefix: string;
}

/** What is made on a node before its configuration is staged. */
export interface Preparation {
  home: string;
  artifacts: ProductArtifacts;
  copies: Copies;
  /** Whose an installed home becomes. */
  user: string;
  /** Whether another update of the product is brought for the node's turn, or refused. */
  turns: boolean;
  /** Undefined where the product is not run from here. */
  run: ServiceRun | undefined;
  /** `preparation` of the node. */
  lines: readonly string[];
}

/** The text that prepares a node (`scripts/prepare.sh`). */
export function prepareScript(prepared: Preparation): string {
  const { home, copies, lines, run } = prepared;
  return scriptWithRequest(RemoteScript.Prepare, [
    ["home", home],
    incoming(copies),
    ...productLines(prepared),
    ...read(lines),
    ...(run === undefined ? [] : [rerunTrigger(run)]),
  ]);
}

function incoming({ login, prefix }: Copies): RequestLine {
  return ["incoming", login, prefix];
}

function productLines({ artifacts: { distribution, driver }, user, turns }: Preparation): RequestLine[] {
  const source = ({ url }: Artifact) => url ?? copySource;
  return [
    ...(distribution === undefined
      ? []
      : [["distribution", distribution.sha256, source(distribution), user, turns ? "yes" : "no"] as const]),
    ...(driver === undefined ? [] : [["driver", driver.sha256, source(driver)] as const]),
  ];
}

/** The C-Apps of both nodes, as the lines of a request to `scripts/carbonApps.sh`. */
export function carbonAppLines(description: ClusterDescription, apps: readonly CarbonApp[]): string[] {
  return written([
    ["wait", description.carbonApps?.waitSeconds ?? "-"],
    ...apps.map(({ sha256, name, deployedAs }): RequestLine => ["app", sha256, name, deployedAs]),
  ]);
}

export function carbonAppsScript(
  home: string,
  copies: Copies,
  run: ServiceRun,
  lines: readonly string[],
): string {
  return scriptWithRequest(RemoteScript.CarbonApps, [
    ["home", home],
    incoming(copies),
    ["overwrite", run.overwrite ? "yes" : "no"],
    ...read(lines),
    ...masks(run),
    rerunTrigger(run),
  ]);
}

function written(lines: readonly RequestLine[]): string[] {
  return lines.map((line) => line.join(" "));
}

function read(lines: readonly string[]): RequestLine[] {
  return lines.map((line) => {
    const [key = "", ...values] = line.split(" ");
    return [key, ...values];
  });
}

/** Not asked for, it is no reason to refuse a node that has nothing to run a timer. */
function pruning(isPersisted: boolean, isAskedFor: boolean | undefined): "yes" | "no" | "auto" {
  if (!isPersisted) return "no";
  if (isAskedFor === undefined) return "auto";
  return isAskedFor ? "yes" : "no";
}
