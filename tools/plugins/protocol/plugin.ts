import type { ChangeKind } from "./propertyDiff";
import type { PropertyMap } from "./propertyValue";

/** A provider plugin: what the engine asks of it, without the protocol. */
export interface Plugin {
  name: string;
  version: string;
  /** By type token, for example `mysql:index/user:User`. */
  resources: Record<string, ResourceKind>;
  /** Look-ups, by token, for example `aws:ec2/getVpc:getVpc`. */
  functions?: Record<string, LookUp>;
  /** Checks the provider's own arguments and adds defaults. */
  checkConfiguration?(news: PropertyMap): CheckResult;
  diffConfiguration?(olds: PropertyMap, news: PropertyMap): Diff;
  configure?(configuration: PropertyMap): void;
}

/** Finds what is there already; its arguments are all known. */
export type LookUp = (args: PropertyMap) => Promise<PropertyMap>;

/** What a plugin does for one type of resource. Property maps hold secrets and unknowns as the engine marks them. */
export interface ResourceKind {
  check(request: CheckRequest): CheckResult;
  diff(olds: OldResource, news: PropertyMap): Diff;
  create(request: CreateRequest): Promise<ResourceState>;
  read?(request: ReadRequest): Promise<ReadResult | undefined>;
  update?(request: UpdateRequest): Promise<PropertyMap>;
  delete?(request: DeleteRequest): Promise<void>;
}

export interface CheckRequest {
  /** The resource's logical name. */
  name: string;
  olds: PropertyMap;
  news: PropertyMap;
}

export interface CheckResult {
  inputs: PropertyMap;
  failures?: CheckFailure[];
}

export interface CheckFailure {
  property: string;
  reason: string;
}

export interface OldResource {
  id: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
}

export interface Diff {
  changes: ReadonlyMap<string, ChangeKind>;
  /** Paths whose change replaces the resource. */
  replaces: readonly string[];
  deleteBeforeReplace?: boolean;
}

/** What every operation has at hand besides its properties. */
export interface Operation {
  urn: string;
  name: string;
  log: ResourceLog;
  /** Aborted when the engine cancels or the operation's custom timeout is over. */
  signal: AbortSignal;
}

export interface CreateRequest extends Operation {
  inputs: PropertyMap;
  preview: boolean;
}

export interface UpdateRequest extends Operation {
  old: OldResource;
  inputs: PropertyMap;
  preview: boolean;
}

export interface ReadRequest extends Operation {
  id: string;
  /** Empty when the resource is being imported. */
  inputs: PropertyMap;
  outputs: PropertyMap;
}

export interface DeleteRequest extends Operation {
  old: OldResource;
}

export interface ResourceState {
  id: string;
  outputs: PropertyMap;
}

export interface ReadResult extends ResourceState {
  inputs: PropertyMap;
}

export interface ResourceLog {
  /** Shown while the operation runs, not kept. */
  status(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  /** Resolves once the engine has everything logged so far. */
  flush(): Promise<void>;
}
