import { connect, createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataCenter } from "./dataCenter";

/** Milliseconds between two looks at the addresses that there are. */
const pause = 300;

/** Of SSH. */
const port = 22;

/**
 * Lets machines answer SSH at their own addresses, private and elastic, as far as these are this machine's: moto's elastic addresses
 * are, and so are those of a `loopbackNetwork`. So a bastion VM is reached at its elastic address, and reaches the nodes as it does on
 * AWS.
 */
export class MachineAddresses {
  private readonly dataCenter: DataCenter;
  private readonly servers = new Map<string, Server>();
  private isEnding = false;
  private readonly looking: Promise<void>;

  constructor(dataCenter: DataCenter) {
    this.dataCenter = dataCenter;
    this.looking = this.look();
  }

  async end(): Promise<void> {
    this.isEnding = true;
    await this.looking;
    for (const server of this.servers.values()) server.close();
  }

  private async look(): Promise<void> {
    while (!this.isEnding) {
      const addresses = await this.dataCenter.addresses().catch(() => []);
      for (const address of addresses) if (!this.servers.has(address)) this.serve(address);
      await sleep(pause);
    }
  }

  private serve(address: string): void {
    const server = createServer((client) => {
      client.on("error", () => client.destroy());
      this.dataCenter.machineAt(address).then(
        (machine) => {
          if (machine === undefined) return client.destroy();
          const target = connect(machine.port, machine.host);
          target.on("error", () => client.destroy());
          client.on("close", () => target.destroy());
          target.on("close", () => client.destroy());
          client.pipe(target).pipe(client);
        },
        () => client.destroy(),
      );
    });
    // Somebody else's: the deployment does not reach the machine there, and says so.
    server.on("error", () => server.close());
    server.listen(port, address);
    this.servers.set(address, server);
  }
}
