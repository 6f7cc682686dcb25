import type { Client } from "ssh2";
import { type HeldScript, HeldSession } from "./heldSession";
import { dial, execute, type SshReply, type SshRun } from "./sshSession";

/**
 * A login that stays for several scripts, one after the other. It is made with the first of them, and made again where it was lost.
 * Whoever opens one closes it: an open connection keeps the process alive.
 */
export class SshConnection {
  private clients: Client[] = [];

  /**
   * @throws UnreachableError where nobody answers, or not in time
   * @throws HostKeyError
   * @throws Error where the connection is lost meanwhile
   */
  async ask(run: SshRun): Promise<SshReply> {
    const began = Date.now();
    return execute(await this.client(run), run, began);
  }

  /**
   * Begins a script that goes on until its session ends. Hosts may take no other session of the same connection meanwhile.
   *
   * @throws UnreachableError where nobody answers, or not in time
   * @throws HostKeyError
   * @throws Error if no reply comes
   */
  async hold<T>(
    run: Pick<SshRun, "endpoint" | "patienceSeconds"> & HeldScript<T>,
  ): Promise<{ reply: T; session: HeldSession }> {
    return HeldSession.begin(await this.client(run), run);
  }

  /**
   * Logs in before there is a script.
   *
   * @throws UnreachableError where nobody answers, or not in time
   * @throws HostKeyError
   */
  async open(run: Pick<SshRun, "endpoint" | "patienceSeconds">): Promise<void> {
    await this.client(run);
  }

  private async client({
    endpoint,
    patienceSeconds,
  }: Pick<SshRun, "endpoint" | "patienceSeconds">): Promise<Client> {
    if (this.clients.length === 0) {
      const clients = await dial(endpoint, patienceSeconds);
      const forget = () => {
        if (this.clients === clients) this.close();
      };
      for (const client of clients) client.once("close", forget);
      this.clients = clients;
    }
    return this.clients[0] as Client;
  }

  close(): void {
    for (const client of this.clients) client.end();
    this.clients = [];
  }
}
