import { randomBytes } from "node:crypto";
import type { Client } from "ssh2";
import type { CheckFailure, Operation, ResourceKind } from "../protocol/plugin";
import { diffInputs } from "../protocol/propertyDiff";
import {
  isArchive,
  isAsset,
  type PropertyMap,
  type PropertyValue,
  plainMap,
  reveal,
  unknownValue,
} from "../protocol/propertyValue";
import { checkInputs } from "./checkedInputs";
import { copyPath, copyText, openSftp } from "./sftpCopy";
import { dial, type SshConnection } from "./sshDial";

/** `command:remote:CopyToRemote`: a file, a folder or a text to a path on the host, over SFTP. */
export const copyToRemote: ResourceKind = {
  check({ news }) {
    const { inputs, failures = [] } = checkInputs("CopyToRemoteInputs", news);
    return { inputs, failures: [...failures, ...sourceFailures(reveal(news.source))] };
  },

  diff({ inputs }, news) {
    return { changes: diffInputs(inputs, news), replaces: ["triggers"] };
  },

  async create({ inputs, preview, ...operation }) {
    if (preview) return { id: "", outputs: previewed(inputs) };
    await copy(inputs, operation);
    return { id: randomBytes(4).toString("hex"), outputs: inputs };
  },

  async update({ old, inputs, preview, ...operation }) {
    if (preview) return previewed(inputs);
    // A changed connection alone copies nothing, as in the real plugin: a new host must come as a trigger.
    if (hashOf(inputs) !== hashOf(old.outputs) || pathOf(inputs) !== pathOf(old.outputs)) {
      await copy(inputs, operation);
    }
    return inputs;
  },
};

/** An unknown source is neither asset nor archive, so the preview of a new copy fails, as in the real plugin. */
function sourceFailures(source: PropertyValue | undefined): CheckFailure[] {
  if (isArchive(source)) {
    if (typeof source.path === "string") return [];
    return [{ property: "archive", reason: "archive must be a path to a file or directory" }];
  }
  if (isAsset(source)) {
    if (typeof source.path === "string" || typeof source.text === "string") return [];
    return [{ property: "asset", reason: "asset must be a path-based file asset or a text asset" }];
  }
  const neither = { property: "asset", reason: "either asset or archive must be set" };
  if (source !== undefined) return [neither];
  const missing = "Missing required field 'source' on 'remote.CopyToRemoteInputs'";
  return [neither, { property: "source", reason: missing }];
}

/** The real plugin leaves the source open at every preview. */
function previewed(inputs: PropertyMap): PropertyMap {
  return { ...inputs, source: unknownValue };
}

function hashOf(properties: PropertyMap): PropertyValue | undefined {
  const { source } = plainMap(properties);
  return isAsset(source) || isArchive(source) ? source.hash : undefined;
}

function pathOf(properties: PropertyMap): string {
  return String(reveal(properties.remotePath) ?? "");
}

async function copy(inputs: PropertyMap, operation: Operation): Promise<void> {
  const { connection, source } = plainMap(inputs) as unknown as {
    connection: SshConnection;
    source: PropertyMap;
  };
  const session = await dial(connection, operation);
  // ssh2 forgets requests that are made after the connection was lost, and never calls back.
  const lost = new Promise<never>((_, reject) => {
    session.client.once("close", () => reject(new Error("connection lost")));
  });
  try {
    await Promise.race([lost, copyOver(session.client, source, pathOf(inputs))]);
  } finally {
    session.close();
  }
}

async function copyOver(client: Client, source: PropertyMap, target: string): Promise<void> {
  const sftp = await openSftp(client);
  if (typeof source.text === "string") await copyText(sftp, source.text, target);
  else await copyPath(sftp, String(source.path), target);
}
