import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { descendants, killAll } from "../../../tools/machine/processes";
import { copyToRemote } from "../../../tools/plugins/command/copyToRemote";
import { type PropertyMap, unknownValue } from "../../../tools/plugins/protocol/propertyValue";
import { operation } from "./operation";
import { useSshHost } from "./sshHost";

process.env.SSH_AUTH_SOCK = "";
const host = useSshHost();
const signature = "4dabf18193072939515e22adb298388d";

const asset = (source: PropertyMap): PropertyMap => ({
  [signature]: "c44067f5952c0a294b673a41bacd8c17",
  hash: createHash("sha256").update(JSON.stringify(source)).digest("hex"),
  ...source,
});
const archive = (source: PropertyMap): PropertyMap => ({
  ...asset(source),
  [signature]: "0def7320c3a5731c473e5ecbe6d01bc7",
});
const local = (...names: string[]) => path.join(host().folder, "local", ...names);
const remote = (...names: string[]) => path.join(host().folder, "remote", ...names);

const copy = (source: PropertyMap, remotePath: string, connection = host().connection()) =>
  copyToRemote.create({ ...operation(), preview: false, inputs: { connection, source, remotePath } });

beforeAll(() => {
  mkdirSync(local("pack", "inner"), { recursive: true });
  writeFileSync(local("pack", "first"), "first");
  writeFileSync(local("pack", "inner", "empty"), "");
  writeFileSync(local("file"), "content");
  mkdirSync(remote("existing"), { recursive: true });
  writeFileSync(remote("taken"), "old");
});

describe("a file", () => {
  test("goes to the path, with the folders it needs", async () => {
    const { id } = await copy(asset({ path: local("file") }), remote("new", "deep", "copied"));
    expect(id).toMatch(/^[0-9a-f]{8}$/);
    expect(readFileSync(remote("new", "deep", "copied"), "utf8")).toBe("content");
  });

  test("goes into a folder that is there, and over a file that is there", async () => {
    await copy(asset({ path: local("file") }), remote("existing"));
    expect(readFileSync(remote("existing", "file"), "utf8")).toBe("content");
    await copy(asset({ path: local("file") }), remote("taken"));
    expect(readFileSync(remote("taken"), "utf8")).toBe("content");
  });

  test("of many megabytes arrives whole", async () => {
    const content = randomBytes(20_000_000);
    writeFileSync(local("large"), content);
    await copy(asset({ path: local("large") }), remote("large"));
    expect(readFileSync(remote("large")).equals(content)).toBe(true);
  });

  test("fails where the connection is lost while the local file is read", async () => {
    execFileSync("mkfifo", [local("slow")]);
    const copying = copy(asset({ path: local("slow") }), remote("lost"));
    const failing = expect(copying).rejects.toThrow("connection lost");
    await vi.waitFor(() => expect(existsSync(remote("lost"))).toBe(true), 20_000);
    killAll(descendants(host().server.pid));
    await setTimeout(500);
    // Now there is somebody who writes, and the copy goes on. To open a pipe only for writing would wait for a reader, who may be gone.
    closeSync(openSync(local("slow"), "r+"));
    await failing;
  });

  test("cannot go below a file", async () => {
    await expect(copy(asset({ path: local("file") }), remote("taken", "below"))).rejects.toThrow(
      `failed to create parent directories for ${remote("taken", "below")}: mkdir ${remote("taken")}: not a directory`,
    );
    await expect(copy(asset({ path: local("file") }), "/proc/none")).rejects.toThrow(
      "failed to create remote file /proc/none: ",
    );
  });
});

test("a text is written as UTF-8 to a path that is no folder", async () => {
  await copy(asset({ text: "naïve\r\n" }), remote("text"));
  expect(readFileSync(remote("text"), "utf8")).toBe("naïve\r\n");
  await expect(copy(asset({ text: "x" }), remote("existing"))).rejects.toThrow(
    "is a directory; when using a text asset, remotePath must be a file path",
  );
});

describe("a folder", () => {
  test("goes into the path under its own name", async () => {
    await copy(archive({ path: local("pack") }), remote("folder"));
    expect(readdirSync(remote("folder"))).toEqual(["pack"]);
    expect(readFileSync(remote("folder", "pack", "first"), "utf8")).toBe("first");
    expect(statSync(remote("folder", "pack", "inner", "empty")).size).toBe(0);
  });

  test("with a slash at its end is the path", async () => {
    await copy(archive({ path: `${local("pack")}/` }), remote("contents"));
    expect(readdirSync(remote("contents")).sort()).toEqual(["first", "inner"]);
  });

  test("cannot go onto a file", async () => {
    writeFileSync(remote("plain"), "");
    await expect(copy(archive({ path: `${local("pack")}/` }), remote("plain"))).rejects.toThrow(
      `remote path ${remote("plain")} exists but is not a directory`,
    );
  });
});

describe("an update", () => {
  const update = async (olds: PropertyMap, news: PropertyMap) => {
    const connection = host().connection();
    const old = { id: "1", inputs: {}, outputs: { connection, ...olds } };
    await copyToRemote.update?.({ ...operation(), preview: false, old, inputs: { connection, ...news } });
  };

  test("copies when the source or the path differs", async () => {
    const source = asset({ text: "one" });
    await update({ source, remotePath: remote("u1") }, { source, remotePath: remote("u2") });
    expect(readFileSync(remote("u2"), "utf8")).toBe("one");
    await update(
      { source, remotePath: remote("u2") },
      { source: asset({ text: "two" }), remotePath: remote("u2") },
    );
    expect(readFileSync(remote("u2"), "utf8")).toBe("two");
  });

  test("copies nothing when only the connection differs", async () => {
    const inputs = { source: asset({ text: "x" }), remotePath: remote("never") };
    await update(inputs, { ...inputs, connection: host().connection({ port: 1 }) });
    expect(existsSync(remote("never"))).toBe(false);
  });
});

test("the source must be a path or a text, and known before the update", () => {
  const reasons = (source: PropertyMap | string) => {
    const news = { source, remotePath: "/x", connection: { host: "h" } };
    return copyToRemote.check({ name: "it", olds: {}, news }).failures?.map(({ reason }) => reason);
  };
  expect(reasons(asset({ path: "/f" }))).toEqual([]);
  expect(reasons(asset({ uri: "https://example.org" }))).toEqual([
    "asset must be a path-based file asset or a text asset",
  ]);
  expect(reasons(archive({ assets: {} }))).toEqual(["archive must be a path to a file or directory"]);
  expect(reasons(unknownValue)).toEqual(["either asset or archive must be set"]);
});

test("a preview copies nothing and leaves the source open", async () => {
  const inputs = {
    connection: host().connection(),
    source: asset({ text: "x" }),
    remotePath: remote("preview"),
  };
  expect(await copyToRemote.create({ ...operation(), inputs, preview: true })).toEqual({
    id: "",
    outputs: { ...inputs, source: unknownValue },
  });
  expect(existsSync(remote("preview"))).toBe(false);
});
