import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { requireExecutable } from "../machine/executable";
import { type SshServer, startSshServer } from "../machine/sshServer";

/** What EC2 says about an instance, as far as it decides what its sshd is like. */
export interface Launched {
  instanceId: string;
  userData: string;
  /** The volumes that are attached to it, without the root volume. */
  volumeIds: readonly string[];
  /** The public half of its key pair. */
  loginKey: string;
}

export interface VirtualMachineOptions {
  /** Holds volumes and instances. */
  folder: string;
  /** What the image has at the volume's mount point. */
  imageFolder: string;
}

/** The part of cloud-init's configuration that the deployment uses, see components/aws/firstBoot.ts. */
interface FirstBoot {
  ssh_keys: { ed25519_private: string; ed25519_public: string };
  /** A bastion has none. */
  runcmd?: [[script: string, volumeId: string, mountPoint: string, javaHome: string]];
}

/**
 * An EC2 instance as far as SSH can tell: an OpenSSH server with the host key of the user data, the login key of its
 * key pair, and its data volume, if it has one, where the product's home belongs. A volume is a folder that outlives the instance; an
 * empty one gets what the image has at the mount point, as the first boot does it.
 */
export function boot(launched: Launched, options: VirtualMachineOptions): Promise<SshServer> {
  const { ssh_keys: keys, runcmd } = parseUserData(launched.userData);
  const [[, volumeId, mountPoint] = []] = runcmd ?? [];
  if (volumeId !== undefined && !launched.volumeIds.includes(volumeId)) {
    throw new Error(`${launched.instanceId} waits for ${volumeId}, which is not attached to it`);
  }
  const folder = path.join(options.folder, "instances", launched.instanceId);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(folder, "host_key"), keys.ed25519_private, { mode: 0o600 });
  writeFileSync(path.join(folder, "host_key.pub"), keys.ed25519_public);
  // The private half is the deployment's.
  writeFileSync(path.join(folder, "user_key"), "");
  writeFileSync(path.join(folder, "user_key.pub"), launched.loginKey);
  return startSshServer({
    folder,
    user: "root",
    mount:
      volumeId === undefined || mountPoint === undefined
        ? undefined
        : { source: volume(volumeId, options), at: mountPoint },
    settings: [`SetEnv PATH=${finishedBoot(folder)}:${process.env.PATH}`],
  });
}

export function volumeFolder(volumeId: string, folder: string): string {
  return path.join(folder, "volumes", volumeId);
}

/** Mounts need it, in a namespace of the server's own. */
export function refuseWithoutRoot(): void {
  requireExecutable("unshare", "install the package util-linux");
  try {
    execFileSync("unshare", ["--mount", "true"], { stdio: "ignore" });
  } catch {
    throw new Error("the rehearsal mounts volumes, in namespaces of its own; run it as root");
  }
}

function parseUserData(userData: string): FirstBoot {
  const [first, ...rest] = userData.split("\n");
  if (first !== "#cloud-config")
    throw new Error(`cloud-init would not read user data that begins with ${first}`);
  return JSON.parse(rest.join("\n")) as FirstBoot;
}

function volume(volumeId: string, { folder, imageFolder }: VirtualMachineOptions): string {
  const place = volumeFolder(volumeId, folder);
  if (!existsSync(place)) {
    cpSync(imageFolder, `${place}.new`, { recursive: true, preserveTimestamps: true });
    renameSync(`${place}.new`, place);
  }
  return place;
}

/** Stands for the cloud-init of a VM whose first boot is done, which it is when sshd runs here. */
function finishedBoot(folder: string): string {
  const programs = path.join(folder, "bin");
  mkdirSync(programs, { recursive: true });
  const program = path.join(programs, "cloud-init");
  writeFileSync(program, "#!/bin/sh\necho 'status: done'\n");
  chmodSync(program, 0o755);
  return programs;
}
