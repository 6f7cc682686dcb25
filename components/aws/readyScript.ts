import { RemoteScript, type RequestLine, scriptWithRequest } from "../node";

/** A file that is put on a node, by its path there. */
export interface NodeFile {
  path: string;
  /** Base64. */
  content: string;
}

/** Waits for the first boot of that instance, then installs the files. */
export function readyScript(instanceId: string, files: readonly NodeFile[]): string {
  const lines = files.map(({ path, content }): RequestLine => ["file", path, content]);
  return scriptWithRequest(RemoteScript.Ready, [["instance", instanceId], ...lines]);
}
