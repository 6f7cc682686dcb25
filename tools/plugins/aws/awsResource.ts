import { randomBytes } from "node:crypto";
import type { CheckRequest, CheckResult, Diff, ResourceKind } from "../protocol/plugin";
import { diffInputs } from "../protocol/propertyDiff";
import { type PropertyMap, plainMap } from "../protocol/propertyValue";
import type { AwsClients } from "./awsClients";
import { named } from "./awsError";

/** What AWS answers about a resource, over its arguments; what is undefined is left out. */
export type Answer = Record<string, unknown>;

/**
 * One type of resource as a translation into calls of AWS.
 *
 * @typeParam Args the arguments, resolved: `Unwrap<ec2.SecurityGroupArgs>`
 */
export interface AwsResource<Args> {
  /** Arguments that AWS takes only when it makes the resource: a change replaces it. */
  replaces: readonly (keyof Args & string)[];
  /** Arguments that change in place. Any other argument is refused, so that nothing is silently left undone. */
  updates: readonly (keyof Args & string)[];
  /** What the real plugin fills in. */
  defaults?: Partial<Args>;
  /**
   * The argument that the provider fills in where it is left out: with 26 digits after the argument of that name and `Prefix`,
   * else with seven after the logical name.
   */
  autoName?: keyof Args & string;
  /** @returns the id */
  create(aws: AwsClients, args: Args): Promise<string>;
  /** @returns undefined where it is gone */
  read(aws: AwsClients, id: string, args: Args): Promise<Answer | undefined>;
  /** The given arguments as AWS has them now, which a refresh takes over. @default as they were given */
  refreshed?(aws: AwsClients, id: string, args: Args): Promise<Partial<Args>>;
  /** Whether the real plugin takes another value of an argument for no change. */
  ignores?(argument: string, olds: Args, news: Args): boolean;
  update?(aws: AwsClients, id: string, change: Change<Args>): Promise<void>;
  delete(aws: AwsClients, id: string, args: Args): Promise<void>;
}

export interface Change<Args> {
  args: Args;
  olds: Args;
  /** Whether any of these arguments differs. */
  has(...names: (keyof Args & string)[]): boolean;
}

export interface AwsProvider {
  clients(region: string): AwsClients;
  /** The region of resources that name none. */
  region(): string;
}

/** Wraps a translation into what the engine asks for: check, preview, diff and state. */
export function awsResource<Args>(
  type: string,
  resource: AwsResource<Args>,
  provider: AwsProvider,
): ResourceKind {
  const argsOf = (inputs: PropertyMap) => plainMap(inputs) as unknown as Args;
  const awsOf = (inputs: PropertyMap) => provider.clients(regionOf(inputs) ?? provider.region());
  const state = async (aws: AwsClients, id: string, inputs: PropertyMap) => {
    const answer = await named(`reading ${type} (${id})`, () => resource.read(aws, id, argsOf(inputs)));
    return answer && { ...inputs, region: aws.region, ...defined(answer) };
  };

  return {
    check: (request) => checkArguments(resource, request),

    diff: ({ inputs }, news) => diffArguments(resource, inputs, news),

    async create({ inputs, preview }) {
      if (preview) return { id: "", outputs: inputs };
      const aws = awsOf(inputs);
      const id = await named(`creating ${type}`, () => resource.create(aws, argsOf(inputs)));
      return { id, outputs: (await state(aws, id, inputs)) ?? inputs };
    },

    async read({ id, inputs }) {
      const aws = awsOf(inputs);
      const outputs = await state(aws, id, inputs);
      if (outputs === undefined) return undefined;
      const refreshed = await resource.refreshed?.(aws, id, argsOf(inputs));
      const current = { ...inputs, ...(refreshed as PropertyMap | undefined) };
      return { id, inputs: current, outputs: { ...outputs, ...current } };
    },

    async update({ old, inputs, preview }) {
      if (preview) return { ...old.outputs, ...inputs };
      const aws = awsOf(inputs);
      const changed = [...changesOf(resource, old.inputs, inputs).keys()].map(topLevel);
      const change: Change<Args> = {
        args: argsOf(inputs),
        olds: argsOf(old.inputs),
        has: (...names) => names.some((name) => changed.includes(name)),
      };
      await named(`updating ${type} (${old.id})`, async () => resource.update?.(aws, old.id, change));
      return (await state(aws, old.id, inputs)) ?? inputs;
    },

    async delete({ old }) {
      const aws = awsOf(old.inputs);
      await named(`deleting ${type} (${old.id})`, () => resource.delete(aws, old.id, argsOf(old.inputs)));
    },
  };
}

function checkArguments<Args>(resource: AwsResource<Args>, { name, olds, news }: CheckRequest): CheckResult {
  const { replaces, updates, defaults, autoName } = resource;
  const prefix = `${autoName}Prefix`;
  const known: readonly string[] = [...replaces, ...updates, "region", ...(autoName ? [prefix] : [])];
  const failures = Object.keys(news)
    .filter((property) => !known.includes(property))
    .map((property) => ({
      property,
      reason: `the offline aws plugin has no ${property}; use the real plugin`,
    }));
  const inputs: PropertyMap = { ...(defaults as PropertyMap | undefined), ...news };
  if (autoName !== undefined && news[autoName] === undefined) {
    inputs[autoName] = olds[autoName] ?? generatedName(name, news[prefix]);
  }
  return { inputs, failures };
}

function diffArguments<Args>(resource: AwsResource<Args>, olds: PropertyMap, news: PropertyMap): Diff {
  const { replaces, autoName } = resource;
  const changes = changesOf(resource, olds, news);
  const names: readonly string[] = [...replaces, "region", `${autoName}Prefix`];
  const replacing = [...changes.keys()].filter((path) => names.includes(topLevel(path)));
  // Under the same name there is only ever one, so the old one has to go first.
  const sameName = autoName !== undefined && !changes.has(autoName);
  const named = autoName !== undefined && !isGenerated(news[autoName]);
  return { changes, replaces: replacing, deleteBeforeReplace: replacing.length > 0 && sameName && named };
}

/** 26 digits follow a prefix, seven the logical name. */
function generatedName(name: string, prefix: unknown): string {
  const digits = randomBytes(13).toString("hex");
  return typeof prefix === "string" ? `${prefix}${digits}` : `${name}-${digits.slice(0, 7)}`;
}

function isGenerated(name: unknown): boolean {
  return typeof name === "string" && /-([0-9a-f]{7}|[0-9a-f]{26})$/.test(name);
}

function changesOf<Args>({ ignores }: AwsResource<Args>, olds: PropertyMap, news: PropertyMap) {
  const changes = diffInputs(olds, news);
  const [before, after] = [plainMap(olds) as unknown as Args, plainMap(news) as unknown as Args];
  for (const path of [...changes.keys()]) {
    if (ignores?.(topLevel(path), before, after)) changes.delete(path);
  }
  return changes;
}

function topLevel(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

function regionOf({ region }: PropertyMap): string | undefined {
  return typeof region === "string" ? region : undefined;
}

function defined(answer: Answer): PropertyMap {
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined)) as PropertyMap;
}
