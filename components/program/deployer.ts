import * as os from "node:os";
import * as pulumi from "@pulumi/pulumi";

/** Who runs this program, for others: the stack, the user and the machine. */
export function currentDeployer(): string {
  return `stack ${pulumi.getStack()} of ${pulumi.getProject()}, ${userAndHost()}`;
}

/** As a prompt shows them. */
export function userAndHost(): string {
  return `${userName()}@${os.hostname()}`;
}

/** A container may run as a user that has no name. */
function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}
