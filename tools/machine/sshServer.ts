import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { requireExecutable } from "./executable";
import { endServer, logFile, startServer, withPort } from "./serverProcess";

export interface SshServerOptions {
  /** Holds keys, configuration, log and process id. A folder used before keeps its keys: it is the same host. */
  folder: string;
  /** An address of this machine. Default 127.0.0.1. */
  address?: string;
  /** Default: a free one; 22 in a network namespace. */
  port?: number;
  /**
   * Who may log in. Default: the user this runs as, who is the only one possible where that is not root. The sessions of this user
   * have an empty home, or each of them would run the user's own start-up files.
   */
  user?: string;
  networkNamespace?: string;
  /**
   * As root: a folder that its sessions, and nobody else, see at another place. They see no other processes than their
   * own, and what they leave running ends with the server.
   */
  mount?: Mount;
  /** Goes on when this process ends. */
  detached?: boolean;
  /** Further lines of sshd_config. */
  settings?: readonly string[];
}

export interface Mount {
  source: string;
  /** An existing folder. */
  at: string;
}

export interface SshServer {
  host: string;
  port: number;
  user: string;
  /** OpenSSH format. */
  privateKey: string;
  privateKeyFile: string;
  /** As in authorized_keys: `ssh-ed25519 AAAA…`. */
  hostKey: string;
  /** For `ssh -o UserKnownHostsFile=`. */
  knownHostsFile: string;
  logFile: string;
  pid: number;
  /** Ends the server and every session it serves. */
  stop(): Promise<void>;
}

/** Starts an OpenSSH server of its own: own keys, own configuration, SFTP, nothing shared with the system's. */
export async function startSshServer(options: SshServerOptions): Promise<SshServer> {
  const folder = path.resolve(options.folder);
  const address = options.address ?? "127.0.0.1";
  const user = options.user ?? os.userInfo().username;
  const settings = user === os.userInfo().username ? withHome(folder, options.settings) : options.settings;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (isRoot()) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const hostKey = makeKey(path.join(folder, "host_key"));
  const userKey = makeKey(path.join(folder, "user_key"));
  copyFileSync(`${userKey}.pub`, path.join(folder, "authorized_keys"));
  const configuration = path.join(folder, "sshd_config");
  const sshd = requireExecutable("sshd", "install the package openssh-server");
  const askedPort = options.port ?? (options.networkNamespace === undefined ? 0 : 22);
  return withPort(address, askedPort, async (port) => {
    writeFileSync(configuration, sshdConfiguration(folder, address, port, user, settings ?? []));
    const pid = await startServer({
      name: "sshd",
      folder,
      command: [
        ...mounted(options.mount),
        sshd,
        "-D",
        "-e",
        "-f",
        configuration,
        ...withoutPenalties(sshd, configuration),
      ],
      networkNamespace: options.networkNamespace,
      detached: options.detached,
      ready: /Server listening on/,
    });
    const publicKey = withoutComment(readFileSync(`${hostKey}.pub`, "utf8"));
    const knownHostsFile = path.join(folder, "known_hosts");
    writeFileSync(knownHostsFile, `[${address}]:${port} ${publicKey}\n${address} ${publicKey}\n`);
    return {
      host: address,
      port,
      user,
      privateKey: readFileSync(userKey, "utf8"),
      privateKeyFile: userKey,
      hostKey: publicKey,
      knownHostsFile,
      logFile: logFile(folder),
      pid,
      stop: () => endServer(folder),
    };
  });
}

function sshdConfiguration(
  folder: string,
  address: string,
  port: number,
  user: string,
  settings: readonly string[],
): string {
  return [
    `ListenAddress ${address}:${port}`,
    `HostKey "${folder}/host_key"`,
    "PidFile none",
    `AllowUsers ${user}`,
    "AuthenticationMethods publickey",
    "PermitRootLogin prohibit-password",
    ...authorizedKeys(folder),
    "StrictModes no",
    `UsePAM ${isRoot() && isLocked(user) ? "yes" : "no"}`,
    "UseDNS no",
    "Subsystem sftp internal-sftp",
    // Of two lines sshd takes the first, and of two MaxStartups, in 9.2, the last.
    ...settings,
    ...(settings.some((line) => line.startsWith("MaxStartups ")) ? [] : ["MaxStartups 100"]),
    "MaxSessions 100",
    "",
  ].join("\n");
}

/** In one line, as sshd takes the first one with `SetEnv` only. */
function withHome(folder: string, settings: readonly string[] = []): string[] {
  const home = path.join(folder, "login");
  mkdirSync(home, { recursive: true });
  const setsVariables = (line: string) => line.startsWith("SetEnv ");
  const given = settings.filter(setsVariables).map((line) => line.slice("SetEnv ".length));
  const own = given.some((variables) => variables.includes("HOME=")) ? [] : [`"HOME=${home}"`];
  const line = `SetEnv ${[...own, ...given].join(" ")}`;
  return [line, ...settings.filter((each) => !setsVariables(each))];
}

/** The first process of a namespace: the rest is killed when it ends, so it goes last. */
const firstProcess = `
mount --bind "$1" "$2" || exit
shift 2
trap : TERM
"$@" &
until wait; do :; done
until set -- /proc/[0-9]* && [ $# = 1 ]; do sleep 0.05; done
`;

/**
 * Runs the command after it in namespaces of its own, for mounts and for processes: what a session left running there
 * ends with the server.
 */
function mounted(mount: Mount | undefined): string[] {
  if (mount === undefined) return [];
  const namespaces = [
    "--mount",
    "--propagation",
    "private",
    "--pid",
    "--fork",
    "--kill-child",
    "--mount-proc",
  ];
  return ["unshare", ...namespaces, "sh", "-c", firstProcess, "sh", mount.source, mount.at];
}

/** Newer servers shut out an address for some time after failed logins, which tests make on purpose. */
function withoutPenalties(sshd: string, configuration: string): string[] {
  const option = ["-o", "PerSourcePenalties=no"];
  const known = spawnSync(sshd, ["-t", "-f", configuration, ...option]).status === 0;
  return known ? option : [];
}

/** sshd reads the file as the user who logs in, who may have no way into the folder; the command runs as root. */
function authorizedKeys(folder: string): string[] {
  if (!isRoot()) return [`AuthorizedKeysFile "${folder}/authorized_keys"`];
  const cat = requireExecutable("cat", "install the package coreutils");
  return [
    "AuthorizedKeysFile none",
    `AuthorizedKeysCommand ${cat} "${folder}/authorized_keys"`,
    "AuthorizedKeysCommandUser root",
  ];
}

/** Without PAM, sshd refuses users whose password is locked, with a key too. */
function isLocked(user: string): boolean {
  const entry = readFileSync("/etc/shadow", "utf8")
    .split("\n")
    .find((line) => line.startsWith(`${user}:`));
  return entry?.split(":")[1]?.startsWith("!") ?? false;
}

function makeKey(file: string): string {
  if (!existsSync(`${file}.pub`)) {
    // What a killed run left; ssh-keygen would ask whether to replace it.
    rmSync(file, { force: true });
    const keygen = requireExecutable("ssh-keygen", "install the package openssh-client");
    const words = ["-q", "-t", "ed25519", "-N", "", "-C", "pulumi-wso2-analytics", "-f", file];
    execFileSync(keygen, words, { stdio: ["ignore", "ignore", "pipe"] });
  }
  return file;
}

function withoutComment(publicKey: string): string {
  return publicKey.trim().split(" ").slice(0, 2).join(" ");
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
