import type { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { home as homeRule, type SshArgs } from "../description";
import { requireEngine, throwProblems, withFormerType } from "../program";
import { type Revision, sha256 } from "../render";
import type { LocalFile, ProductArtifacts } from "./artifacts/artifact";
import { type ServiceRun, stageScript } from "./nodeRequests";
import {
  type CarbonAppsRequest,
  type Copies,
  carbonAppsScript,
  type NodePreparation,
  prepareScript,
} from "./preparation";
import { actionScript } from "./protocol/nodeAction";
import { type PinnedHostKeys, SshHost } from "./ssh/sshHost";

/** What of the product comes to the node. */
export interface NodeProductArgs {
  /** `product` of `planDeployment`. */
  artifacts: pulumi.Input<ProductArtifacts>;
  /** Whose an installed home becomes. @default `ssh.user` */
  user?: pulumi.Input<string>;
  /** Whether another update of the product may take the old one's place; refused where nobody stops the product. @default true */
  isExchanged?: boolean;
}

export interface AnalyticsNodeArgs {
  /** The node's address; SSH answers there unless `ssh.host` says otherwise. */
  address: pulumi.Input<string>;
  /** The product home on the node. */
  home: pulumi.Input<string>;
  /** How the node is reached. */
  ssh?: SshArgs;
  /** Keys to expect of hosts for which `ssh` gives none. @default any key is accepted */
  hostKeys?: PinnedHostKeys;
  /** The configuration files of this node. A change is staged in place. */
  configuration: pulumi.Input<Revision>;
  /** Replaces files that somebody else changed on the node, keeping a copy there. @default false */
  overwrite?: pulumi.Input<boolean>;
  /** What is made around the product before anything is staged: `preparations` of `planDeployment`. */
  preparation?: pulumi.Input<NodePreparation>;
  /** Installs the product, its JDBC driver, or both. */
  product?: NodeProductArgs;
  /** The files of this machine that the preparation and `product` take over, copied to the node before. */
  copied?: LocalFile[];
  /** How the product is run here: `run` of `planDeployment`. Left out where others run it. */
  service?: pulumi.Input<ServiceRun>;
  /** With another value everything is brought again: what an earlier update has brought is gone. */
  trigger?: pulumi.Input<string | undefined>;
}

/**
 * One node: its product and its configuration on any host that answers SSH.
 *
 * The component only stages: the files lie beside the product home, nothing in it is touched, and a file that somebody else changed
 * stops the update. `AnalyticsCluster` makes staged files the configuration of its nodes and restarts them, in an order in which one
 * of them serves.
 *
 * Destroying it leaves the node as it is.
 */
export class AnalyticsNode extends pulumi.ComponentResource {
  /** Resolves when the files lie beside the product home. */
  readonly staged: remote.Command;
  /** The commands that run on the node, in their order. */
  readonly commands: readonly remote.Command[];
  private readonly host: SshHost;
  private readonly copiesOnNode: pulumi.Output<Copies>;
  private readonly home: pulumi.Input<string>;
  private readonly configuration: pulumi.Input<Revision>;
  private readonly overwrite: pulumi.Input<boolean>;
  private readonly service: pulumi.Input<ServiceRun | undefined>;
  private readonly trigger: pulumi.Input<string | undefined>;

  constructor(name: string, args: AnalyticsNodeArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "wso2-analytics:index:AnalyticsNode",
      name,
      {},
      withFormerType("pulumi-wso2-analytics:index:AnalyticsNode", opts),
    );
    const { ssh = {}, address, hostKeys = {} } = args;
    this.host = new SshHost(name, { ssh, address, hostKeys }, this);
    this.home =
      typeof args.home === "string"
        ? checkedHome(name, args.home)
        : pulumi.output(args.home).apply((home) => checkedHome(name, home));
    // Without folders: two copies at a time would stand in each other's way where they make one. By the home, which takes a
    // copy away: another home needs another one.
    this.copiesOnNode = pulumi.all([this.home, args.ssh?.user]).apply(([home, user = "root"]) => ({
      login: user,
      prefix: `.${name.replaceAll(/[^\w.-]/g, "_")}-${sha256(home).slice(0, 8)}`,
    }));
    this.configuration = args.configuration;
    this.overwrite = args.overwrite ?? false;
    this.service = args.service;
    this.trigger = args.trigger;
    const script = pulumi
      .all([this.home, this.configuration, this.overwrite, this.service, requireEngine(name)])
      .apply(([home, revision, overwrite, run]) => stageScript(home, revision, overwrite, run));
    const prepared = args.product === undefined && args.preparation === undefined ? [] : [this.prepare(args)];
    this.staged = this.host.run("stage", { script, dependsOn: prepared, trigger: args.trigger });
    this.commands = [...prepared, this.staged];
    this.registerOutputs({});
  }

  /** Checks the machine, brings what is missing of the product, and makes what is needed around it; what is there stays. */
  private prepare(args: AnalyticsNodeArgs): remote.Command {
    const { product, preparation, copied = [] } = args;
    const script = pulumi
      .all([this.home, this.copiesOnNode, product?.artifacts, product?.user, preparation, this.service])
      .apply(([home, copies, artifacts, user, surroundings, run]) =>
        prepareScript({
          home,
          copies,
          artifacts: artifacts ?? {},
          user: user ?? copies.login,
          isExchanged: product?.isExchanged ?? true,
          surroundings,
          run,
        }),
      );
    return this.host.run("prepare", { script, dependsOn: this.copies(copied), trigger: args.trigger });
  }

  /**
   * Copies C-Apps to the node. The script that puts them in their place, and takes out those that are no longer among them, is run while
   * the product runs.
   *
   * @param files the C-Apps on this machine
   * @param request what is to be done with them: `carbonApps` of `planDeployment`
   */
  carbonApps(
    files: readonly LocalFile[],
    request: pulumi.Input<CarbonAppsRequest>,
  ): { copies: pulumi.Resource[]; script: pulumi.Output<string> } {
    const script = pulumi
      .all([this.home, this.copiesOnNode, request, this.service])
      .apply(([home, copies, apps, run]) => carbonAppsScript(home, copies, required(run), apps));
    return { copies: this.copies(files), script: pulumi.secret(script) };
  }

  /**
   * Decides about the product when the returned resource is deleted, and so before everything it was made after. It is
   * there in any case: if it went with the wish to stop, it would stop the product in an update.
   *
   * @param stops whether the product is stopped then, or goes on and the node is not dialled
   * @param after what has to be there for the product to run
   */
  stopOnDestroy(stops: boolean, after: pulumi.Resource[]): remote.Command {
    const script = pulumi
      .all([this.home, this.service])
      .apply(([home, run]) => retireScript(home, required(run)));
    return this.host.runAtDeletion("stop", { dependsOn: after, ...(stops ? { script } : {}) });
  }

  /** Not before the whole description was found right, as the configuration is known then only. */
  private copies(files: readonly LocalFile[]): remote.CopyToRemote[] {
    return files.map(({ name, path: file, sha256: expected }) => {
      const digest = pulumi.unsecret(pulumi.all([expected, this.configuration]).apply(([known]) => known));
      const remotePath = pulumi.interpolate`${this.copiesOnNode.prefix}-${digest}`;
      return this.host.copy(name, { file, sha256: digest, remotePath, trigger: this.trigger });
    });
  }
}

function required(run: ServiceRun | undefined): ServiceRun {
  if (run === undefined)
    throw new Error("the argument service of AnalyticsNode is needed for a product that is run");
  return run;
}

function retireScript(home: string, { times, secrets, nodeIdFiles }: ServiceRun): string {
  const action = { kind: "retire" } as const;
  return actionScript({
    home,
    action,
    overwrite: false,
    isGuarded: false,
    stopSeconds: times.stop,
    secrets,
    nodeIdFiles,
  });
}

/** The state of a home lies beside it, under its name; a wrong name would put it elsewhere. */
function checkedHome(name: string, home: string): string {
  const problem = homeRule(home);
  throwProblems(name, problem === undefined ? [] : [{ place: "home", ...problem }]);
  return home;
}
