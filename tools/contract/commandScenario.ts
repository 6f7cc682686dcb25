import { existsSync } from "node:fs";
import path from "node:path";
import { type PropertyMap, secret, unknownValue } from "../plugins/protocol/propertyValue";
import { Lifecycle } from "./lifecycle";
import type { PluginProcess } from "./pluginProcess";
import type { SshHosts } from "./sshHosts";
import type { TranscriptRecorder } from "./transcript";

/** What the library uses of `remote.Command`. */
export class CommandScenario {
  readonly #plugin: PluginProcess;
  readonly #recorder: TranscriptRecorder;
  readonly #hosts: SshHosts;
  #made = 0;

  constructor(plugin: PluginProcess, recorder: TranscriptRecorder, hosts: SshHosts) {
    this.#plugin = plugin;
    this.#recorder = recorder;
    this.#hosts = hosts;
  }

  async run(): Promise<void> {
    await this.#arguments();
    await this.#life();
    await this.#triggers();
    await this.#output();
    await this.#variables();
  }

  async #arguments(): Promise<void> {
    const inputs = { create: "sh -s", connection: { host: "h", privateKey: "k", password: secret("p") } };
    await this.#command().previewCreation("a connection gets its defaults and becomes secret", inputs);
    const proxy = { host: "p", port: 23, privateKey: "q" };
    await this.#command().previewCreation("so does its proxy", {
      ...inputs,
      connection: { ...inputs.connection, proxy },
    });
    await this.#command().previewCreation("unknowns at a preview stay unknown", {
      create: "sh -s",
      stdin: secret(unknownValue),
      triggers: [unknownValue],
      connection: { host: unknownValue, privateKey: unknownValue },
    });
    await this.#command().previewCreation("unknowns that are no secrets", {
      create: unknownValue,
      delete: unknownValue,
      stdin: unknownValue,
      connection: this.#hosts.connection(),
    });
    await this.#command().previewCreation("unknown secrets", {
      create: secret(unknownValue),
      update: secret(unknownValue),
      triggers: secret(unknownValue),
      environment: { HOME: secret(unknownValue) },
      connection: this.#hosts.connection(),
    });
    await this.#command().previewCreation("a connection that is unknown as a whole", {
      create: "sh -s",
      connection: unknownValue,
    });
    await this.#command().previewCreation("an unknown secret connection", {
      create: "sh -s",
      connection: secret(unknownValue),
    });
    await this.#command().previewCreation("a connection with an unknown secret key", {
      create: "sh -s",
      connection: { host: unknownValue, port: unknownValue, privateKey: secret(unknownValue) },
    });
    await this.#command().previewCreation("a proxy without a host", {
      create: "true",
      connection: { host: "h", proxy: {} },
    });
    await this.#command().previewCreation("a connection without a host", { create: "true", connection: {} });
    await this.#command().previewCreation("no connection", { create: "true" });
  }

  async #life(): Promise<void> {
    const marker = path.join(this.#hosts.folder, "deleted");
    const command = this.#command();
    const inputs = {
      create: "sh -s",
      stdin: secret("echo made"),
      triggers: ["host key"],
      addPreviousOutputInEnv: false,
      connection: this.#hosts.connection(),
    };
    await command.previewCreation("a script on a secret stdin, at the preview", inputs);
    await command.create("a script on a secret stdin", inputs);
    await command.update("nothing changed", inputs);
    await command.previewUpdate("another stdin, at the preview", { ...inputs, stdin: secret("echo other") });
    await command.previewUpdate("an unknown stdin, at the preview", {
      ...inputs,
      stdin: secret(unknownValue),
    });
    await command.update("another stdin runs the command again", { ...inputs, stdin: secret("echo other") });
    await command.update("an update that fails keeps the old state", { ...inputs, stdin: secret("exit 4") });
    await command.update("`update` in the place of `create`", { ...inputs, update: "echo updated" });
    await command.update("a connection with other retries runs it again", {
      ...inputs,
      update: "echo again",
      connection: this.#hosts.connection({ dialErrorLimit: 3 }),
    });
    await command.refresh("a refresh runs nothing");
    await command.update("a command to delete with", { ...inputs, delete: `touch ${marker}` });
    await command.delete("the deletion runs `delete`");
    this.#recorder.record("the deletion has run", existsSync(marker));

    const failing = this.#command();
    await failing.create("a command that will not be deleted", { ...inputs, delete: "echo no; exit 5" });
    await failing.delete("a deletion that fails says how");
    const gone = this.#command();
    await gone.create("a command without `delete`", inputs);
    if (gone.state) gone.state.outputs.connection = secret(this.#hosts.connection({ host: "192.0.2.1" }));
    await gone.delete("its deletion dials nobody");
  }

  async #triggers(): Promise<void> {
    const inputs = {
      create: "echo ran",
      addPreviousOutputInEnv: false,
      connection: this.#hosts.connection(),
    };
    const command = this.#command();
    await command.create("a command with two triggers", { ...inputs, triggers: ["a", "b"] });
    for (const [step, triggers] of Object.entries({
      "another trigger": ["a", "c"],
      "an unknown trigger": ["a", unknownValue],
      "a third trigger": ["a", "b", "c"],
      "one trigger less": ["a"],
    })) {
      await command.previewUpdate(step, { ...inputs, triggers });
    }
    await command.previewUpdate("no triggers any more", inputs);
    const without = this.#command();
    await without.create("a command without triggers", inputs);
    await without.previewUpdate("its first trigger", { ...inputs, triggers: ["a"] });
  }

  async #output(): Promise<void> {
    const run = (step: string, create: string, more: PropertyMap = {}) =>
      this.#command().create(step, {
        create,
        addPreviousOutputInEnv: false,
        connection: this.#hosts.connection(),
        ...more,
      });
    await run(
      "output is logged by line, and kept without its last newline",
      "printf 'one\\r\\n\\ntwo\\n\\n'",
    );
    await run("so are errors", "printf 'one\\ntwo' >&2");
    await run("no output", "true");
    await run("output of a letter cut in two", "printf '\\303'; sleep 0.2; printf '\\244'");
    await run("logging of stdout only", "echo out; echo err >&2", { logging: "stdout" });
    await run("logging of stderr only", "echo out; echo err >&2", { logging: "stderr" });
    await run("no logging", "echo out; echo err >&2", { logging: "none" });
    await run("a line of 70,000 letters, not logged", longLine, { logging: "none" });
    await run("megabytes on stdin", "wc -c", { stdin: "0123456789".repeat(200_000) });
    await run("a stdin that nobody reads", "echo done", { stdin: "0123456789".repeat(200_000) });
    const noLog = { logging: "none" };
    await run("a failure names command and output", 'echo "out" >&2; exit 3', { stdin: "hidden", ...noLog });
    await run("a failure after a logged line", "echo out; exit 3");
    await run("a failure without output", "exit 7");
    await run(
      "a failure with odd letters in the command",
      "printf 'ä\u00a0\t'; # \u0001 \u{1f600}\nexit 3",
      noLog,
    );
    await run("a program that is not there", "/nowhere/program", noLog);
    await run("a signal", "kill -TERM $$");
    await run("a signal that is not in POSIX", "kill -WINCH $$; kill -KILL $$");
    await run("a logging that there is not", "true", { logging: "all" });
  }

  async #variables(): Promise<void> {
    const connection = this.#hosts.connection();
    await this.#command().create("a variable that the server accepts", {
      create: 'printf %s "$ALLOWED"',
      environment: { ALLOWED: "a b" },
      connection,
    });
    const marker = path.join(this.#hosts.folder, "refused");
    await this.#command().create("a variable that it refuses", {
      create: `touch ${marker}`,
      environment: { REFUSED: "x" },
      connection,
    });
    this.#recorder.record("a refused variable keeps the command from running", !existsSync(marker));
    const previous = this.#command();
    await previous.create("a command whose output is offered to the next", {
      create: "echo old",
      connection,
    });
    await previous.update("a refused previous output only warns", { create: "echo new", connection });
  }

  #command(): Lifecycle {
    return new Lifecycle(
      this.#plugin,
      this.#recorder,
      "command:remote:Command",
      `command ${++this.#made}-run`,
    );
  }
}

const longLine = "head -c 70000 /dev/zero | tr '\\0' x";
