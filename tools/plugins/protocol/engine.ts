import { connectivityState, credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { ResourceLog } from "./plugin";

/** The engine that started the plugin, as far as a plugin calls it. */
export class Engine {
  readonly #client: EngineClient;

  constructor(address: string) {
    this.#client = new EngineClient(address, credentials.createInsecure());
  }

  /** The log of a resource. A message that cannot be delivered is dropped: it must not fail what it tells about. */
  logFor(urn: string): ResourceLog {
    // One message after the other: calls made at once may arrive in any order.
    let sent = Promise.resolve();
    const send = (severity: LogSeverity, text: string, ephemeral: boolean) => {
      const request = new LogRequest()
        .setSeverity(severity)
        .setMessage(text)
        .setUrn(urn)
        .setEphemeral(ephemeral);
      sent = sent.then(() => this.#send(request));
    };
    return {
      status: (message) => send(LogSeverity.INFO, message, true),
      warning: (message) => send(LogSeverity.WARNING, message, false),
      error: (message) => send(LogSeverity.ERROR, message, false),
      flush: () => sent,
    };
  }

  /** Calls back once the engine, having been reached, can no longer be. */
  whenGone(gone: () => void): void {
    const channel = this.#client.getChannel();
    let reached = false;
    const watch = () => {
      const state = channel.getConnectivityState(true);
      reached ||= state === connectivityState.READY;
      if (reached && state === connectivityState.TRANSIENT_FAILURE) gone();
      else channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, watch);
    };
    watch();
  }

  #send(request: LogRequest): Promise<void> {
    return new Promise((resolve) => {
      this.#client.log(request, () => resolve());
    });
  }
}
