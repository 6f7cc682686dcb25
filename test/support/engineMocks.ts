import * as pulumi from "@pulumi/pulumi";

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** A resource as it was registered with the engine. */
export interface Registered {
  type: string;
  name: string;
  /** Inputs with secrets opened; `secrets` names those that were secret. */
  inputs: Record<string, unknown>;
  secrets: string[];
}

export interface MockedRun {
  resources: Registered[];
  warnings: string[];
  /** The resources of a type, without the package. */
  ofType(type: string): Registered[];
}

/**
 * Runs a program against Pulumi's mocks and waits until every registration has arrived.
 *
 * @param preview whether values that only an update makes stay unknown
 */
export async function run(program: () => void, preview = false): Promise<MockedRun> {
  const resources: Registered[] = [];
  const warnings: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        const secrets = Object.keys(inputs).filter((key) => isSecret(inputs[key]));
        resources.push({ type, name, inputs: opened(inputs) as Record<string, unknown>, secrets });
        return { id: id ?? `${name}-id`, state: outputs(type, inputs) };
      },
      call: ({ inputs }) => inputs,
    },
    "project",
    "stack",
    preview,
  );
  const warn = pulumi.log.warn;
  Object.assign(pulumi.log, {
    warn: (message: string) => {
      warnings.push(message);
      return Promise.resolve();
    },
  });
  try {
    program();
    await pulumi.runtime.disconnect();
  } finally {
    Object.assign(pulumi.log, { warn });
  }
  return {
    resources,
    warnings,
    ofType: (type) => resources.filter((resource) => resource.type.endsWith(type)),
  };
}

function outputs(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  return type === "command:remote:Command"
    ? { ...inputs, stdout: "version=5.6.24\nmax_connections=151\n" }
    : inputs;
}

/** The value behind an output, once it is known. */
export function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** The error that a program throws at once. */
export async function failureOf(program: () => void): Promise<Error> {
  let failure: unknown;
  await run(() => {
    try {
      program();
    } catch (error) {
      failure = error;
    }
  });
  if (!(failure instanceof Error)) throw new Error("it did not fail");
  return failure;
}

function isSecret(value: unknown): value is { value: unknown } {
  return (value as Record<string, unknown> | null)?.[signature] === secretSignature;
}

function opened(value: unknown): unknown {
  if (isSecret(value)) {
    return opened(value.value);
  }
  if (Array.isArray(value)) {
    return value.map(opened);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, opened(child)]));
  }
  return value;
}
