import path from "node:path";
import {
  functionsOf,
  RemoteScript,
  type RequestLine,
  scriptWithRequest,
} from "../../components/node/remoteScript";
import type { RunOptions, SystemdHost } from "../../tools/systems/systemdHost";
import { idleServer } from "./idleServer";

const revision = "wanted";

export interface HomeOptions extends RunOptions {
  /** Runs the node's scripts through sudo. @default false */
  sudo?: boolean;
  /** What runs the product, as `service.manager`. @default auto */
  manager?: string;
  path?: string;
  port?: number;
}

/** A product home on a host, with a revision that is active. */
export class HostedHome {
  readonly path: string;
  readonly state: string;
  private readonly host: SystemdHost;
  private readonly options: HomeOptions;

  private constructor(host: SystemdHost, options: HomeOptions) {
    this.host = host;
    this.options = options;
    this.path = options.path ?? "/opt/product";
    this.state = `${this.path}.deployment`;
  }

  static async create(host: SystemdHost, options: HomeOptions = {}): Promise<HostedHome> {
    const home = new HostedHome(host, options);
    const service = [
      `address ${host.address}`,
      `port receiver ${options.port ?? 7611}`,
      `spark ${host.address}`,
      "java /usr/lib/jvm/default-java",
      `manager ${options.manager ?? "auto"}`,
    ].join("\n");
    const { path: place, state } = home;
    const { login = "root" } = options;
    await host.run(
      `mkdir -p ${place}/bin ${place}/repository/conf ${state}/sets/${revision}/files
       echo a file >${state}/sets/${revision}/files/file
       echo "0640 $(sha256sum <${state}/sets/${revision}/files/file | cut -c 1-64) - file" >${state}/sets/${revision}/manifest
       cat >${place}/bin/wso2server.sh
       echo '${service}' >${state}/sets/${revision}/service
       echo ${revision} >${state}/active
       chown -R ${options.sudo === true ? "root" : login}: ${place} ${state}`,
      { input: idleServer },
    );
    return home;
  }

  get unit(): string {
    return `${path.basename(this.path)}.service`;
  }

  /** Runs `scripts/prepare.sh` with these lines of a request. */
  prepare(...lines: RequestLine[]): Promise<string> {
    const { login = "root" } = this.options;
    const about: RequestLine[] = [
      ["home", this.path],
      ["node", "node1"],
      ["incoming", login, ".node1"],
    ];
    return this.runScript(scriptWithRequest(RemoteScript.Prepare, [...about, ...lines]));
  }

  /** Calls functions of the scripts, with the revision in hand. */
  call(functions: string): Promise<string> {
    const known = `wanted=${revision} stop_timeout=5\nuse_home ${this.path}\nread_service ${revision}\n`;
    return this.runScript(`${functionsOf(RemoteScript.Act)}${known}${functions}\n`);
  }

  /** Runs a script as an update does. */
  runScript(script: string): Promise<string> {
    const { login, sudo = false } = this.options;
    return this.host.run(sudo ? "sudo -n sh -s" : "sh -s", { login, input: script });
  }
}
