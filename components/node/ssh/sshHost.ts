import { remote, type types } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { type BastionArgs, printable, type SshArgs, type SshLoginArgs } from "../../description";
import { knownValue, supportsHooks } from "../../program";
import { isClosed } from "../closingLine";

/** What `SshHost.run` needs to know of one script. */
export interface RunArgs {
  /** The script with its request; always kept as a secret. */
  script: pulumi.Input<string>;
  /** What must have happened before. */
  dependsOn?: pulumi.Input<pulumi.Input<pulumi.Resource>[]>;
  hooks?: pulumi.ResourceHookBinding;
  /** Called if the script did not run to its end. The engine calls no error hook then. (Measured with Pulumi 3.250.) */
  onUnclosed?: (error: Error) => void;
  /** With another value the script runs again on the same host, although nothing else has changed. */
  trigger?: pulumi.Input<string | undefined>;
}

export interface CopyArgs {
  file: pulumi.Input<string>;
  /** From the login user's home on. */
  remotePath: pulumi.Input<string>;
  /** Copies again when it changes. */
  sha256: pulumi.Input<string>;
  /** With another value the same file is copied again. */
  trigger?: pulumi.Input<string | undefined>;
}

/** Keys that were met at the first contact, for hosts of which none is given. */
export interface PinnedHostKeys {
  /** Of the node's host. */
  node?: pulumi.Input<string>;
  bastion?: pulumi.Input<string>;
}

/** A host on the way to a node. */
export type SshHop = keyof PinnedHostKeys;

export interface HopWithoutKey {
  hop: SshHop;
  /** Where it answers: `host:port`. */
  place: pulumi.Output<string>;
}

export interface SshHostArgs {
  ssh: SshArgs;
  /** Where SSH answers unless `ssh.host` says otherwise. */
  address: pulumi.Input<string>;
  hostKeys: PinnedHostKeys;
}

/**
 * One host that answers SSH: owns the connection, and the one way in which scripts are run there.
 *
 * A changed script runs again as an in-place update; another host (its host key, else where it answers) replaces the
 * resource, so that a new host gets everything.
 */
export class SshHost {
  readonly name: string;
  private readonly ssh: SshArgs;
  private readonly address: pulumi.Input<string>;
  private readonly hostKeys: PinnedHostKeys;
  private readonly parent: pulumi.Resource;

  constructor(name: string, { ssh, address, hostKeys }: SshHostArgs, parent: pulumi.Resource) {
    this.name = name;
    this.ssh = ssh;
    this.address = address;
    this.hostKeys = hostKeys;
    this.parent = parent;
  }

  /** Those of which no key is given, in the order in which they are logged in to. */
  hopsWithoutKey(): HopWithoutKey[] {
    const { hostKey, host = this.address, port, bastion } = this.ssh;
    const hops: HopWithoutKey[] = [];
    if (bastion !== undefined && bastion.hostKey === undefined)
      hops.push({ hop: "bastion", place: placeOf(bastion.host, bastion.port) });
    if (hostKey === undefined) hops.push({ hop: "node", place: placeOf(host, port) });
    return hops;
  }

  /**
   * Runs a script with `sh -s`, or `sudo -n sh -s` where asked for, as the resource `<host>-<verb>`. The update fails where the host
   * does not say that the script ran to its end.
   */
  run(verb: string, { script, hooks, onUnclosed, ...order }: RunArgs): remote.Command {
    const stdin = pulumi.secret(script);
    const triggers = withTrigger([this.identity()], order.trigger);
    const demand = this.demandClosing(verb, stdin, onUnclosed);
    const run = { create: this.shell(), stdin, triggers };
    return this.command(verb, { ...order, hooks: withAfter(hooks, demand) }, run);
  }

  private demandClosing(
    verb: string,
    stdin: pulumi.Output<string>,
    onUnclosed: RunArgs["onUnclosed"],
  ): pulumi.ResourceHook[] {
    if (!supportsHooks()) return [];
    const known = knownValue(stdin);
    const demand = async ({ newOutputs, urn }: pulumi.ResourceHookArgs) => {
      const [script, reply] = [(await known) ?? "", String(newOutputs?.stdout ?? "")];
      if (isClosed(script, reply)) return;
      // The engine has recorded it, and only a rollout runs it again.
      const error = new Error(
        `${unclosed(script, reply)}; without an AnalyticsCluster, with --replace '${urn}'`,
      );
      onUnclosed?.(error);
      throw error;
    };
    return [new pulumi.ResourceHook(`${this.name}-${verb}-closing`, demand)];
  }

  /**
   * Runs a script when the resource `<host>-<verb>` is deleted, and nothing before. Nor does anything run, and nobody is
   * dialled, where there is none. Another host just takes the old one's place: what is gone need not be stopped.
   */
  runAtDeletion(verb: string, { script, ...order }: Partial<RunArgs>): remote.Command {
    const run = script === undefined ? {} : { delete: this.shell(), stdin: pulumi.secret(script) };
    return this.command(verb, order, run);
  }

  /** Copies a local file to a path in the login user's home, once for each content and host, as `<host>-<verb>`. */
  copy(verb: string, { file, remotePath, sha256, trigger }: CopyArgs): remote.CopyToRemote {
    return new remote.CopyToRemote(
      `${this.name}-${verb}`,
      {
        connection: this.connection(),
        source: pulumi.output(file).apply((path) => new pulumi.asset.FileAsset(path)),
        remotePath,
        triggers: withTrigger([this.identity(), sha256], trigger),
      },
      { parent: this.parent },
    );
  }

