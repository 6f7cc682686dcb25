import { type PropertyMap, secret, unknownValue } from "../plugins/protocol/propertyValue";
import { Lifecycle } from "./lifecycle";
import type { MysqlWorld } from "./mysqlWorld";
import { type PluginCommand, PluginProcess } from "./pluginProcess";
import { refusingPort, unwillingRelay } from "./ports";
import { socksRelay } from "./socksRelay";
import type { TranscriptRecorder } from "./transcript";

const databaseType = "mysql:index/database:Database";

/** `mysql.Provider`: its arguments, and how it reaches the server, or does not. Each needs a plugin of its own. */
export class ProviderScenario {
  readonly #command: PluginCommand;
  readonly #recorder: TranscriptRecorder;
  readonly #world: MysqlWorld;

  constructor(command: PluginCommand, recorder: TranscriptRecorder, world: MysqlWorld) {
    this.#command = command;
    this.#recorder = recorder;
    this.#world = world;
  }

  async run(): Promise<void> {
    await this.#arguments();
    await this.#environment();
    await this.#differences();
    await this.#connections();
    await this.#failures();
  }

  async #arguments(): Promise<void> {
    const inputs = {
      endpoint: "h:3306",
      username: "u",
      password: secret("p"),
      maxOpenConns: "2",
      maxConnLifetimeSec: "60",
    };
    const steps: [string, PropertyMap][] = [
      ["the library's arguments", inputs],
      ["with TLS and a proxy", { ...inputs, tls: "skip-verify", proxy: "socks5h://me:it's@h:1080" }],
      [
        "an unknown endpoint and password",
        { ...inputs, endpoint: unknownValue, password: secret(unknownValue) },
      ],
      ["an empty endpoint", { ...inputs, endpoint: "" }],
      ["no endpoint", { username: "u" }],
      ["no user name", { endpoint: "h:3306" }],
      ["a proxy that is none", { ...inputs, proxy: "http://h:1080" }],
      ["a tls that there is not", { ...inputs, tls: "maybe" }],
    ];
    await this.#withPlugin(async (plugin) => {
      for (const [step, news] of steps) {
        this.#recorder.record(`provider: ${step}`, await plugin.checkConfiguration(news));
      }
    });
  }

  async #environment(): Promise<void> {
    const environment = {
      MYSQL_ENDPOINT: "e:1",
      MYSQL_USERNAME: "n",
      MYSQL_PASSWORD: "w",
      MYSQL_TLS_CONFIG: "true",
    };
    await this.#withPlugin(async (plugin) => {
      this.#recorder.record("provider: from the environment", await plugin.checkConfiguration({}));
      const given = { endpoint: "h:3306", username: "u", password: secret("p"), tls: "false" };
      this.#recorder.record("provider: before the environment", await plugin.checkConfiguration(given));
    }, environment);
  }

  async #differences(): Promise<void> {
    const olds = { endpoint: "h:3306", username: "u", password: secret("p"), tls: "false" };
    await this.#withPlugin(async (plugin) => {
      for (const [step, changes] of Object.entries({
        "nothing changed": {},
        "another password": { password: secret("q") },
        "another endpoint": { endpoint: "i:3306" },
        "an endpoint not known yet": { endpoint: unknownValue },
      })) {
        this.#recorder.record(
          `provider: ${step}`,
          await plugin.diffConfiguration(olds, { ...olds, ...changes }),
        );
      }
    });
  }

  async #connections(): Promise<void> {
    const relay = await unwillingRelay(2, this.#world.server);
    await this.#database("a server that answers at the third try", { endpoint: `127.0.0.1:${relay.port}` });
    relay.close();
    const proxy = await socksRelay();
    const endpoint = `db.internal:${this.#world.server.port}`;
    await this.#database("through a proxy that knows the name", {
      endpoint,
      proxy: `socks5h://127.0.0.1:${proxy.port}`,
    });
    // Each once, because the real plugin makes more connections than it needs.
    this.#recorder.record("what the proxy was asked for", [...new Set(proxy.asked)]);
    proxy.close();
  }

  /**
   * All at once, because the real plugin tries for five minutes, whatever the reason. How long is the one thing that is
   * not compared: the offline plugin is told to try for a second.
   */
  async #failures(): Promise<void> {
    const port = refusingPort;
    const steps: [string, PropertyMap][] = [
      ["a wrong password", { password: secret("not-this-one") }],
      ["an administrator who is not there", { username: "nobody" }],
      ["a server that refuses", { endpoint: `127.0.0.1:${port}` }],
      ["a server without TLS", { tls: "skip-verify" }],
      ["a proxy that refuses", { proxy: `socks5://127.0.0.1:${port}` }],
    ];
    const answers = await Promise.all(steps.map(([, changes]) => this.#failedCreation(changes)));
    steps.forEach(([step], index) => {
      this.#recorder.record(`provider: ${step}`, answers[index]);
    });
  }

  #failedCreation(changes: PropertyMap): Promise<unknown> {
    return this.#withPlugin(
      async (plugin) => {
        await plugin.configure(this.#world.configuration(changes));
        const urn = `urn:pulumi:stack::project::${databaseType}::it`;
        return plugin.create(urn, {
          name: "it",
          defaultCharacterSet: "utf8",
          defaultCollation: "utf8_general_ci",
        });
      },
      { OFFLINE_MYSQL_PATIENCE_SECONDS: "1" },
    );
  }

  async #database(step: string, changes: PropertyMap): Promise<void> {
    await this.#withPlugin(async (plugin) => {
      await plugin.configure(this.#world.configuration(changes));
      const database = new Lifecycle(plugin, this.#recorder, databaseType, "it");
      await database.create(`provider: ${step}`, { name: "reached" });
      await database.delete(`provider: ${step}, the deletion`);
    });
  }

  async #withPlugin<T>(
    use: (plugin: PluginProcess) => Promise<T>,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const plugin = await PluginProcess.start({
      ...this.#command,
      environment: { ...this.#command.environment, ...environment },
    });
    try {
      return await use(plugin);
    } finally {
      await plugin.stop();
    }
  }
}
