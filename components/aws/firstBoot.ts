import { shell } from "../node";
import type { SshKeyPair } from "./sshKeyPair";

const script = "/usr/local/sbin/analytics-first-boot";

/** What a VM with the product has besides its root disk. */
export interface DataVolume {
  volumeId: string;
  mountPoint: string;
  /** Where the image has a JDK; else one is installed unless it is on the path. */
  javaHome?: string;
}

/**
 * User data: cloud-init gives the host its SSH key before sshd starts, so that nobody ever sees another one, and mounts
 * the data volume and installs what the product needs where there is one. JSON, which is YAML too. Holds the private
 * host key, so it is a secret; whoever may read the instance's user data can read it, processes on the VM included.
 */
export function firstBoot(hostKey: SshKeyPair, data?: DataVolume): string {
  const identity = {
    // With ssh_keys cloud-init generates none of its own.
    ssh_deletekeys: true,
    ssh_keys: { ed25519_private: hostKey.privateKey, ed25519_public: hostKey.publicKey },
  };
  const volume = data && {
    write_files: [{ path: script, permissions: "0700", content: scriptText() }],
    runcmd: [[script, data.volumeId, data.mountPoint, data.javaHome ?? "-"]],
  };
  return `#cloud-config\n${JSON.stringify({ ...identity, ...volume })}\n`;
}

function scriptText(): string {
  return `#!/bin/sh\n${shell("packages")}${shell("firstBoot")}`;
}
