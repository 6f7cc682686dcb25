import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";

const firstHost = 11;

/** A network namespace with one interface on the bridge. */
export interface HostPlace {
  namespace: string;
  address: string;
}

/** A bridge of this machine's with a network namespace per host. This machine is on it too. */
export class HostNetwork {
  /** This machine's address on it. */
  readonly gateway: string;
  private readonly id: string;
  private readonly network: string;
  private hosts = 0;

  /** @param id begins the name of everything here; at most 10 characters */
  constructor(id: string) {
    this.id = id;
    this.network = freeNetwork();
    this.gateway = `${this.network}.1`;
    const bridge = bridgeOf(id);
    ip("link", "add", bridge, "type", "bridge");
    ip("address", "add", `${this.gateway}/24`, "dev", bridge);
    ip("link", "set", bridge, "up");
  }

  addHost(name: string): HostPlace {
    const namespace = `${this.id}-${name}`;
    const link = `${this.id}h${this.hosts}`;
    const address = `${this.network}.${firstHost + this.hosts++}`;
    const inside = ["-n", namespace];
    ip("netns", "add", namespace);
    ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    ip("link", "set", link, "master", bridgeOf(this.id), "up");
    ip(...inside, "address", "add", `${address}/24`, "dev", "eth0");
    ip(...inside, "link", "set", "eth0", "up");
    ip(...inside, "link", "set", "lo", "up");
    return { namespace, address };
  }

  remove(): void {
    removeNetwork(this.id);
  }
}

/** Removes the network of that id, or what a killed run left of it. */
export function removeNetwork(id: string): void {
  // The other end of each host's link goes with its namespace.
  for (const name of namesIn("/run/netns")) if (name.startsWith(`${id}-`)) ip("netns", "delete", name);
  if (namesIn("/sys/class/net").includes(bridgeOf(id))) ip("link", "delete", bridgeOf(id));
}

function bridgeOf(id: string): string {
  return `${id}b`;
}

/** The first three numbers of private addresses that this machine has no route to. */
function freeNetwork(): string {
  const routes = ip("-4", "route");
  for (;;) {
    const network = `10.${200 + random(50)}.${random(250)}`;
    if (!routes.includes(`${network}.`)) return network;
  }
}

function random(below: number): number {
  return Math.floor(Math.random() * below);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function ip(...words: string[]): string {
  return execFileSync("ip", words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
