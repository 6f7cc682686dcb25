import type { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "./checkedDescription";
import type { SshArgs } from "./clusterArgs";
import type { ConfigurationSet } from "./configuration/configurationSet";
import { home as homeRule } from "./configuration/validation/paths";
import { base64, RemoteScript, type RequestLine, scriptWithRequest } from "./remoteScript";
import { SshHost } from "./sshHost";

export interface AnalyticsNodeArgs {
  /** The node's address; SSH answers there unless `ssh.host` says otherwise. */
  address: pulumi.Input<string>;
  /** The product home on the node. */
  home: pulumi.Input<string>;
  /** How the node is reached. */
  ssh?: SshArgs;
  /** The configuration files of this node. A change is staged in place. */
  configuration: pulumi.Input<ConfigurationSet>;
  /** Replaces files that somebody else changed on the node, keeping a copy there. @default false */
  overwrite?: pulumi.Input<boolean>;
}

/**
 * One node: its configuration files on any host that answers SSH.
 *
 * Making the component only stages: the files lie beside the product home, nothing in it is touched, and a file that
 * somebody else changed stops the update. `activate` makes them the node's configuration. So whoever owns several nodes
 * decides the order of their turns, and nothing is activated anywhere before everything has arrived everywhere.
 *
 * Destroying it leaves the node as it is.
 */
export class AnalyticsNode extends pulumi.ComponentResource {
  /** Resolves when the files lie beside the product home. */
  readonly staged: remote.Command;
  private readonly host: SshHost;
  private readonly home: pulumi.Input<string>;
  private readonly configuration: pulumi.Input<ConfigurationSet>;
  private readonly overwrite: pulumi.Input<boolean>;

  constructor(name: string, args: AnalyticsNodeArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("pulumi-wso2-analytics:index:AnalyticsNode", name, {}, opts);
    this.host = new SshHost(name, args.ssh ?? {}, args.address, this);
    this.home =
      typeof args.home === "string"
        ? checkedHome(name, args.home)
        : pulumi.output(args.home).apply((home) => checkedHome(name, home));
    this.configuration = args.configuration;
    this.overwrite = args.overwrite ?? false;
    this.staged = this.host.run("stage", { script: this.script(stageScript) });
    this.registerOutputs({});
  }

  /**
   * Makes the staged files the node's configuration: compares, installs what differs, leaves everything else in the
   * home as it is.
   *
   * @param after the resources that must be there first, besides this node's own staged files
   * @throws at update time, with the files, where one was changed on the node by somebody else
   */
  activate(after: pulumi.Resource[] = []): remote.Command {
    return this.host.run("activate", {
      script: this.script(activateScript),
      dependsOn: [this.staged, ...after],
    });
  }

  private script(write: ScriptWriter): pulumi.Output<string> {
    return pulumi
      .all([this.home, this.configuration, this.overwrite])
      .apply(([home, set, overwrite]) => write(home, set, overwrite));
  }
}

/** The state of a home lies beside it, under its name; a wrong name would put it elsewhere. */
function checkedHome(name: string, home: string): string {
  const problem = homeRule(home);
  refuse(name, problem === undefined ? [] : [{ place: "home", ...problem }]);
  return home;
}

type ScriptWriter = (home: string, set: ConfigurationSet, overwrite: boolean) => string;

/** The text that stages a set of files beside a product home. */
function stageScript(home: string, set: ConfigurationSet, overwrite: boolean): string {
  const files = set.files.map(
    ({ path, mode, digest, base, text }): RequestLine => [
      "file",
      mode,
      digest,
      base,
      path,
      base64(text, "latin1"),
    ],
  );
  return scriptWithRequest(RemoteScript.Stage, [...turn(home, set, overwrite), ...files]);
}

/** The text that makes a staged set the configuration of a product home. */
function activateScript(home: string, set: ConfigurationSet, overwrite: boolean): string {
  return scriptWithRequest(RemoteScript.Activate, turn(home, set, overwrite));
}

function turn(home: string, set: ConfigurationSet, overwrite: boolean): RequestLine[] {
  return [
    ["home", home],
    ["overwrite", overwrite ? "yes" : "no"],
    ["set", set.digest],
  ];
}
