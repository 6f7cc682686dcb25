import type { CarbonApp } from "./carbonApps/readCarbonApp";
import { type ClusterDescription, DirectoryKind } from "./configuration/description";
import { incomingLine, libraryLines } from "./deliveredFiles";
import { base64, RemoteScript, type RequestLine, scriptWithRequest, shell } from "./remoteScript";

/** What a node needs around the product, as the lines of a request to `remote/prepare.sh`, each `KEY VALUE…`. */
export function preparation(description: ClusterDescription, node: 0 | 1): string[] {
  const { nodes, spark, directories = [], eventProcessing = {} } = description;
  const { statePersistence = true, pruneStatePersistence } = eventProcessing;
  const link = spark?.makeSymbolicLink === false ? undefined : spark?.symbolicLink;
  const lines: RequestLine[] = [
    incomingLine(homeOf(description, node), nodes[node]?.ssh?.user),
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

export function prepareScript(home: string, lines: readonly string[]): string {
  return scriptWithRequest(RemoteScript.Prepare, [["home", home], ...read(lines)]);
}

/** The C-Apps of a node, as the lines of a request to `remote/carbonApps.sh`. */
export function carbonAppLines(
  description: ClusterDescription,
  apps: readonly CarbonApp[],
  node: 0 | 1,
): string[] {
  return written([
    incomingLine(homeOf(description, node), description.nodes[node]?.ssh?.user),
    ["wait", description.carbonApps?.waitSeconds ?? "-"],
    ...apps.map(({ sha256, name, deployedAs }): RequestLine => ["app", sha256, name, deployedAs]),
  ]);
}

export function carbonAppsScript(home: string, overwrite: boolean, lines: readonly string[]): string {
  return scriptWithRequest(RemoteScript.CarbonApps, [
    ["home", home],
    ["overwrite", overwrite ? "yes" : "no"],
    ...read(lines),
  ]);
}

function homeOf({ nodes, product }: ClusterDescription, node: 0 | 1): string {
  return nodes[node]?.home ?? product.home;
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
