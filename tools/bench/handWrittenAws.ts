import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";

type Values = Record<string, unknown>;

/** What one program asked of the engine during a preview: every resource and every look-up. */
export interface Recording {
  resources: RecordedResource[];
  lookUps: { token: string; args: Values }[];
}

interface RecordedResource {
  type: string;
  name: string;
  inputs: Values;
  /** The URN of a provider of the program's own, or undefined. */
  provider?: string;
  urn: string;
}

/** Adds to a program that what it looks up is recorded. */
export function recordingLookUps(program: PulumiFn, { lookUps }: Recording): PulumiFn {
  return async () => {
    pulumi.runtime.registerInvokeTransform(async ({ token, args, opts }) => {
      lookUps.push({ token, args: { ...args } });
      return { args, opts };
    });
    return program();
  };
}

/** Previews the stack once and records its resources, components aside. */
export async function recordResources(stack: Stack, { resources }: Recording): Promise<void> {
  await stack.preview({
    color: "never",
    onEvent({ resourcePreEvent }) {
      const state = resourcePreEvent?.metadata.new;
      if (!state?.custom || isDefaultProvider(state.urn)) return;
      const { type, urn, inputs, provider } = state;
      resources.push({
        type,
        urn,
        name: urn.split("::").at(-1) ?? "",
        inputs,
        provider: ownProvider(provider),
      });
    },
  });
}

/** The same resources and look-ups as somebody writes them by hand: no component, no hook, nothing checked. */
export function handWrittenProgram({ resources, lookUps }: Recording): PulumiFn {
  return async () => {
    await Promise.all(lookUps.map(({ token, args }) => pulumi.runtime.invoke(token, args)));
    const providers = new Map<string, pulumi.ProviderResource>();
    let unknown: pulumi.Output<unknown> = pulumi.output(undefined);
    for (const { type, name, urn, inputs, provider } of resources) {
      const values = withUnknowns(inputs, unknown) as Values;
      if (type.startsWith("pulumi:providers:")) {
        providers.set(urn, new Provider(type.slice("pulumi:providers:".length), name, values));
        continue;
      }
      const resource = new Resource(type, name, values, { provider: providers.get(provider ?? "") });
      // What a preview does not know yet waits for another resource in every program.
      if (providers.size === 0) unknown = resource.id;
    }
  };
}

class Resource extends pulumi.CustomResource {}

class Provider extends pulumi.ProviderResource {}

function withUnknowns(value: unknown, unknown: pulumi.Output<unknown>): unknown {
  if (value === unknownText) return unknown;
  if (Array.isArray(value)) return value.map((each) => withUnknowns(each, unknown));
  if (value === null || typeof value !== "object") return value;
  if (secretKey in value) return pulumi.secret(unknown);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withUnknowns(each, unknown)]));
}

/** As the engine's events write a value that a preview does not know. */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** As they write a secret, without its value. */
const secretKey = "4dabf18193072939515e22adb298388d";

function isDefaultProvider(urn: string): boolean {
  return /::pulumi:providers:[^:]+::default/.test(urn);
}

function ownProvider(reference: string | undefined): string | undefined {
  const urn = reference?.slice(0, reference.lastIndexOf("::"));
  return urn === undefined || isDefaultProvider(urn) ? undefined : urn;
}