  private command(
    verb: string,
    { dependsOn, hooks }: Omit<RunArgs, "script">,
    run: Pick<remote.CommandArgs, "create" | "delete" | "stdin" | "triggers">,
  ): remote.Command {
    return new remote.Command(
      `${this.name}-${verb}`,
      {
        connection: this.connection(),
        ...run,
        // Else the previous output is offered as environment, which sshd refuses with a warning at every update.
        addPreviousOutputInEnv: false,
      },
      { parent: this.parent, dependsOn, hooks },
    );
  }

  /** What runs a script from its standard input. Printed whole before every error message, so it stays short. */
  shell(): pulumi.Output<string> {
    return pulumi.output(this.ssh.sudo).apply((sudo) => (sudo ? "sudo -n sh -s" : "sh -s"));
  }

  connection(): types.input.remote.ConnectionArgs {
    // Through a bastion there are two hosts to reach in that time.
    const limits = dialLimits(this.ssh.timeoutSeconds, this.ssh.bastion === undefined ? 1 : 2);
    return {
      host: this.ssh.host ?? this.address,
      port: this.ssh.port ?? 22,
      user: this.ssh.user ?? "root",
      ...credentials(this.ssh, this.hostKeys.node),
      ...limits,
      ...(this.ssh.bastion === undefined ? {} : { proxy: this.proxy(this.ssh.bastion, limits) }),
    };
  }

  private proxy(bastion: BastionArgs, limits: DialLimits): types.input.remote.ProxyConnectionArgs {
    return {
      host: bastion.host,
      port: bastion.port ?? 22,
      user: bastion.user ?? "root",
      ...credentials(bastion, this.hostKeys.bastion),
      ...limits,
    };
  }

  /** Seconds for which a host that does not answer is tried. */
  timeoutSeconds(): pulumi.Output<number> {
    return pulumi.output(this.ssh.timeoutSeconds).apply((seconds) => seconds ?? defaultTimeoutSeconds);
  }

  /**
   * The key given for it, else where it answers: another one is another host. A pinned key does not count, or the update that pins it
   * would bring everything again.
   */
  identity(): pulumi.Output<string> {
    const { hostKey, host, port } = this.ssh;
    return pulumi
      .all([trimmed(hostKey), placeOf(host ?? this.address, port)])
      .apply(([key, place]) => key ?? place);
  }
}

function withAfter(
  hooks: pulumi.ResourceHookBinding = {},
  after: pulumi.ResourceHook[],
): pulumi.ResourceHookBinding {
  const { afterCreate = [], afterUpdate = [] } = hooks;
  return { ...hooks, afterCreate: [...afterCreate, ...after], afterUpdate: [...afterUpdate, ...after] };
}

/** The error for a reply without the closing line. A host may repeat the script, secrets included, so those lines are not quoted. */
export function unclosed(script: string, reply: string): string {
  const own = reply.split("\n").filter((line) => !script.includes(line.trim()));
  const said = printable(own.join(" ").trim().replaceAll(/\s+/g, " ")).slice(0, 160);
  return `the host did not run this script to its end, although it reports no error; it says: ${said || "nothing"}. See that the login has no forced command, and run the update again`;
}

function placeOf(host: pulumi.Input<string>, port: pulumi.Input<number> | undefined): pulumi.Output<string> {
  return pulumi.all([host, port]).apply(([name, number]) => `${name}:${number ?? 22}`);
}

function withTrigger(
  own: pulumi.Input<string>[],
  further: pulumi.Input<string | undefined>,
): pulumi.Output<string[]> {
  return pulumi
    .all([pulumi.all(own), further])
    .apply(([known, trigger]) => (trigger === undefined ? known : [...known, trigger]));
}

function credentials(from: SshLoginArgs, pinnedKey: pulumi.Input<string> | undefined) {
  return {
    hostKey: trimmed(from.hostKey ?? pinnedKey),
    privateKey: trimmed(from.privateKey),
    privateKeyPassword: from.privateKeyPassword,
    agentSocketPath: from.agentSocketPath,
  };
}

/** A key's file ends with a line end, and whoever leaves it out means the same key. */
function trimmed(key: pulumi.Input<string> | undefined): pulumi.Output<string> | undefined {
  return key === undefined ? undefined : pulumi.output(key).apply((text) => text?.trim());
}

const defaultTimeoutSeconds = 120;

interface DialLimits {
  dialErrorLimit: pulumi.Output<number>;
  perDialTimeout: pulumi.Output<number>;
}

/**
 * The provider knows no total: it dials so many times, each bounded, and waits in between, from 0.1 s by half more each
 * time up to 5 s. As many dials as fit if every one of them takes its whole time; a host that refuses at once, because it
 * is starting perhaps, is thereby tried for about a third of the time.
 */
function dialLimits(timeoutSeconds: pulumi.Input<number> = defaultTimeoutSeconds, hosts: number): DialLimits {
  const available = pulumi.output(timeoutSeconds).apply((seconds) => seconds / hosts);
  const perDialTimeout = available.apply((seconds) => Math.min(5, Math.max(1, Math.floor(seconds / 4))));
  const dialErrorLimit = pulumi
    .all([available, perDialTimeout])
    .apply(([seconds, perDial]) => dialsWithin(seconds, perDial));
  return { perDialTimeout, dialErrorLimit };
}

/** As the provider counts: it dials once more. */
function dialsWithin(seconds: number, perDial: number): number {
  let dials = 0;
  let wait = 0.1;
  for (let spent = perDial; spent + wait + perDial <= seconds; spent += wait + perDial) {
    wait = Math.min(5, wait * 1.5);
    dials += 1;
  }
  return dials;
}
