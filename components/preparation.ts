import { type ClusterDescription, DirectoryKind } from "./configuration/description";
import { base64, RemoteScript, type RequestLine, scriptWithRequest, shell } from "./remoteScript";

/** What a node needs around the product, as the lines of a request to `remote/prepare.sh`, each `KEY VALUE…`. */
export function preparation(description: ClusterDescription, node: 0 | 1): string[] {
  const { nodes, spark, directories = [], eventProcessing = {} } = description;
  const { statePersistence = true, pruneStatePersistence } = eventProcessing;
  const link = spark?.makeSymbolicLink === false ? undefined : spark?.symbolicLink;
  const lines: RequestLine[] = [
    ["node-id", nodes[node]?.nodeId ?? "-"],
    ...(link === undefined ? [] : [["link", link.replace(/\/$/, "")] as const]),
    ...directories.map(
      ({ path, target, kind }): RequestLine => ["directory", kind ?? DirectoryKind.Symlink, path, target],
    ),
    ["prune", pruning(statePersistence, pruneStatePersistence), base64(shell("prunePersistence"))],
  ];
  return lines.map((line) => line.join(" "));
}

export function prepareScript(home: string, lines: readonly string[]): string {
  const request = lines.map((line): RequestLine => {
    const [key = "", ...values] = line.split(" ");
    return [key, ...values];
  });
  return scriptWithRequest(RemoteScript.Prepare, [["home", home], ...request]);
}

/** Not asked for, it is no reason to refuse a node that has nothing to run a timer. */
function pruning(isPersisted: boolean, isAskedFor: boolean | undefined): "yes" | "no" | "auto" {
  if (!isPersisted) return "no";
  if (isAskedFor === undefined) return "auto";
  return isAskedFor ? "yes" : "no";
}
