import { constants } from "node:os";
import type { Client, ClientChannel } from "ssh2";
import { goQuote } from "../goText";

export interface SessionOptions {
  command: string;
  stdin: string | undefined;
  /** Must be accepted by the server. */
  environment: Readonly<Record<string, string>>;
  /** Sent as well; `refused` hears of every one that the server does not accept. */
  optionalEnvironment: Readonly<Record<string, string>>;
  refused(name: string, required: boolean): void;
  output(stream: "stdout" | "stderr", data: Buffer): void;
}

/** The parts of ssh2 behind its typed interface that environment requests with an answer need. */
interface Channel {
  _callbacks: ((failed: boolean) => void)[];
}
interface Internals {
  _protocol: {
    env(channel: number, name: string, value: string, wantReply: boolean): void;
    exec(channel: number, command: string, wantReply: boolean): void;
  };
  _chanMgr: { get(channel: number): Channel };
}

/**
 * Runs a command in a session of its own. Rejects where a variable of `environment` is refused.
 *
 * @returns how the command failed, in the words of Go's SSH client; undefined after exit status 0
 */
export async function runSession(client: Client, options: SessionOptions): Promise<string | undefined> {
  const channel = await openChannel(client, options);
  channel.on("data", (data: Buffer) => options.output("stdout", data));
  channel.stderr.on("data", (data: Buffer) => options.output("stderr", data));
  // A command may end without reading its input.
  channel.on("error", () => undefined);
  return new Promise((resolve) => {
    channel.once("close", (code: unknown, signal: unknown) => resolve(exitProblem(code, signal)));
    channel.end(options.stdin);
  });
}

function openChannel(client: Client, options: SessionOptions): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    const refuse = (name: string) => {
      reject(new Error(`could not set environment variable ${goQuote(name)}: ssh: setenv failed`));
      client.end();
    };
    const env = { ...options.environment, ...options.optionalEnvironment };
    if (Object.keys(env).length > 0) awaitEnvironment(client, options, refuse);
    client.exec(options.command, { env }, (error, channel) => {
      if (error) reject(new Error(`ssh: command ${options.command} failed`));
      else resolve(channel);
    });
  });
}

/** ssh2 sends variables without asking for an answer; this asks, and holds the command back until all have come. */
function awaitEnvironment(client: Client, options: SessionOptions, refuse: (name: string) => void): void {
  const { _protocol: protocol, _chanMgr: channels } = client as unknown as Internals;
  const sendEnv = protocol.env.bind(protocol);
  const sendExec = protocol.exec.bind(protocol);
  const refused = new Set<string>();
  const answers: Promise<void>[] = [];

  protocol.env = (id, name, value) => {
    const answer = new Promise<void>((resolve) => {
      channels.get(id)._callbacks.push((failed) => {
        if (failed) refused.add(name);
        resolve();
      });
    });
    answers.push(answer);
    sendEnv(id, name, value, true);
  };
  protocol.exec = (id, command, wantReply) => {
    void Promise.all(answers).then(() => {
      const required = Object.keys(options.environment).find((name) => refused.has(name));
      for (const name of refused) options.refused(name, name === required);
      if (required === undefined) sendExec(id, command, wantReply);
      else refuse(required);
    });
  };
}

function exitProblem(code: unknown, signal: unknown): string | undefined {
  if (typeof signal === "string") {
    const number = constants.signals[signal as NodeJS.Signals] ?? 0;
    return `Process exited with status ${128 + number} from signal ${signal.replace(/^SIG/, "")}`;
  }
  if (typeof code !== "number") return "wait: remote command exited without exit status or exit signal";
  return code === 0 ? undefined : `Process exited with status ${code}`;
}
