import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { holdEngine } from "../../tools/machine/holdEngine";
import { descendants, killAll, signal } from "../../tools/machine/processes";
import type { Change, RunningCluster } from "./runningCluster";

/** `cut`: the connection of a session; `killed`: the deployer. */
export type Interruption = "cut" | "killed";

/** Updates of a running cluster that are interrupted at a moment. */
export class Interruptions {
  private readonly cluster: RunningCluster;

  constructor(cluster: RunningCluster) {
    this.cluster = cluster;
  }

  /**
   * Updates, interrupts when the update says what it says at that moment, and leaves the stack as a user does who wants to
   * update again.
   *
   * @param says a regular expression, on one line
   * @returns whether the update failed
   */
  async interrupt(how: Interruption, says: string, change: Change): Promise<boolean> {
    const wanted = new RegExp(says);
    let heard = "";
    let interrupted: Promise<void> | undefined;
    const updating = this.cluster.up(change, (text) => {
      heard += text;
      if (interrupted !== undefined || !wanted.test(heard)) return;
      interrupted = how === "cut" ? this.cutSession() : this.killDeployer();
    });
    const { failed, output } = await updating;
    expect(interrupted, `'${says}' was not said: ${output}`).toBeDefined();
    await interrupted;
    if (how === "killed") {
      expect(failed, output).toBe(true);
      await this.cluster.stack.cancel();
    }
    return failed;
  }

  private async killDeployer(): Promise<void> {
    const engine = descendants(process.pid).filter(({ command }) => command.includes(" up --yes "));
    expect(engine).toHaveLength(1);
    await holdEngine(this.cluster.stack, engine);
    killAll(engine);
  }

  /**
   * Ends the server's process of a session, and not what the session has started: as where the network is gone. Where none
   * is at work at this moment, the next one. A connection that is only being made is none: it would be made anew.
   */
  private async cutSession(): Promise<void> {
    for (let waited = 0; waited < 500; waited++) {
      const servers = this.cluster.nodes
        .flatMap(({ ssh }) => descendants(ssh.pid))
        .filter(({ command }) => command.startsWith("sshd"));
      if (servers.some(cutWhereAtWork)) return;
      await sleep(10);
    }
    throw new Error("there was no session to cut");
  }
}

/** Its shell is held meanwhile, or it could have ended, with a success, just before. */
function cutWhereAtWork(server: { pid: number }): boolean {
  const held = shellsOf(server).filter(({ pid }) => signal(pid, "SIGSTOP"));
  const atWork = shellsOf(server).length > 0;
  if (atWork) killAll([server]);
  for (const { pid } of held) signal(pid, "SIGCONT");
  return atWork;
}

/** Without those that have ended, whose command line is empty. */
function shellsOf({ pid }: { pid: number }) {
  return descendants(pid).filter(({ command }) => command.startsWith("sh -s"));
}
