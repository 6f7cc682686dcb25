import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { runtime } from "@pulumi/pulumi";
import type { EngineEvent, OpMap, OutputMap, Stack } from "@pulumi/pulumi/automation";
import { configure, createStack } from "./engine";

/** What an operation of the engine said and did. */
export interface Operation {
  /** Everything it printed. */
  output: string;
  /** Those for `--debug` too, in which the SDK shows the inputs of resources, secrets in clear. */
  events: EngineEvent[];
  /** How many resources were created, updated, kept; empty where the operation failed. */
  changes: OpMap;
  /** The operation on each resource, by name: `create`, `update`, `same`, … */
  operations: Record<string, string>;
  /** The engine's complaints, each a text of one or more lines. */
  errors: string[];
  failed: boolean;
}

/** For an update, as the options of the CLI. */
export interface Choice {
  parallel?: number;
  target?: string[];
  replace?: string[];
}

/** A stack of the real engine, as `pulumi up --skip-preview` works on it; the program comes with every operation. */
export class EngineStack {
  private readonly folder: string;
  private readonly stack: Stack;
  private readonly current: { program: () => unknown };

  private constructor(folder: string, stack: Stack, current: { program: () => unknown }) {
    this.folder = folder;
    this.stack = stack;
    this.current = current;
  }

  /**
   * @param folder what is there already of a stack is taken over
   * @param environment for the engine and its plugins
   * @param name of the stack
   */
  static async create(
    folder: string,
    pulumiHome: string,
    environment: Readonly<Record<string, string>> = {},
    name = "test",
  ): Promise<EngineStack> {
    mkdirSync(folder, { recursive: true });
    shareNoConnections();
    const current = { program: (): unknown => undefined };
    const program = async () => current.program() as Record<string, unknown>;
    const stack = await createStack({ name, folder, pulumiHome, program, environment });
    return new EngineStack(folder, stack, current);
  }

  configure(config: Readonly<Record<string, unknown>>): Promise<void> {
    return configure(this.stack, config);
  }

  /**
   * @param listen hears of all that is printed, as it is printed
   */
  up(program: () => unknown, listen?: (text: string) => void, choice: Choice = {}): Promise<Operation> {
    this.current.program = program;
    return observed(
      async (options) => (await this.stack.up({ ...options, ...choice })).summary.resourceChanges,
      listen,
    );
  }

  preview(program: () => unknown): Promise<Operation> {
    this.current.program = program;
    return observed(async (options) => (await this.stack.preview({ ...options, diff: true })).changeSummary);
  }

  /** @param runProgram as `pulumi destroy --run-program`: with the program of the last operation, else from the state alone */
  destroy(runProgram = false): Promise<Operation> {
    return observed(
      async (options) => (await this.stack.destroy({ ...options, runProgram })).summary.resourceChanges,
    );
  }

  /** As without `--skip-preview`, where the preview is made first. */
  previewDestroy(): Promise<Operation> {
    return observed(async (options) => (await this.stack.previewDestroy(options)).changeSummary);
  }

  refresh(): Promise<Operation> {
    return observed(async (options) => (await this.stack.refresh(options)).summary.resourceChanges);
  }

  /** What a user does after an update was killed: it has left the stack locked. */
  cancel(): Promise<void> {
    return this.stack.cancel();
  }

  outputs(): Promise<OutputMap> {
    return this.stack.outputs();
  }

  /** The inputs of a resource in the state, secrets opened. */
  async inputs(name: string): Promise<Record<string, unknown>> {
    const { deployment } = await this.stack.exportStack();
    const resources: { urn: string; inputs?: Record<string, unknown> }[] = deployment.resources;
    return resources.find(({ urn }) => nameOf(urn) === name)?.inputs ?? {};
  }

  /** Where and with what environment the CLI finds this stack. */
  commandLine(): { folder: string; environment: Record<string, string> } {
    return { folder: this.folder, environment: this.stack.workspace.envVars };
  }

  /** Everything the engine has stored. */
  state(): string {
    const folder = path.join(this.folder, "state");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    return files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), "utf8")).join("\n");
  }

  /** Whether the state is not being written at this moment. */
  hasWholeState(): boolean {
    try {
      this.resources();
      return true;
    } catch (error) {
      if (error instanceof SyntaxError) return false;
      throw error;
    }
  }

  /** The names of what was made and is in the state; components are none, they only group. */
  resources(): string[] {
    const stacks = path.join(this.folder, "state/.pulumi/stacks/pulumi-wso2-analytics");
    const { checkpoint } = JSON.parse(readFileSync(path.join(stacks, "test.json"), "utf8"));
    const resources: { urn: string; custom: boolean }[] = checkpoint.latest?.resources ?? [];
    return resources.filter(({ custom }) => custom).map(({ urn }) => nameOf(urn));
  }
}

