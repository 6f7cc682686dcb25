import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";
import type { ClusterConfiguration } from "../configuration/clusterFile";
import { LineChannel } from "./lineChannel";
import type { Member } from "./member";

interface MemberMessage {
  hello?: { domain: string; nonce: string };
  /** That the sender knows the group password: it answers the receiver's nonce. */
  proof?: string;
  member?: Member;
  leaving?: true;
}

/** Who opened the connection; part of the proof, so that none can be sent back to who made it. */
export type Side = "dialled" | "accepted";

export interface ChannelEvents {
  self(): Member;
  /** The other one is proven, or has told something new of itself. */
  changed(channel: MemberChannel): void;
  refused(reason: string): void;
  /** It left, or the connection ended. */
  closed(channel: MemberChannel): void;
}

const heartbeatMilliseconds = 1000;

/** A connection to another member, which counts once both have proven domain and group password to each other. */
export class MemberChannel {
  /** The other one, once proven. */
  member: Member | undefined;
  private readonly side: Side;
  private readonly cluster: ClusterConfiguration;
  private readonly events: ChannelEvents;
  private readonly nonce = randomBytes(16).toString("hex");
  private readonly channel: LineChannel<MemberMessage>;
  private heardAt = Date.now();

  constructor(socket: Socket, side: Side, cluster: ClusterConfiguration, events: ChannelEvents) {
    this.side = side;
    this.cluster = cluster;
    this.events = events;
    const heartbeat = setInterval(() => this.beat(), heartbeatMilliseconds);
    this.channel = new LineChannel(
      socket,
      (message) => this.receive(message),
      () => {
        clearInterval(heartbeat);
        this.events.closed(this);
      },
    );
    this.channel.send({ hello: { domain: cluster.domain, nonce: this.nonce } });
  }

  tell(self: Member): void {
    if (this.member !== undefined) this.channel.send({ member: self });
  }

  leave(): void {
    this.channel.send({ leaving: true });
    this.channel.end();
  }

  private beat(): void {
    if (Date.now() - this.heardAt > this.cluster.silenceMilliseconds) this.channel.destroy();
    else this.channel.send({});
  }

  private receive({ hello, proof, member, leaving }: MemberMessage): void {
    this.heardAt = Date.now();
    if (hello !== undefined) this.answer(hello);
    else if (proof !== undefined && member !== undefined) this.accept(proof, member);
    else if (this.member === undefined) return;
    else if (leaving) this.channel.destroy();
    else if (member !== undefined) {
      this.member = member;
      this.events.changed(this);
    }
  }

  private answer({ domain, nonce }: { domain: string; nonce: string }): void {
    if (domain !== this.cluster.domain) this.refuse(`its domain is ${domain}`);
    else this.channel.send({ proof: this.proofOf(this.side, nonce), member: this.events.self() });
  }

  private accept(proof: string, member: Member): void {
    const { host, port } = member;
    if (!this.isProven(proof)) this.refuse("its group password is another one");
    else if (!this.cluster.members.some((each) => each.host === host && each.port === port)) {
      this.refuse(`${host}:${port} is not in the list of members`);
    } else {
      this.member = member;
      // What has changed here since the greeting was not told to one who was not proven.
      this.tell(this.events.self());
      this.events.changed(this);
    }
  }

  private isProven(proof: string): boolean {
    const given = Buffer.from(String(proof));
    const wanted = Buffer.from(this.proofOf(this.side === "dialled" ? "accepted" : "dialled", this.nonce));
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  private refuse(reason: string): void {
    this.events.refused(reason);
    this.channel.destroy();
  }

  private proofOf(side: Side, nonce: string): string {
    return createHmac("sha256", this.cluster.groupPassword).update(`${side} ${nonce}`).digest("hex");
  }
}
