import { spawnSync } from "node:child_process";

/** Drops packets to and from servers of this machine, with a table of nftables of its own. */
export class PacketDrop {
  private readonly table = `faults${process.pid}`;

  /** As from a host that is gone: whoever sends hears nothing. @returns whether this machine can */
  begin(address: string, port: number): boolean {
    return this.run(`table ip ${this.table} {
      chain input {
        type filter hook input priority 0
        ip daddr ${address} tcp dport ${port} drop
        ip saddr ${address} tcp sport ${port} drop
      }
    }`);
  }

  /** Of all servers. */
  end(): void {
    this.run(`table ip ${this.table}\ndelete table ip ${this.table}`);
  }

  private run(rules: string): boolean {
    return spawnSync("nft", ["-f", "-"], { input: rules }).status === 0;
  }
}
