import { RemoteScript, type RequestLine, scriptWithRequest } from "../node";

/** A file that is put on a node, by its path there. */
export interface NodeFile {
  path: string;
  /** Base64. */
  content: string;
}

/**
 * Waits until the VM has booted and its volume is there, then installs the files.
 *
 * @param boot another text for another boot: of a VM that was stopped, or replaced
 * @param mountPoint of the data volume; undefined for a VM that has none
 */
export function readyScript(
  boot: string,
  mountPoint: string | undefined,
  files: readonly NodeFile[],
): string {
  const volume: RequestLine[] = mountPoint === undefined ? [] : [["volume", mountPoint]];
  const lines = files.map(({ path, content }): RequestLine => ["file", path, content]);
  return scriptWithRequest(RemoteScript.Ready, [["instance", boot], ...volume, ...lines]);
}