/**
 * An engine may get the port of one that was killed a moment ago. By default gRPC shares its connections by address, and the
 * first call to the new engine is refused with the failure of the old one ("No connection established. Last error: null").
 */
function shareNoConnections(): void {
  const { grpcClientOptions } = runtime as unknown as { grpcClientOptions: Record<string, unknown> };
  grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;
}

const rejectionEvents = ["unhandledRejection", "uncaughtException"];

interface ObservedOptions {
  onOutput: (text: string) => void;
  onError: (text: string) => void;
  onEvent: (event: EngineEvent) => unknown;
  color: "never";
}

async function observed(
  run: (options: ObservedOptions) => Promise<OpMap | undefined>,
  tell: (text: string) => void = () => undefined,
): Promise<Operation> {
  let output = "";
  let changes: OpMap = {};
  let failed = false;
  const events: EngineEvent[] = [];
  const listen = (text: string) => {
    output += text;
    tell(text);
  };
  const restore = leaveRejectionsToTheEngine();
  try {
    const options = {
      onOutput: listen,
      onError: listen,
      onEvent: (event: EngineEvent) => events.push(event),
    };
    changes = (await run({ ...options, color: "never" })) ?? {};
  } catch (error) {
    failed = true;
    output += String(error);
  } finally {
    restore();
  }
  const errors = events.flatMap(({ diagnosticEvent: event }) =>
    event?.severity === "error" ? [event.message.replaceAll(/<\{%.*?%\}>/g, "").trim()] : [],
  );
  return { output, events, changes, operations: operationsOf(events), errors, failed };
}

function operationsOf(events: readonly EngineEvent[]): Record<string, string> {
  const steps = events.flatMap(({ resourcePreEvent: event }) =>
    event === undefined ? [] : [event.metadata],
  );
  return Object.fromEntries(steps.map(({ urn, op }) => [nameOf(urn), op]));
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/**
 * A program that fails does so with a rejection that the engine's host takes and reports; Node would end this process for
 * it, and vitest count it as a failure of the test as well. So would they those of calls to an engine that has ended
 * meanwhile, whenever they come.
 */
function leaveRejectionsToTheEngine(): () => void {
  const before = rejectionEvents.map((name) => process.rawListeners(name) as Listener[]);
  for (const name of rejectionEvents) {
    process.removeAllListeners(name);
    process.on(name, onlyListener(name));
  }
  process.on("newListener", spareTheNextOperation);
  return () => {
    process.off("newListener", spareTheNextOperation);
    for (const [index, name] of rejectionEvents.entries()) {
      process.removeAllListeners(name);
      const listeners = before[index] ?? [];
      // Node itself ends a program that nobody listens in.
      for (const listener of listeners.length === 0 ? [raise] : listeners) {
        process.on(name, unlessEngineEnded(listener));
      }
    }
  };
}

/**
 * The program of a killed engine lives on in this process, and its late calls are rejected while the next operation is at
 * work. The host of that one hears of every rejection in the process, and would fail its own operation for it.
 */
function spareTheNextOperation(name: string | symbol, listener: Listener & { listener?: Listener }): void {
  if (!rejectionEvents.includes(String(name)) || listener.listener !== undefined) return;
  queueMicrotask(() => {
    if (!process.rawListeners(name).includes(listener)) return;
    process.off(name, listener);
    // By this property the host finds its listener when it takes it out again.
    process.on(name, Object.assign(unlessEngineEnded(listener), { listener }));
  });
}

/** The engine's host listens as long as the program runs, and the operation ends a little later. */
function onlyListener(name: string): Listener {
  return (error) => {
    if (process.listenerCount(name) === 1) unlessEngineEnded(raise)(error);
  };
}

function raise(error: unknown): never {
  throw error;
}

type Listener = (error: unknown, ...more: unknown[]) => void;

function unlessEngineEnded(listener: Listener): Listener {
  return (error, ...more) => {
    // UNAVAILABLE of gRPC.
    if ((error as { code?: unknown } | undefined)?.code !== 14) listener(error, ...more);
  };
}
