import { readdir, stat } from "node:fs/promises";
import { posix } from "node:path";
import type { Client, SFTPWrapper, Stats } from "ssh2";
import { goFileError } from "../goText";

export function openSftp(client: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.sftp((error, sftp) => {
      if (error) reject(new Error("ssh: subsystem request failed"));
      else resolve(sftp);
    });
  });
}

/** Writes a text to a path that must be a file's. */
export async function copyText(sftp: SFTPWrapper, text: string, target: string): Promise<void> {
  if ((await remoteStat(sftp, target))?.isDirectory()) {
    throw new Error(
      `remote path ${target} is a directory; when using a text asset, remotePath must be a file path`,
    );
  }
  await makeParents(sftp, target);
  await createEmpty(sftp, target);
  await task(`failed to write text content to remote path ${target}`, (done) =>
    sftp.writeFile(target, text, done),
  );
}

/**
 * Copies a file or a folder. What exists at the target decides, as in the real plugin:
 *
 *     source | target is a folder      | nothing there           | target is a file
 *     file   | target/file             | target                  | target, overwritten
 *     dir    | target/dir              | target/dir              | error
 *     dir/   | target/x for x in dir   | target/x for x in dir   | error
 */
export async function copyPath(sftp: SFTPWrapper, source: string, target: string): Promise<void> {
  const local = await stat(source).catch((error) => {
    throw goFileError(error, "open", source);
  });
  const existing = await remoteStat(sftp, target);
  if (local.isDirectory()) {
    if (existing === undefined) await makeFolders(sftp, target);
    const folder = source.endsWith("/") ? target : posix.join(target, posix.basename(source));
    await copyFolder(sftp, source, folder);
  } else if (existing?.isDirectory()) {
    await copyFile(sftp, source, posix.join(target, posix.basename(source)));
  } else {
    if (existing === undefined) await makeParents(sftp, target);
    await copyFile(sftp, source, target);
  }
}

async function copyFolder(sftp: SFTPWrapper, source: string, target: string): Promise<void> {
  const existing = await remoteStat(sftp, target);
  if (existing === undefined) {
    await task(`failed to create remote directory ${target}`, (done) => sftp.mkdir(target, done));
  } else if (!existing.isDirectory()) {
    throw new Error(`remote path ${target} exists but is not a directory`);
  }
  const entries = await readdir(source, { withFileTypes: true });
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const from = posix.join(source, entry.name);
    const to = posix.join(target, entry.name);
    if (entry.isDirectory()) await copyFolder(sftp, from, to);
    else await copyFile(sftp, from, to);
  }
}

async function copyFile(sftp: SFTPWrapper, source: string, target: string): Promise<void> {
  await createEmpty(sftp, target);
  await task(`failed to copy file ${source} to remote path ${target}`, (done) =>
    sftp.fastPut(source, target, (error) => done(error)),
  );
}

/** A step of its own, because a path that cannot be written is another error than a copy that breaks off. */
function createEmpty(sftp: SFTPWrapper, path: string): Promise<void> {
  return task(`failed to create remote file ${path}`, (done) => {
    sftp.open(path, "w", (error, handle) => {
      if (error) done(error);
      else sftp.close(handle, done);
    });
  });
}

function remoteStat(sftp: SFTPWrapper, path: string): Promise<Stats | undefined> {
  return new Promise((resolve, reject) => {
    sftp.stat(path, (error, stats) => {
      if (error === undefined || error === null) resolve(stats);
      else if (statusCode(error) === StatusCode.NoSuchFile) resolve(undefined);
      else reject(new Error(`failed to stat remote path ${path}: ${sftpMessage(error)}`));
    });
  });
}

function makeParents(sftp: SFTPWrapper, path: string): Promise<void> {
  return makeFolders(sftp, posix.dirname(path), `failed to create parent directories for ${path}`);
}

async function makeFolders(
  sftp: SFTPWrapper,
  path: string,
  problem = `failed to create remote directory ${path}`,
): Promise<void> {
  const existing = await remoteStat(sftp, path);
  if (existing?.isDirectory()) return;
  if (existing !== undefined) throw new Error(`${problem}: mkdir ${path}: not a directory`);
  const parent = posix.dirname(path);
  if (parent !== path) await makeFolders(sftp, parent, problem);
  await task(problem, (done) => sftp.mkdir(path, done));
}

function task(problem: string, start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(new Error(`${problem}: ${sftpMessage(error)}`)) : resolve()));
  });
}

const StatusCode = { NoSuchFile: 2, PermissionDenied: 3, Failure: 4 } as const;

function statusCode(error: Error): number | undefined {
  return "code" in error && typeof error.code === "number" ? error.code : undefined;
}

function sftpMessage(error: Error): string {
  switch (statusCode(error)) {
    case StatusCode.NoSuchFile:
      return "file does not exist";
    case StatusCode.PermissionDenied:
      return "permission denied";
    case StatusCode.Failure:
      return `sftp: "${error.message}" (SSH_FX_FAILURE)`;
    default:
      return error.message;
  }
}
