import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/**
 * What a plugin takes for the engine: it keeps what is logged, but for debugging. Those lines are shown with `--debug`
 * only, and the real mysql plugin's hold its framework's business and each statement, with the passwords in it.
 */
export class LogServer {
  readonly address: string;
  readonly #server: Server;
  readonly #lines: string[];

  private constructor(server: Server, address: string, lines: string[]) {
    this.#server = server;
    this.address = address;
    this.#lines = lines;
  }

  static async start(): Promise<LogServer> {
    const lines: string[] = [];
    const server = new Server();
    server.addService(EngineService, {
      log: (call: ServerUnaryCall<LogRequest, Empty>, done: sendUnaryData<Empty>) => {
        if (call.request.getSeverity() !== LogSeverity.DEBUG) lines.push(lineOf(call.request));
        done(null, new Empty());
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    return new LogServer(server, `127.0.0.1:${port}`, lines);
  }

  take(): string[] {
    return this.#lines.splice(0);
  }

  stop(): void {
    this.#server.forceShutdown();
  }
}

function lineOf(request: LogRequest): string {
  const severity = severities[request.getSeverity()] ?? "";
  return `${request.getEphemeral() ? `passing ${severity}` : severity}: ${request.getMessage()}`;
}

const severities: Record<number, string> = {
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
};
