import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { ClusterConfiguration } from "../configuration/clusterFile";
import type { Endpoint } from "../configuration/endpoint";
import type { Ports } from "../ports";
import type { ServerLog } from "../serverLog";
import type { Member } from "./member";
import { MemberChannel, type Side } from "./memberChannel";

const source = "org.wso2.carbon.core.clustering.hazelcast.wka.WKABasedMembershipScheme";
const redialMilliseconds = 500;
/** How long a joining member waits for answers, and then for members that start in the same moment. */
const answerMilliseconds = 1000;
const settleMilliseconds = 150;
const pollMilliseconds = 20;

/** Who is a member, over the Hazelcast port: dials the list of members and lets in who proves itself. */
export class Membership {
  private local: Member;
  private readonly cluster: ClusterConfiguration;
  private readonly log: ServerLog;
  private readonly changed: () => void;
  private readonly channels = new Set<MemberChannel>();
  private readonly joined = new Map<string, Member>();
  private readonly refusals = new Set<string>();
  private readonly redials = new Set<NodeJS.Timeout>();
  private left = false;

  constructor(local: Member, cluster: ClusterConfiguration, log: ServerLog, changed: () => void) {
    this.local = local;
    this.cluster = cluster;
    this.log = log;
    this.changed = changed;
  }

  get self(): Member {
    return this.local;
  }

  /** The other members. */
  get others(): Member[] {
    return [...this.joined.values()];
  }

  /** Listens and dials; false where the port is taken. */
  async join(ports: Ports): Promise<boolean> {
    if (!(await ports.listen(this.cluster.local, (socket) => this.open(socket, "accepted")))) return false;
    const { host, port } = this.cluster.local;
    const peers = this.cluster.members.filter((member) => member.host !== host || member.port !== port);
    const answers = peers.map((peer) => this.dial(peer));
    await Promise.race([Promise.all(answers), delay(answerMilliseconds)]);
    await delay(settleMilliseconds);
    const deadline = Date.now() + answerMilliseconds;
    while (Date.now() < deadline && [...this.channels].some(({ member }) => member === undefined)) {
      await delay(pollMilliseconds);
    }
    return true;
  }

  /** Changes this member, and tells the others. */
  update(news: Partial<Member>): void {
    this.local = { ...this.local, ...news };
    for (const channel of this.channels) channel.tell(this.local);
  }

  /** Says goodbye, so that the others know at once. */
  leave(): void {
    this.left = true;
    for (const redial of this.redials) clearTimeout(redial);
    for (const channel of this.channels) channel.leave();
  }

  /** Resolves with the answer, whatever it is. Who does not answer is dialled again and again. */
  private dial(peer: Endpoint): Promise<void> {
    return new Promise((resolve) => {
      const known = this.others.some(({ host, port }) => host === peer.host && port === peer.port);
      if (this.left || known) return resolve();
      const socket = connect({ ...peer, localAddress: this.cluster.local.host });
      socket.on("connect", () => {
        this.open(socket, "dialled");
        resolve();
      });
      socket.on("error", () => resolve());
      socket.on("close", () => this.redial(peer));
    });
  }

  private redial(peer: Endpoint): void {
    if (this.left) return;
    const timer = setTimeout(() => {
      this.redials.delete(timer);
      void this.dial(peer);
    }, redialMilliseconds);
    this.redials.add(timer);
  }

  private open(socket: Socket, side: Side): void {
    const channel = new MemberChannel(socket, side, this.cluster, {
      self: () => this.local,
      changed: (proven) => this.hear(proven),
      refused: (reason) => this.refuse(reason),
      closed: (ended) => this.close(ended),
    });
    this.channels.add(channel);
  }

  private hear(channel: MemberChannel): void {
    const { member } = channel;
    if (member === undefined) return;
    if (!this.joined.has(member.uuid)) {
      this.log.info(source, `Member joined [${member.uuid}]: /${member.host}:${member.port}`);
    }
    this.joined.set(member.uuid, member);
    this.changed();
  }

  private refuse(reason: string): void {
    if (!this.refusals.has(reason)) this.log.warn(source, `A member was refused: ${reason}`);
    this.refusals.add(reason);
  }

  private close(channel: MemberChannel): void {
    this.channels.delete(channel);
    const { member } = channel;
    if (member === undefined || !this.joined.has(member.uuid) || this.left) return;
    // Both may have dialled each other; the last of two connections counts.
    if ([...this.channels].some((other) => other.member?.uuid === member.uuid)) return;
    this.joined.delete(member.uuid);
    this.log.info(source, `Member left [${member.uuid}]: /${member.host}:${member.port}`);
    this.log.info(source, `WKA member Host:${member.host}, Port: ${member.port} left cluster.`);
    this.changed();
  }
}
