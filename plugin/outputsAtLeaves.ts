import * as pulumi from "@pulumi/pulumi";

/** What `Output` has besides its public members. */
interface OutputState {
  /** @param withUnknowns parts that are not known yet are `pulumi.unknown` in the value */
  promise(withUnknowns: boolean): Promise<unknown>;
  isSecret: Promise<boolean>;
  allResources(): Promise<Set<pulumi.Resource>>;
}

/** What is true of an output holds for each of its parts. */
interface Origin {
  isSecret: boolean;
  resources: readonly pulumi.Resource[];
}

/**
 * The inputs with plain objects and lists around outputs. The engine hands over a whole object or list as one output where a part
 * of it is a secret, is not known yet, or comes from a resource; but which parts there are decides which resources a component registers.
 */
export function withOutputsAtLeaves(inputs: pulumi.Inputs): Promise<pulumi.Inputs> {
  return inside(inputs, { isSecret: false, resources: [] }) as Promise<pulumi.Inputs>;
}

async function inside(value: unknown, origin: Origin): Promise<unknown> {
  if (pulumi.Output.isInstance(value)) {
    const state = value as unknown as OutputState;
    const [content, isSecret, resources] = await Promise.all([
      state.promise(true),
      state.isSecret,
      state.allResources(),
    ]);
    return inside(content, {
      isSecret: isSecret || origin.isSecret,
      resources: [...origin.resources, ...resources],
    });
  }
  if (Array.isArray(value)) return Promise.all(value.map((item) => inside(item, origin)));
  if (isRecord(value)) {
    const parts = Object.entries(value).map(
      async ([key, part]) => [key, await inside(part, origin)] as const,
    );
    return Object.fromEntries(await Promise.all(parts));
  }
  return leaf(value, origin);
}

function leaf(value: unknown, { isSecret, resources }: Origin): unknown {
  if (!isSecret && resources.length === 0 && !pulumi.isUnknown(value)) return value;
  const urns = resources.map(({ urn }) => urn);
  const output = pulumi.all([value, ...urns]).apply(([content]) => content);
  return isSecret ? pulumi.secret(output) : output;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    Object.prototype.toString.call(value) === "[object Object]" &&
    !pulumi.isUnknown(value) &&
    !pulumi.Resource.isInstance(value)
  );
}
