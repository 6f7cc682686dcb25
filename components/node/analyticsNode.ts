import type { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { home as homeRule, type SshArgs } from "../description";
import { throwProblems, withFormerType } from "../program";
import { type Revision, sha256 } from "../render";
import type { LocalFile, ProductArtifacts } from "./artifacts/artifact";
import {
  activateScript,
  operateScript,
  type ServiceRun,
  stageScript,
  type TurnPlace,
  turnScript,
  verifyScript,
} from "./nodeRequests";
import { type Copies, carbonAppsScript, prepareScript } from "./preparation";
import { SshHost } from "./ssh/sshHost";

/** What of the product comes to the node. */
export interface NodeProductArgs {
  /** `product` of `planDeployment`. */
  artifacts: pulumi.Input<ProductArtifacts>;
  /** Whose an installed home becomes. @default `ssh.user` */
  user?: pulumi.Input<string>;
  /** Whether the node has turns, in which another update of the product takes the old one's place. @default true */
  turns?: boolean;
}

export interface AnalyticsNodeArgs {
  /** The node's address; SSH answers there unless `ssh.host` says otherwise. */
  address: pulumi.Input<string>;
  /** The product home on the node. */
  home: pulumi.Input<string>;
  /** How the node is reached. */
  ssh?: SshArgs;
  /** The configuration files of this node. A change is staged in place. */
  configuration: pulumi.Input<Revision>;
  /** Replaces files that somebody else changed on the node, keeping a copy there. @default false */
  overwrite?: pulumi.Input<boolean>;
  /** What is made around the product before anything is staged: `preparations` of `planDeployment`. */
  preparation?: pulumi.Input<pulumi.Input<string>[]>;
  /** Installs the product, its JDBC driver, or both. */
  product?: NodeProductArgs;
  /** The files of this machine that the preparation and `product` take over, copied to the node before. */
  copied?: LocalFile[];
  /** How the product is run here, for turns and verification: `runs` of `planDeployment`. Needed for these alone. */
  service?: pulumi.Input<ServiceRun>;
}

/**
 * One node: its configuration and its product on any host that answers SSH.
 *
 * Making the component only stages: the files lie beside the product home, nothing in it is touched, and a file that
 * somebody else changed stops the update. A `turn` makes them the node's configuration and restarts it where something
 * differs; `activate` changes the files only. So whoever owns several nodes decides the order of their turns, and nothing
 * is activated anywhere before everything has arrived everywhere.
 *
 * Destroying it leaves the node as it is.
 */
export class AnalyticsNode extends pulumi.ComponentResource {
  /** Resolves when the files lie beside the product home. */
  readonly staged: remote.Command;
  private readonly host: SshHost;
  private readonly copiesOnNode: pulumi.Output<Copies>;
  private readonly home: pulumi.Input<string>;
  private readonly configuration: pulumi.Input<Revision>;
  private readonly overwrite: pulumi.Input<boolean>;
  private readonly service: pulumi.Input<ServiceRun | undefined>;

  constructor(name: string, args: AnalyticsNodeArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "wso2-analytics:index:AnalyticsNode",
      name,
      {},
      withFormerType("pulumi-wso2-analytics:index:AnalyticsNode", opts),
    );
    this.host = new SshHost(name, args.ssh ?? {}, args.address, this);
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
    const script = pulumi
      .all([this.home, this.configuration, this.overwrite, this.service])
      .apply(([home, revision, overwrite, run]) => stageScript(home, revision, overwrite, run));
    const prepared = args.product === undefined && args.preparation === undefined ? [] : [this.prepare(args)];
    this.staged = this.host.run("stage", { script, dependsOn: prepared });
    this.registerOutputs({});
  }

  /** Checks the machine, brings what is missing of the product, and makes what is needed around it; what is there stays. */
  private prepare(args: AnalyticsNodeArgs): remote.Command {
    const { product, preparation = [], copied = [] } = args;
    const script = pulumi
      .all([this.home, this.copiesOnNode, product?.artifacts, product?.user, preparation, this.service])
      .apply(([home, copies, artifacts, user, lines, run]) =>
        prepareScript({
          home,
          copies,
          artifacts: artifacts ?? {},
          user: user ?? copies.login,
          turns: product?.turns ?? true,
          lines,
          run,
        }),
      );
    return this.host.run("prepare", { script, dependsOn: this.copies(copied) });
  }

  /**
   * Makes the staged files the node's configuration: compares, installs what differs, leaves everything else in the
   * home as it is.
   *
   * @param after the resources that must be there first, besides this node's own staged files
   * @throws at update time, with the files, where one was changed on the node by somebody else
   */
  activate(after: pulumi.Resource[] = []): remote.Command {
    const script = pulumi
      .all([this.home, this.configuration, this.overwrite, this.service])
      .apply(([home, revision, overwrite, run]) => activateScript(home, revision, overwrite, run));
    return this.host.run("activate", { script, dependsOn: [this.staged, ...after] });
  }

  /**
   * One of the node's two turns: activates what is staged and restarts the product, if it is this node's turn at all
   * (`scripts/turn.sh`).
   *
   * @param after the resources that must be there first, besides this node's own staged files
   * @throws at update time where the node does not become healthy: it has its last healthy configuration back then
   */
  turn(place: TurnPlace, after: pulumi.Resource[] = []): remote.Command {
    const script = this.running().apply(({ home, revision, run }) => turnScript(home, revision, run, place));
    return this.host.run(`${place.pass}Turn`, { script, dependsOn: [this.staged, ...after] });
  }

  /**
   * Checks the node without changing it: health, ports, the peer, files against what is active, databases.
   *
   * @param after the turns
   * @param peer the verification of the other node, whose role must be the other one
   * @throws at update time with every check that failed
   */
  verify(after: pulumi.Resource[], peer?: remote.Command): remote.Command {
    const peerRole = peer?.stdout.apply(reportedRole);
    const script = pulumi
      .all([this.running(), peerRole])
      .apply(([{ home, revision, run }, role]) =>
        verifyScript({ home, revision: revision.digest, run, peerRole: role, confirm: true }),
      );
    return this.host.run("verify", { script, dependsOn: after });
  }

  /**
   * Makes these the C-Apps that are deployed on the node from here: those that differ are copied, those that are no longer
   * among them taken out.
   *
   * @param files the C-Apps on this machine
   * @param request what is to be done with them: `carbonApps` of `planDeployment`
   * @param after the turns
   */
  carbonApps(
    files: readonly LocalFile[],
    request: pulumi.Input<pulumi.Input<string>[]>,
    after: pulumi.Resource[],
  ): remote.Command {
    const script = pulumi
      .all([this.running(), this.copiesOnNode, request])
      .apply(([{ home, run }, copies, lines]) => carbonAppsScript(home, copies, run, lines));
    return this.host.run("carbonApps", { script, dependsOn: [...this.copies(files), ...after] });
  }

  /**
   * Decides about the product when the returned resource is deleted, and so before everything it was made after. It is
   * there in any case: if it went with the wish to stop, it would stop the product in an update.
   *
   * @param stops whether the product is stopped then, or goes on and the node is not dialled
   * @param after what has to be there for the product to run
   */
  stopOnDestroy(stops: boolean, after: pulumi.Resource[]): remote.Command {
    const script = this.running().apply(({ home, run }) => operateScript(home, run, ["retire"]));
    return this.host.runAtDeletion("stop", { dependsOn: after, ...(stops ? { script } : {}) });
  }

  /** Not before the whole description was found right, as the configuration is known then only. */
  private copies(files: readonly LocalFile[]): remote.CopyToRemote[] {
    return files.map(({ name, path: file, sha256: expected }) => {
      const digest = pulumi.unsecret(pulumi.all([expected, this.configuration]).apply(([known]) => known));
      const remotePath = pulumi.interpolate`${this.copiesOnNode.prefix}-${digest}`;
      return this.host.copy(name, { file, sha256: digest, remotePath });
    });
  }

  private running(): pulumi.Output<Running> {
    return pulumi.all([this.home, this.configuration, this.service]).apply(([home, revision, run]) => {
      if (run === undefined) throw new Error("the argument service of AnalyticsNode is needed for its turns");
      return { home, revision, run };
    });
  }
}

interface Running {
  home: string;
  revision: Revision;
  run: ServiceRun;
}

/** `ok      health   passive, its state is synced` */
function reportedRole(report: string): string | undefined {
  return /^ok +health +(active|passive)\b/m.exec(report)?.[1];
}

/** The state of a home lies beside it, under its name; a wrong name would put it elsewhere. */
function checkedHome(name: string, home: string): string {
  const problem = homeRule(home);
  throwProblems(name, problem === undefined ? [] : [{ place: "home", ...problem }]);
  return home;
}
