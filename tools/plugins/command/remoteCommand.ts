import { randomBytes } from "node:crypto";
import { goQuote } from "../goText";
import type { Operation, ResourceKind } from "../protocol/plugin";
import { diffInputs } from "../protocol/propertyDiff";
import { type PropertyMap, plainMap, sameValue, unknownValue } from "../protocol/propertyValue";
import { checkInputs } from "./checkedInputs";
import { OutputLog } from "./outputLog";
import { runSession } from "./remoteSession";
import { dial, type SshConnection } from "./sshDial";

interface CommandInputs {
  connection: SshConnection;
  create?: string;
  update?: string;
  delete?: string;
  stdin?: string;
  logging?: "stdout" | "stderr" | "stdoutAndStderr" | "none";
  environment?: Record<string, string>;
  addPreviousOutputInEnv?: boolean;
}

interface CommandOutputs {
  stdout: string;
  stderr: string;
}

const noOutput: CommandOutputs = { stdout: "", stderr: "" };

/** `command:remote:Command`: a command over SSH when the resource is created, updated and deleted. */
export const remoteCommand: ResourceKind = {
  check: ({ news }) => checkInputs("CommandInputs", news),

  diff({ inputs }, news) {
    // Only the whole list replaces here; single triggers do by the SDK's `replaceOnChanges: ["triggers[*]"]`.
    return { changes: diffInputs(inputs, news), replaces: ["triggers"] };
  },

  async create({ inputs, preview, name, ...operation }) {
    const id = name + randomBytes(4).toString("hex");
    if (preview) return { id, outputs: { ...inputs, stdout: unknownValue, stderr: unknownValue } };
    const command = commandInputs(inputs);
    const output = await runIfGiven(command.create, command, noOutput, { name, ...operation });
    return { id, outputs: { ...inputs, ...(output ?? noOutput) } };
  },

  async update({ old, inputs, preview, ...operation }) {
    const previous = previousOutput(old.outputs);
    if (preview) {
      const changed = Object.keys(inputs).some((name) => !sameValue(inputs[name], old.outputs[name]));
      const output = changed ? { stdout: unknownValue, stderr: unknownValue } : previous;
      return { ...inputs, ...output };
    }
    const command = commandInputs(inputs);
    const output = await runIfGiven(command.update ?? command.create, command, previous, operation);
    return { ...inputs, ...(output ?? previous) };
  },

  async delete({ old, ...operation }) {
    const command = commandInputs(old.outputs);
    await runIfGiven(command.delete, command, previousOutput(old.outputs), operation);
  },
};

function commandInputs(inputs: PropertyMap): CommandInputs {
  return plainMap(inputs) as unknown as CommandInputs;
}

function previousOutput(outputs: PropertyMap): CommandOutputs {
  const { stdout, stderr } = plainMap(outputs);
  return { stdout: String(stdout ?? ""), stderr: String(stderr ?? "") };
}

async function runIfGiven(
  command: string | undefined,
  inputs: CommandInputs,
  previous: CommandOutputs,
  operation: Operation,
): Promise<CommandOutputs | undefined> {
  if (command === undefined) return undefined;
  const session = await dial(inputs.connection, operation);
  const collected: Record<"stdout" | "stderr" | "both", Buffer[]> = { stdout: [], stderr: [], both: [] };
  const logged = new OutputLog(operation.log);
  const logging = inputs.logging ?? "stdoutAndStderr";
  try {
    const problem = await runSession(session.client, {
      command,
      stdin: inputs.stdin,
      environment: inputs.environment ?? {},
      optionalEnvironment: inputs.addPreviousOutputInEnv === false ? {} : previousInEnvironment(previous),
      refused: (name, required) => operation.log[required ? "error" : "warning"](cannotSet(name)),
      output: (stream, data) => {
        collected[stream].push(data);
        collected.both.push(data);
        if (logging === stream || logging === "stdoutAndStderr") logged.write(data);
      },
    });
    await logged.end();
    if (problem !== undefined) {
      throw new Error(`${problem}: running ${goQuote(command)}:\n${Buffer.concat(collected.both)}`);
    }
    return { stdout: withoutLastNewline(collected.stdout), stderr: withoutLastNewline(collected.stderr) };
  } finally {
    await operation.log.flush();
    session.close();
  }
}

function previousInEnvironment({ stdout, stderr }: CommandOutputs): Record<string, string> {
  return {
    ...(stdout !== "" && { PULUMI_COMMAND_STDOUT: stdout }),
    ...(stderr !== "" && { PULUMI_COMMAND_STDERR: stderr }),
  };
}

function cannotSet(name: string): string {
  return (
    `Unable to set '${name}'. This only works if your SSH server is configured to accept\n` +
    "\tthese variables via AcceptEnv. Alternatively, if a Bash-like shell runs the command on the remote host, you could\n" +
    "\tprefix the command itself with the variables in the form 'VAR=value command'"
  );
}

function withoutLastNewline(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8").replace(/\n$/, "");
}
