import { randomBytes } from "node:crypto";
import type { CheckFailure, Operation, ResourceKind } from "../protocol/plugin";
import { diffInputs } from "../protocol/propertyDiff";
import {
  isArchive,
  isAsset,
  type PropertyMap,
  type PropertyValue,
  plainMap,
  reveal,
} from "../protocol/propertyValue";
import { checkConnection } from "./connectionInput";
import { copyPath, copyText, openSftp } from "./sftpCopy";
import { dial, type SshConnection } from "./sshDial";

/** `command:remote:CopyToRemote`: a file, a folder or a text to a path on the host, over SFTP. */
export const copyToRemote: ResourceKind = {
  check({ news }) {
    const { connection } = news;
    const inputs = connection === undefined ? news : { ...news, connection: checkConnection(connection) };
    return { inputs, failures: sourceFailures(reveal(news.source)) };
  },

  diff({ inputs }, news) {
    return { changes: diffInputs(inputs, news), replaces: ["triggers"] };
  },

  async create({ inputs, preview, ...operation }) {
    if (preview) return { id: "", outputs: inputs };
    await copy(inputs, operation);
    return { id: randomBytes(4).toString("hex"), outputs: inputs };
  },

  async update({ old, inputs, preview, ...operation }) {
    // A changed connection alone copies nothing, as in the real plugin: a new host must come as a trigger.
    if (!preview && (hashOf(inputs) !== hashOf(old.outputs) || pathOf(inputs) !== pathOf(old.outputs))) {
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
  return [{ property: "asset", reason: "either asset or archive must be set" }];
}

function hashOf(properties: PropertyMap): PropertyValue | undefined {
  const { source } = plainMap(properties);
  return isAsset(source) || isArchive(source) ? source.hash : undefined;
}

function pathOf(properties: PropertyMap): string {
  return String(reveal(properties.remotePath) ?? "");
}

async function copy(inputs: PropertyMap, operation: Operation): Promise<void> {
  const { connection, source } = plainMap(inputs) as { connection: PropertyValue; source: PropertyMap };
  const session = await dial(connection as unknown as SshConnection, operation);
  try {
    const sftp = await openSftp(session.client);
    if (typeof source.text === "string") await copyText(sftp, source.text, pathOf(inputs));
    else await copyPath(sftp, String(source.path), pathOf(inputs));
  } finally {
    session.close();
  }
}
