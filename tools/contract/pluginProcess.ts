import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PropertyMap } from "../plugins/protocol/propertyValue";
import { LogServer } from "./logServer";
import { asEngineReads, markedSecret, withoutSecrets } from "./secretMarks";

export interface PluginCommand {
  executable: string;
  /** On top of this process's; what is undefined is not there. */
  environment?: Readonly<Record<string, string | undefined>>;
}

/** What a call came to: its answer, or the text of its error. */
export type Outcome<T extends object> = T | { error: string };

export interface Checked {
  inputs: PropertyMap;
  failures: string[];
}

export interface Created {
  id: string;
  outputs: PropertyMap;
}

export interface Diffed {
  changed: boolean;
  /** How each path differs, for example `update` or `add-replace`. */
  details: Record<string, string>;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

type Done<Response> = (error: ServiceError | null, response: Response) => void;
type Call<Request, Response> = (request: Request, done: Done<Response>) => unknown;

/** A started plugin, spoken to as the engine does, whichever set it is of. */
export class PluginProcess {
  /** As the plugin tells it. */
  readonly version: string;
  readonly #process: ChildProcess;
  readonly #client: ResourceProviderClient;
  readonly #engine: LogServer;
  /** The engine keeps secrets from a plugin that does not say that it keeps them, and marks its answers itself. */
  #keepsSecrets = false;

  private constructor(
    process: ChildProcess,
    client: ResourceProviderClient,
    engine: LogServer,
    version: string,
  ) {
    this.#process = process;
    this.#client = client;
    this.#engine = engine;
    this.version = version;
  }

  static async start({ executable, environment }: PluginCommand): Promise<PluginProcess> {
    const engine = await LogServer.start();
    const process = spawn(executable, [engine.address], {
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...globalThis.process.env, ...environment },
    });
    const client = new ResourceProviderClient(
      `127.0.0.1:${await firstLine(process)}`,
      credentials.createInsecure(),
    );
    const info = await answer(
      (one: Empty, done: Done<PluginInfo>) => client.getPluginInfo(one, done),
      new Empty(),
    );
    return new PluginProcess(process, client, engine, info.getVersion());
  }

  async stop(): Promise<void> {
    this.#client.close();
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill();
    await ended;
    this.#engine.stop();
  }

  /** What was logged since the last call, for example `info one`. */
  takeLog(): string[] {
    return this.#engine.take();
  }

  async checkConfiguration(news: PropertyMap): Promise<Outcome<Checked>> {
    const request = new messages.CheckRequest().setUrn(providerUrn).setNews(struct(withoutSecrets(news)));
    return outcome(
      (one, done) => this.#client.checkConfig(one, done),
      request,
      (response: messages.CheckResponse) => checked(response, news),
    );
  }

