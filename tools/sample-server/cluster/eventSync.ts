import { connect } from "node:net";
import type { Endpoint } from "../configuration/endpoint";
import type { Ports } from "../ports";
import type { ServerLog } from "../serverLog";
import type { EventCounts } from "./eventCounts";
import { LineChannel } from "./lineChannel";
import type { Member } from "./member";

interface EventMessage {
  /** The receiver's greeting: who it is. */
  member?: string;
  event?: string;
}

interface Publisher {
  endpoint: Endpoint;
  channel: LineChannel<EventMessage>;
  /** True once the member has greeted; false where something else listens there or nothing. */
  greeted: Promise<boolean>;
}

const source = "org.wso2.carbon.event.processor.manager.core.internal.EventHandler";
const publisherSource = "org.wso2.carbon.event.processor.manager.commons.transport.client.TCPEventPublisher";
const greetingMilliseconds = 3000;

/** Gives each event to the other members over their event sync ports, and takes theirs. */
export class EventSync {
  private readonly uuid: string;
  private readonly endpoint: Endpoint;
  private readonly counts: EventCounts;
  private readonly log: ServerLog;
  private readonly publishers = new Map<string, Publisher>();

  constructor(uuid: string, endpoint: Endpoint, counts: EventCounts, log: ServerLog) {
    this.uuid = uuid;
    this.endpoint = endpoint;
    this.counts = counts;
    this.log = log;
  }

  async listen(ports: Ports): Promise<void> {
    const { host, port } = this.endpoint;
    const server = "org.wso2.carbon.event.processor.manager.commons.transport.server.TCPEventServer";
    this.log.info(server, `EventServer starting event listener on ${host}:${port}`);
    const listening = await ports.listen(this.endpoint, (socket) => {
      const channel = new LineChannel<EventMessage>(socket, ({ event }) => {
        if (event !== undefined) this.counts.add(event);
      });
      channel.send({ member: this.uuid });
    });
    const name = "TCPEventServer for EventReceiver started on port";
    if (listening) this.log.info(source, `Event Management ${name} ${port}`);
    else this.log.error(source, `Unable to start ${name} ${port}`);
  }

  /** Connects to the members that are new and forgets those that are gone. */
  follow(others: readonly Member[]): void {
    for (const [uuid, { endpoint, channel }] of this.publishers) {
      if (others.some((member) => member.uuid === uuid)) continue;
      this.publishers.delete(uuid);
      channel.destroy();
      this.log.info(
        source,
        `CEP sync publisher disconnected from Member '${endpoint.host}:${endpoint.port}'`,
      );
    }
    for (const { uuid, eventSync } of others) {
      if (eventSync !== undefined && !this.publishers.has(uuid)) this.publishTo(uuid, eventSync);
    }
  }

  /** Whether this member's events reach that one. */
  async reaches({ uuid, eventSync }: Member): Promise<boolean> {
    if (eventSync === undefined) return false;
    const first = await this.publishers.get(uuid)?.greeted;
    return first === true || this.publishTo(uuid, eventSync);
  }

  publish(event: string): void {
    for (const { channel } of this.publishers.values()) channel.send({ event });
  }

  close(): void {
    for (const { channel } of this.publishers.values()) channel.destroy();
  }

  private publishTo(uuid: string, endpoint: Endpoint): Promise<boolean> {
    const { host, port } = endpoint;
    const socket = connect({ ...endpoint, localAddress: this.endpoint.host });
    const timeout = setTimeout(() => socket.destroy(), greetingMilliseconds);
    let greet: (greeted: boolean) => void = () => undefined;
    const greeted = new Promise<boolean>((resolve) => {
      greet = resolve;
    });
    const channel = new LineChannel<EventMessage>(
      socket,
      ({ member }) => greet(member === uuid),
      () => greet(false),
    );
    this.publishers.set(uuid, { endpoint, channel, greeted });
    return greeted.then((done) => {
      clearTimeout(timeout);
      if (done) this.log.info(source, `CEP sync publisher initiated to Member '${host}:${port}'`);
      else this.log.error(publisherSource, `Error connection to ${host}:${port}`);
      return done;
    });
  }
}
