import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Order, Probe } from "./partyProcess";

interface PartyProcess {
  child: ChildProcessByStdio<Writable, Readable, null>;
  lines: Interface;
}

/**
 * Hosts in network namespaces of their own, each at the end of a cable to one router. What the router lets pass is what
 * the security groups at both ends of a connection would.
 */
export class PacketNetwork {
  private readonly prefix = `an${process.pid}`;
  private readonly addresses: ReadonlyMap<string, string>;
  private readonly processes = new Map<string, PartyProcess>();

  /** @param addresses by party */
  constructor(addresses: Readonly<Record<string, string>>) {
    this.addresses = new Map(Object.entries(addresses));
  }

  /** Lays the cables; every party answers on those ports. */
  async start(ports: readonly number[]): Promise<void> {
    this.namespace("ip", ["netns", "add", this.router]);
    this.inRouter("sh", ["-c", routerSettings]);
    for (const [index, [name, address]] of [...this.addresses].entries()) this.connect(index, name, address);
    await Promise.all([...this.addresses.keys()].map((name) => this.order(name, { listen: [...ports] })));
  }

  /** Replaces what the router lets pass. @param ruleset of nftables */
  filter(ruleset: string): void {
    this.inRouter("nft", ["-f", "-"], `flush ruleset\n${ruleset}`);
  }

  /** The places of the probes that were answered, all sent by one party. */
  async probe(from: string, probes: readonly Probe[]): Promise<number[]> {
    return this.order(from, { probe: [...probes] });
  }

  stop(): void {
    for (const { child } of this.processes.values()) child.kill("SIGKILL");
    const existing = execFileSync("ip", ["netns", "list"], { encoding: "utf8" });
    for (const name of existing.match(new RegExp(`^${this.prefix}\\w+`, "gm")) ?? []) {
      this.namespace("ip", ["netns", "delete", name]);
    }
  }

  private get router(): string {
    return `${this.prefix}router`;
  }

  private connect(index: number, name: string, address: string): void {
    const host = `${this.prefix}${name}`;
    const cable = `cable${index}`;
    const inHost = (words: string) => this.namespace("ip", ["-n", host, ...words.split(" ")]);
    const inRouter = (words: string) => this.namespace("ip", ["-n", this.router, ...words.split(" ")]);
    this.namespace("ip", ["netns", "add", host]);
    inRouter(`link add ${cable} type veth peer name eth0 netns ${host}`);
    inRouter(`address add 169.254.1.1/32 dev ${cable}`);
    inRouter(`link set ${cable} up`);
    inRouter(`route add ${address}/32 dev ${cable}`);
    inHost("link set lo up");
    inHost(`address add ${address}/32 dev eth0`);
    inHost("link set eth0 up");
    inHost("route add default via 169.254.1.1 dev eth0 onlink");
    const program = [
      "netns",
      "exec",
      host,
      process.execPath,
      "--import",
      "tsx",
      path.join(__dirname, "partyProcess.ts"),
    ];
    const child = spawn("ip", program, { stdio: ["pipe", "pipe", "inherit"] });
    // One that ended is told by its exit.
    child.stdin.on("error", () => undefined);
    this.processes.set(name, { child, lines: createInterface({ input: child.stdout }) });
  }

  private async order(name: string, order: Order): Promise<number[]> {
    const party = this.processes.get(name);
    if (party === undefined) throw new Error(`nobody is called ${name}`);
    const ended = Promise.withResolvers<never>();
    const end = () => ended.reject(new Error(`${name} ended`));
    party.child.once("exit", end);
    const answered = new Promise<string>((resolve) => party.lines.once("line", resolve));
    party.child.stdin.write(`${JSON.stringify(order)}\n`);
    const line = await Promise.race([answered, ended.promise]);
    party.child.off("exit", end);
    const answer = JSON.parse(line) as number[] | { failed: string };
    if (!Array.isArray(answer)) throw new Error(`${name}: ${answer.failed}`);
    return answer;
  }

  private inRouter(program: string, words: string[], input = ""): void {
    this.namespace("ip", ["netns", "exec", this.router, program, ...words], input);
  }

  private namespace(program: string, words: string[], input = ""): void {
    execFileSync(program, words, { input, stdio: ["pipe", "ignore", "inherit"] });
  }
}

/** Refusals are never held back, and nothing is remembered for long of a connection that was. */
const routerSettings = [
  "echo 1 >/proc/sys/net/ipv4/ip_forward",
  "echo 0 >/proc/sys/net/ipv4/icmp_ratemask",
  "for file in udp_timeout udp_timeout_stream tcp_timeout_time_wait tcp_timeout_close tcp_timeout_fin_wait; do",
  "  echo 1 >/proc/sys/net/netfilter/nf_conntrack_$file",
  "done",
].join("\n");
