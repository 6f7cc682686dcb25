import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { removeCgroups } from "./cgroup";
import { type Debian, DebianImage } from "./debianImage";
import type { HostPlace } from "./hostNetwork";

const bootScript = path.join(__dirname, "bootHost.sh");
const bootMilliseconds = 60_000;
/** The exit status of systemd-nspawn where the host reboots. */
const rebooted = 133;

export interface HostOptions {
  /** Its host name. */
  name: string;
  debian: Debian;
  place: HostPlace;
  /** Holds what the host changes in its file system, keys and log. */
  folder: string;
  /** Files and folders of this machine that the host sees too, read-only: by the path there, the path here. */
  shared?: Readonly<Record<string, string>>;
}

/** Those who may log in: `root`, and `deployer`, an ordinary user who may do everything with sudo. */
export const Login = { Root: "root", Sudo: "deployer" } as const;
export type Login = (typeof Login)[keyof typeof Login];

/** A login with a key, as a description has it. */
export interface SshLogin {
  host: string;
  port: number;
  user: Login;
  privateKey: string;
  hostKey: string;
  /** If it takes sudo to do anything. */
  sudo: boolean;
}

export interface RunOptions {
  /** Default: root. */
  login?: Login;
  /** Written to its standard input. */
  input?: string | Buffer;
}

/** A Debian host with systemd as PID 1 and an OpenSSH server, in a network namespace and a cgroup of its own. */
export class SystemdHost {
  readonly name: string;
  readonly address: string;
  readonly hostKey: string;
  private readonly options: HostOptions;
  private readonly privateKey: string;
  private machine: ChildProcess | undefined;
  private ending = false;

  private constructor(options: HostOptions) {
    const { name, place, folder } = options;
    this.options = options;
    this.name = name;
    this.address = place.address;
    for (const part of ["changes", "work", "root"]) mkdirSync(path.join(folder, part), { recursive: true });
    this.privateKey = readFileSync(makeKey(path.join(folder, "user_key")), "utf8");
    const changes = path.join(folder, "changes");
    mkdirSync(path.join(changes, "etc/ssh"), { recursive: true });
    const hostKey = makeKey(path.join(changes, "etc/ssh/ssh_host_ed25519_key"));
    this.hostKey = readFileSync(`${hostKey}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
    writeFileSync(path.join(folder, "known_hosts"), `${this.address} ${this.hostKey}\n`);
    writeIdentity(options);
  }

  /** Returns once it has booted. */
  static async start(options: HostOptions): Promise<SystemdHost> {
    const host = new SystemdHost(options);
    host.boot();
    await host.ready();
    return host;
  }

  login(user: Login = "root"): SshLogin {
    return {
      host: this.address,
      port: 22,
      user,
      privateKey: this.privateKey,
      hostKey: this.hostKey,
      sudo: user === Login.Sudo,
    };
  }

  /** Runs a command line through SSH and returns what it prints; throws with its complaint where it fails. */
  run(command: string, { login = "root", input = "" }: RunOptions = {}): Promise<string> {
    const { folder } = this.options;
    const words = [
      ...["-F", "none", "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o", "ConnectTimeout=10"],
      ...["-o", `UserKnownHostsFile=${folder}/known_hosts`, "-i", `${folder}/user_key`],
      `${login}@${this.address}`,
      command,
    ];
    return new Promise((resolve, reject) => {
      const child = execFile("ssh", words, { maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${this.name}: ${command}: exit ${error.code}: ${stderr || stdout}`));
      });
      // A command that does not read its input may end before all of it is written.
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(input);
    });
  }

  /** Copies a folder of this machine; the target belongs to root and is made where it is missing. */
  async copy(source: string, target: string): Promise<void> {
    const packed = execFileSync("tar", ["-C", source, "-c", "."], { maxBuffer: 1 << 30 });
    await this.run(`mkdir -p '${target}' && tar -C '${target}' -x --no-same-owner`, { input: packed });
  }

  /** As its systemd says: `running`, or `degraded` where a unit has failed. */
  async state(): Promise<string> {
    return (await this.run("systemctl is-system-running --wait || true")).trim();
  }

  /** Returns once it has booted again. */
  async reboot(): Promise<void> {
    const before = await this.bootId();
    // The connection may break off before the command has ended.
    await this.run("systemctl reboot").catch(() => undefined);
    await this.ready(before);
  }

  async end(): Promise<void> {
    this.ending = true;
    await removeCgroups(this.options.place.namespace);
    while (this.machine?.exitCode === null && this.machine.signalCode === null) await delay(20);
  }

  private bootId(): Promise<string> {
    return this.run("cat /proc/sys/kernel/random/boot_id");
  }

  /** Now, and again whenever it reboots. */
  private boot(): void {
    const { debian, place, folder, shared = {} } = this.options;
    const log = openSync(this.logFile, "a", 0o600);
    // It ends with this process. The host goes on without systemd-nspawn, but not without the first process of a namespace.
    const apart = [
      ...["--pdeathsig", "KILL", "unshare", "--mount", "--propagation", "private"],
      ...["--pid", "--fork", "--kill-child", "--mount-proc"],
    ];
    const binds = Object.entries(shared).map(([there, here]) => `--bind-ro=${here}:${there}`);
    const host = [place.namespace, new DebianImage(debian).folder, folder, ...binds];
    this.machine = spawn("setpriv", [...apart, "sh", bootScript, ...host], {
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.machine.unref();
    this.machine.on("exit", (code) => {
      if (code === rebooted && !this.ending) this.boot();
    });
  }

  /** @param before the id of the boot that is over */
  private async ready(before?: string): Promise<void> {
    const deadline = Date.now() + bootMilliseconds;
    for (;;) {
      const boot = await this.bootId().catch(() => undefined);
      if (boot !== undefined && boot !== before) break;
      if (Date.now() > deadline) {
        throw new Error(
          `${this.name} did not boot; its console ${this.logFile} ends with:\n${this.console()}`,
        );
      }
      await delay(100);
    }
    await this.state();
  }

  private get logFile(): string {
    return path.join(this.options.folder, "console.log");
  }

  private console(): string {
    return readFileSync(this.logFile, "utf8").trimEnd().split("\n").slice(-10).join("\n");
  }
}

/** What tells one host of an image from another. */
function writeIdentity({ name, folder, place }: HostOptions): void {
  const changes = path.join(folder, "changes");
  writeFileSync(path.join(changes, "etc/hostname"), `${name}\n`);
  writeFileSync(path.join(changes, "etc/hosts"), `127.0.0.1 localhost\n${place.address} ${name}\n`);
  const machineId = createHash("sha256").update(place.namespace).digest("hex").slice(0, 32);
  writeFileSync(path.join(changes, "etc/machine-id"), `${machineId}\n`, { mode: 0o444 });
  const authorized = readFileSync(path.join(folder, "user_key.pub"));
  for (const [home, user] of [
    ["root", 0],
    ["home/deployer", 1000],
  ] as const) {
    const ssh = path.join(changes, home, ".ssh");
    mkdirSync(ssh, { recursive: true });
    writeFileSync(path.join(ssh, "authorized_keys"), authorized, { mode: 0o600 });
    // A folder of the upper layer has its own owner and mode.
    execFileSync("chown", ["-R", `${user}:${user}`, path.join(changes, home)]);
    chmodSync(path.join(changes, home), 0o700);
    chmodSync(ssh, 0o700);
  }
}

function makeKey(file: string): string {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file]);
  return file;
}
