import { existsSync } from "node:fs";
import { expect } from "vitest";
import type { RenderedFile } from "../../components/render/renderCluster";
import { activateRequest, type Finished, type Home, runShell, type Session, stageRequest } from "./nodeShell";

// The shells that /bin/sh is on the supported distributions.
export const shells = ["dash", "bash"].filter((shell) => existsSync(`/bin/${shell}`));

export const axis2 = "repository/conf/axis2/axis2.xml";
export const datasources = "repository/conf/datasources/master-datasources.xml";
/** Not in the distribution. */
export const hazelcast = "repository/conf/hazelcast.properties";
export const nodeId = "repository/conf/analytics/my-node-id.dat";

export const stock = { [axis2]: "stock axis2\r\n", [datasources]: "stock datasources", [nodeId]: "node-7" };

export function rendered(path: string, text: string, secret = false): RenderedFile {
  return { path, text, base: (stock as Record<string, string>)[path], secret };
}

export const first = [rendered(axis2, "rendered axis2\r\n"), rendered(datasources, "password \xfc", true)];
export const second = [rendered(axis2, "rendered axis2\r\n"), rendered(hazelcast, "seconds=60\n")];

/** Stages files and installs them; the first step must succeed. */
export async function activate(
  shell: string,
  home: Pick<Home, "path">,
  files: readonly RenderedFile[],
  overwrite = "no",
  session: Session = {},
): Promise<Finished> {
  const staged = await runShell(shell, stageRequest(home, files, overwrite), session);
  expect(staged.code, staged.output).toBe(0);
  expect(staged.output).toContain(`staged ${files.length} files beside ${home.path}\n`);
  return runShell(shell, activateRequest(home, files, overwrite), session);
}
