import { type ClusterDescription, DirectoryKind } from "../description";
import { nodeIdPlaces, nodeNames, type ProductProfile } from "../product";
import type { Artifact, ProductArtifacts } from "./artifacts/artifact";
import type { CarbonApp } from "./artifacts/readCarbonApp";
import { type Library, libraries } from "./artifacts/subversionClient";
import { masks, nodeIdLines, rerunTrigger, type ServiceRun, yesOrNo } from "./nodeRequests";
import { base64, copySource, RemoteScript, type RequestLine, scriptWithRequest, shell } from "./remoteScript";

/** Everything that a node needs around the product. */
export interface NodePreparation {
  /** Which of the nodes it is: `node1`. */
  node: string;
  /** Installs a JDK 8 and a mysql client where they are missing; the folder of the JDK where it is given. */
  packages: { javaHome: string | undefined } | undefined;
  nodeId: string | undefined;
  /** The places of its id in the home; the one that counts comes first. */
  nodeIdFiles: readonly string[];
  /** A path that leads to the home, for Spark. */
  link: string | undefined;
  directories: readonly { kind: DirectoryKind; path: string; target: string }[];
  libraries: readonly Library[];
  /** Whether a timer deletes old state files; `auto`: where the node has what runs one. */
  pruning: "yes" | "no" | "auto";
}

export function preparation(
  description: ClusterDescription,
  profile: ProductProfile,
  node: 0 | 1,
): NodePreparation {
  const { nodes, spark, directories = [], eventProcessing = {}, installPackages, service } = description;
  const { statePersistence = profile.persistsState, pruneStatePersistence } = eventProcessing;
  const link = spark?.makeSymbolicLink === false ? undefined : spark?.symbolicLink;
  return {
    node: nodeNames[node],
    packages: installPackages ? { javaHome: service?.javaHome } : undefined,
    nodeId: nodes[node]?.nodeId,
    nodeIdFiles: nodeIdPlaces(profile),
    link: link?.replace(/\/$/, ""),
    directories: directories.map(({ path, target, kind = DirectoryKind.Symlink }) => ({
      kind,
      path,
      target,
    })),
    libraries: libraries(description),
    pruning: pruning(statePersistence, pruneStatePersistence),
  };
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
  /** Whether another update of the product is brought, or refused. */
  isExchanged: boolean;
  /** Undefined where the product is not run from here. */
  run: ServiceRun | undefined;
  /** Undefined where only the product is brought. */
  surroundings: NodePreparation | undefined;
}

/** The text that prepares a node (`scripts/prepare.sh`). */
export function prepareScript(prepared: Preparation): string {
  const { home, copies, surroundings, run } = prepared;
  return scriptWithRequest(RemoteScript.Prepare, [
    ["home", home],
    incoming(copies),
    ...productLines(prepared),
    ...(surroundings === undefined ? [] : surroundingLines(surroundings)),
    ...(run === undefined ? [] : [rerunTrigger(run)]),
  ]);
}

function surroundingLines(given: NodePreparation): RequestLine[] {
  const { node, packages, nodeId, nodeIdFiles, link, directories, libraries, pruning } = given;
  return [
    ["node", node],
    ...(packages === undefined ? [] : [["packages", packages.javaHome ?? "-"] as const]),
    ...nodeIdLines(nodeIdFiles),
    ["node-id", nodeId ?? "-"],
    ...(link === undefined ? [] : [["link", link] as const]),
    ...directories.map(({ kind, path, target }): RequestLine => ["directory", kind, path, target]),
    ...libraries.map(
      ({ folder, jar, sha256, url = copySource }): RequestLine => ["library", folder, jar, sha256, url],
    ),
    ["prune", pruning, base64(shell("prunePersistence"))],
  ];
}

function incoming({ login, prefix }: Copies): RequestLine {
  return ["incoming", login, prefix];
}

function productLines({
  artifacts: { distribution, driver },
  user,
  isExchanged,
}: Preparation): RequestLine[] {
  const source = ({ url }: Artifact) => url ?? copySource;
  return [
    ...(distribution === undefined
      ? []
      : [["distribution", distribution.sha256, source(distribution), user, yesOrNo(isExchanged)] as const]),
    ...(driver === undefined ? [] : [["driver", driver.sha256, source(driver)] as const]),
  ];
}

/** The C-Apps of both nodes. */
export interface CarbonAppsRequest {
  /** How long their deployment is waited for; undefined: not at all. */
  waitSeconds: number | undefined;
  apps: readonly { sha256: string; name: string; deployedAs: string }[];
}

export function carbonAppsRequest(
  description: ClusterDescription,
  apps: readonly CarbonApp[],
): CarbonAppsRequest {
  return {
    waitSeconds: description.carbonApps?.waitSeconds,
    apps: apps.map(({ sha256, name, deployedAs }) => ({ sha256, name, deployedAs })),
  };
}

export function carbonAppsScript(
  home: string,
  copies: Copies,
  run: ServiceRun,
  { waitSeconds, apps }: CarbonAppsRequest,
): string {
  return scriptWithRequest(RemoteScript.CarbonApps, [
    ["home", home],
    incoming(copies),
    ["overwrite", yesOrNo(run.overwrite)],
    ["wait", waitSeconds ?? "-"],
    ...apps.map(({ sha256, name, deployedAs }): RequestLine => ["app", sha256, name, deployedAs]),
    ...masks(run),
    rerunTrigger(run),
  ]);
}

/** Not asked for, it is no reason to refuse a node that has nothing to run a timer. */
function pruning(isPersisted: boolean, isAskedFor: boolean | undefined): "yes" | "no" | "auto" {
  if (!isPersisted) return "no";
  if (isAskedFor === undefined) return "auto";
  return isAskedFor ? "yes" : "no";
}