  async diffConfiguration(olds: PropertyMap, news: PropertyMap): Promise<Outcome<Diffed>> {
    const request = new messages.DiffRequest()
      .setUrn(providerUrn)
      .setOlds(struct(withoutSecrets(olds)))
      .setOldInputs(struct(withoutSecrets(olds)))
      .setNews(struct(withoutSecrets(news)));
    return outcome((one, done) => this.#client.diffConfig(one, done), request, diffed);
  }

  async configure(inputs: PropertyMap): Promise<Outcome<object>> {
    const request = new messages.ConfigureRequest()
      .setArgs(struct(withoutSecrets(inputs)))
      .setAcceptsecrets(true)
      .setAcceptresources(true)
      .setSendsOldInputs(true)
      .setSendsOldInputsToDelete(true);
    return outcome(
      (one, done) => this.#client.configure(one, done),
      request,
      (response: messages.ConfigureResponse) => {
        this.#keepsSecrets = response.getAcceptsecrets();
        return {};
      },
    );
  }

  async check(urn: string, olds: PropertyMap, news: PropertyMap): Promise<Outcome<Checked>> {
    const request = new messages.CheckRequest()
      .setUrn(urn)
      .setOlds(this.#sent(olds))
      .setNews(this.#sent(news))
      .setRandomseed(new Uint8Array(32));
    return outcome(
      (one, done) => this.#client.check(one, done),
      request,
      (response: messages.CheckResponse) => checked(response, news),
    );
  }

  async diff(urn: string, old: OldResource, news: PropertyMap): Promise<Outcome<Diffed>> {
    const request = new messages.DiffRequest()
      .setUrn(urn)
      .setId(old.id)
      .setOlds(this.#sent(old.outputs))
      .setOldInputs(this.#sent(old.inputs))
      .setNews(this.#sent(news));
    return outcome((one, done) => this.#client.diff(one, done), request, diffed);
  }

  async create(urn: string, inputs: PropertyMap, options: CallOptions = {}): Promise<Outcome<Created>> {
    const request = new messages.CreateRequest()
      .setUrn(urn)
      .setProperties(this.#sent(inputs))
      .setPreview(options.preview ?? false)
      .setTimeout(options.timeoutSeconds ?? 0);
    return outcome(
      (one, done) => this.#client.create(one, done),
      request,
      (response: messages.CreateResponse) => ({
        id: response.getId(),
        outputs: markedSecret(properties(response.getProperties()), inputs),
      }),
    );
  }

  async read(urn: string, old: OldResource): Promise<Outcome<OldResource>> {
    const request = new messages.ReadRequest()
      .setUrn(urn)
      .setId(old.id)
      .setProperties(this.#sent(old.outputs))
      .setInputs(this.#sent(old.inputs));
    return outcome(
      (one, done) => this.#client.read(one, done),
      request,
      (response: messages.ReadResponse) => ({
        id: response.getId(),
        inputs: markedSecret(properties(response.getInputs()), old.inputs),
        outputs: markedSecret(properties(response.getProperties()), old.outputs),
      }),
    );
  }

  async update(
    urn: string,
    old: OldResource,
    news: PropertyMap,
    options: CallOptions = {},
  ): Promise<Outcome<{ outputs: PropertyMap }>> {
    const request = new messages.UpdateRequest()
      .setUrn(urn)
      .setId(old.id)
      .setOlds(this.#sent(old.outputs))
      .setOldInputs(this.#sent(old.inputs))
      .setNews(this.#sent(news))
      .setPreview(options.preview ?? false)
      .setTimeout(options.timeoutSeconds ?? 0);
    return outcome(
      (one, done) => this.#client.update(one, done),
      request,
      (response: messages.UpdateResponse) => ({
        outputs: markedSecret(properties(response.getProperties()), news),
      }),
    );
  }

  async delete(urn: string, old: OldResource): Promise<Outcome<object>> {
    const request = new messages.DeleteRequest()
      .setUrn(urn)
      .setId(old.id)
      .setProperties(this.#sent(old.outputs))
      .setOldInputs(this.#sent(old.inputs));
    return outcome(
      (one, done) => this.#client.delete(one, done),
      request,
      () => ({}),
    );
  }

  #sent(value: PropertyMap): Struct {
    return struct(this.#keepsSecrets ? value : withoutSecrets(value));
  }
}

export interface OldResource extends Created {
  inputs: PropertyMap;
}

export interface CallOptions {
  preview?: boolean;
  timeoutSeconds?: number;
}

const providerUrn = "urn:pulumi:stack::project::pulumi:providers:contract::contract";

async function firstLine(process: ChildProcess): Promise<string> {
  if (process.stdout === null) throw new Error("the plugin has no output");
  for await (const line of createInterface(process.stdout)) return line;
  throw new Error(`${process.spawnfile} ended without a port`);
}

function answer<Request, Response>(call: Call<Request, Response>, request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    call(request, (error, response) => (error ? reject(error) : resolve(response)));
  });
}

async function outcome<Request, Response, T extends object>(
  call: Call<Request, Response>,
  request: Request,
  read: (response: Response) => T,
): Promise<Outcome<T>> {
  try {
    return read(await answer(call, request));
  } catch (error) {
    return { error: (error as ServiceError).details };
  }
}

function checked(response: messages.CheckResponse, news: PropertyMap): Checked {
  const failures = response.getFailuresList().map((one) => `${one.getProperty()}: ${one.getReason()}`);
  // Nobody looks at inputs that have failed.
  const inputs = failures.length > 0 ? {} : markedSecret(properties(response.getInputs()), news);
  return { inputs, failures: failures.sort() };
}

const kinds = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];

function diffed(response: messages.DiffResponse): Diffed {
  const details: [string, string][] = [];
  response.getDetaileddiffMap().forEach((difference, path) => {
    details.push([path, kinds[difference.getKind()] ?? ""]);
  });
  return {
    changed: response.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
    details: Object.fromEntries(details.sort()),
    replaces: [...new Set(response.getReplacesList())].sort(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}

function properties(value: Struct | undefined): PropertyMap {
  return asEngineReads((value?.toJavaScript() ?? {}) as PropertyMap);
}

function struct(value: PropertyMap): Struct {
  return Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
}
