import { flushCompileCache } from "node:module";
import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Engine } from "./engine";
import type { CheckResult, Diff, Operation, Plugin, ResourceKind } from "./plugin";
import { ChangeKind } from "./propertyDiff";
import type { PropertyMap } from "./propertyValue";

/**
 * Serves a plugin to the engine. `provider.main` of @pulumi/pulumi is not enough: it passes on neither the
 * provider's configuration nor whether an operation is a preview, and it cannot log for a resource.
 */
export async function servePlugin(plugin: Plugin, engineAddress: string): Promise<void> {
  const engine = new Engine(engineAddress);
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(ResourceProviderService, pluginService(plugin, engine));
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  // The engine reads the port from the first line.
  process.stdout.write(`${port}\n`);
  // The engine ends its plugins by a signal, at which Node would not keep the code it has compiled.
  flushCompileCache();
  // An engine that was killed cannot end its plugins.
  engine.whenGone(() => process.exit(1));
}

type Service = Omit<IResourceProviderServer, "list">;

function pluginService(plugin: Plugin, engine: Engine): grpc.UntypedServiceImplementation {
  const cancelled = new AbortController();
  const operation = (request: { getUrn(): string; getTimeout?(): number }): Operation => ({
    urn: request.getUrn(),
    name: nameOf(request.getUrn()),
    log: engine.logFor(request.getUrn()),
    signal: operationSignal(cancelled.signal, request.getTimeout?.() ?? 0),
  });
  const kind = (request: { getUrn(): string }): ResourceKind => resourceKind(plugin, request.getUrn());

  const service: Partial<Service> = {
    getPluginInfo: unary(async () => new PluginInfo().setVersion(plugin.version)),
    getSchema: unary(async () => new messages.GetSchemaResponse().setSchema("{}")),
    attach: unary(async () => new Empty()),
    cancel: unary(async () => {
      cancelled.abort(new Error("context canceled"));
      return new Empty();
    }),
    checkConfig: unary(async (request) => {
      const news = properties(request.getNews());
      return checkResponse(plugin.checkConfiguration?.(news) ?? { inputs: news });
    }),
    diffConfig: unary(async (request) => {
      const olds = properties(request.getOldInputs() ?? request.getOlds());
      const diff = plugin.diffConfiguration?.(olds, properties(request.getNews()));
      // Without the details, which the engine does not ask for here.
      return diffResponse(diff ?? { changes: new Map(), replaces: [] }).setHasdetaileddiff(false);
    }),
    configure: unary(async (request) => {
      plugin.configure?.(properties(request.getArgs()));
      return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    invoke: unary(async (request) => {
      const lookUp = plugin.functions?.[request.getTok()];
      if (lookUp === undefined) {
        throw new Error(`the offline plugin ${plugin.name} has no look-up ${request.getTok()}`);
      }
      return new messages.InvokeResponse().setReturn(struct(await lookUp(properties(request.getArgs()))));
    }),
    check: unary(async (request) => {
      const news = properties(request.getNews());
      const olds = properties(request.getOlds());
      return checkResponse(kind(request).check({ name: nameOf(request.getUrn()), olds, news }));
    }),
    diff: unary(async (request) => {
      const inputs = properties(request.getOldInputs());
      const old = { id: request.getId(), inputs, outputs: properties(request.getOlds()) };
      const news = properties(request.getNews());
      for (const name of request.getIgnorechangesList()) {
        const kept = inputs[name];
        if (kept !== undefined) news[name] = kept;
      }
      return diffResponse(kind(request).diff(old, news));
    }),
    create: unary(async (request) => {
      const inputs = properties(request.getProperties());
      const preview = request.getPreview();
      const state = await kind(request).create({ ...operation(request), inputs, preview });
      return new messages.CreateResponse().setId(state.id).setProperties(struct(state.outputs));
    }),
    read: unary(async (request) => {
      const id = request.getId();
      const inputs = properties(request.getInputs());
      const outputs = properties(request.getProperties());
      const read = kind(request).read;
      const result = read
        ? await read({ ...operation(request), id, inputs, outputs })
        : { id, inputs, outputs };
      const response = new messages.ReadResponse();
      if (result === undefined) return response;
      return response.setId(result.id).setProperties(struct(result.outputs)).setInputs(struct(result.inputs));
    }),
    update: unary(async (request) => {
      const old = {
        id: request.getId(),
        inputs: properties(request.getOldInputs()),
        outputs: properties(request.getOlds()),
      };
      const inputs = properties(request.getNews());
      const preview = request.getPreview();
      const outputs = await kind(request).update?.({ ...operation(request), old, inputs, preview });
      return new messages.UpdateResponse().setProperties(struct(outputs ?? inputs));
    }),
    delete: unary(async (request) => {
      const outputs = properties(request.getProperties());
      const old = { id: request.getId(), inputs: properties(request.getOldInputs()), outputs };
      await kind(request).delete?.({ ...operation(request), old });
      return new Empty();
    }),
  };
  return service as grpc.UntypedServiceImplementation;
}

function unary<Request, Response>(
  handle: (request: Request) => Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    handle(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => callback({ code: grpc.status.UNKNOWN, details: messageOf(error) }),
    );
  };
}

function operationSignal(cancelled: AbortSignal, timeoutSeconds: number): AbortSignal {
  if (timeoutSeconds === 0) return cancelled;
  const timeout = new AbortController();
  const timer = setTimeout(
    () => timeout.abort(new Error("context deadline exceeded")),
    timeoutSeconds * 1000,
  );
  timer.unref();
  return AbortSignal.any([cancelled, timeout.signal]);
}

/** The type is the last of the dotted types in `urn:pulumi:stack::project::parent$type::name`. */
function resourceKind(plugin: Plugin, urn: string): ResourceKind {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const kind = plugin.resources[type];
  if (kind === undefined) throw new Error(`the offline plugin ${plugin.name} has no resource ${type}`);
  return kind;
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function checkResponse(result: CheckResult): messages.CheckResponse {
  const failures = (result.failures ?? []).map(({ property, reason }) =>
    new messages.CheckFailure().setProperty(property).setReason(reason),
  );
  return new messages.CheckResponse().setInputs(struct(result.inputs)).setFailuresList(failures);
}

function diffResponse({ changes, replaces, deleteBeforeReplace }: Diff): messages.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse()
    .setChanges(changes.size > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList(topLevel([...changes.keys()]))
    .setReplacesList(topLevel(replaces.filter((path) => changes.has(path))))
    .setDeletebeforereplace(deleteBeforeReplace ?? false)
    .setHasdetaileddiff(true);
  for (const [path, kind] of changes) {
    const change = new messages.PropertyDiff().setKind(protocolKind(kind, replaces.includes(path)));
    response.getDetaileddiffMap().set(path, change);
  }
  return response;
}

function protocolKind(kind: ChangeKind, replaces: boolean): messages.PropertyDiff.Kind {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;
  switch (kind) {
    case ChangeKind.Add:
      return replaces ? ADD_REPLACE : ADD;
    case ChangeKind.Delete:
      return replaces ? DELETE_REPLACE : DELETE;
    case ChangeKind.Update:
      return replaces ? UPDATE_REPLACE : UPDATE;
  }
}

function topLevel(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => path.split(/[.[]/)[0] ?? path))];
}

function properties(value: Struct | undefined): PropertyMap {
  return (value?.toJavaScript() ?? {}) as PropertyMap;
}

function struct(value: PropertyMap): Struct {
  return Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
