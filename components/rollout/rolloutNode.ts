import { printable } from "../description";
import {
  actionRequest,
  failureOf,
  type HeldSession,
  isClosed,
  isForPeople,
  leaseRequest,
  type NodeActionKind,
  type NodeActionResult,
  type ProductDatabases,
  type ServiceRun,
  SshConnection,
  unclosed,
} from "../node";
import {
  longestReply,
  type NodeAccess,
  type NodeObservation,
  type ObservationLimits,
  observeNode,
  withoutSecrets,
} from "./observation";
import type { ControlledNode, LeaseResult } from "./reconcile";

/** The part of what actions need to know that is the same for every revision. */
export type NodeRun = Pick<ServiceRun, "times" | "overwrite" | "secrets" | "nodeIdFiles">;

export interface RolloutNodeArgs {
  name: string;
  access: NodeAccess;
  /** Says for people who acts. */
  deployer: string;
  /** The digest of the revision that this deployer has staged. @default whatever is staged */
  staged?: string;
  run: NodeRun;
  /** Tried in thorough looks and before starts. Undefined: nothing is tried. */
  database: ProductDatabases | undefined;
  limits: ObservationLimits;
}

/** Seconds in which a node must have replied in a preview. */
const previewSeconds = 10;

/** Seconds that a node has in an update for its reply, after the time to log in: it reads every file of the revision. */
const replySeconds = 60;

/**
 * Seconds that an action has besides the time to log in and to stop the product; installing a product takes most of them. The work
 * goes on without its session, so the next looks tell how it ends.
 */
const actionSeconds = 600;

/** Seconds in which a node must say whether it is free. */
const leaseSeconds = 20;

/** Seconds for which a host is tried that has not answered in its time before. */
export const silentSeconds = 5;

/** For a look at a node. */
export function limits(patienceSeconds: number, isPreview: boolean): ObservationLimits {
  return isPreview
    ? { patienceSeconds: Math.min(previewSeconds, patienceSeconds), seconds: previewSeconds }
    : { patienceSeconds, seconds: patienceSeconds + replySeconds };
}

/** A node over SSH, with one login for all that a rollout does there, and one for its lease. */
export class RolloutNode implements ControlledNode {
  readonly name: string;
  private readonly args: RolloutNodeArgs;
  private readonly connection = new SshConnection();
  /** Of its own: with `MaxSessions 1` sshd lets a connection have no other session beside the lease's. */
  private readonly leaseConnection = new SshConnection();
  private isSilent = false;
  /** Holds the node for this deployer. */
  private session: HeldSession | undefined;
  private isUnleasable = false;

  constructor(args: RolloutNodeArgs) {
    this.name = args.name;
    this.args = args;
  }

  async observe(isThorough: boolean): Promise<NodeObservation> {
    const { access, limits } = this.args;
    const database = isThorough ? this.args.database : undefined;
    const observation = await observeNode(
      { ...access, database },
      { ...limits, patienceSeconds: this.patienceSeconds },
      (request) => this.connection.ask(request),
    );
    this.isSilent = observation.kind === "unreachable";
    return observation;
  }

  async reach(): Promise<void> {
    if (this.needsNoLease) return;
    const login = { endpoint: this.args.access.endpoint, patienceSeconds: this.patienceSeconds };
    const logins = [this.leaseConnection.open(login), this.connection.open(login)];
    const results = await Promise.allSettled(logins);
    this.isSilent = results.some(({ status }) => status === "rejected");
  }

  async lease(): Promise<LeaseResult> {
    if (this.needsNoLease) return { isNew: false };
    const { access, deployer } = this.args;
    const { script, parse } = leaseRequest(access.home, deployer);
    const { endpoint, shell: command } = access;
    const { patienceSeconds } = this;
    try {
      const held = { endpoint, command, script, parse, patienceSeconds, seconds: leaseSeconds };
      const { reply, session } = await this.leaseConnection.hold(held);
      if (reply.kind === "held") {
        this.session = session;
        return { isNew: true };
      }
      session.end();
      if (reply.kind === "taken") return { isNew: false, holder: reply.holder };
      this.isUnleasable = true;
    } catch {
      // A node that does not answer is seen as such at the next look.
    } finally {
      // A session that has just ended counts for sshd a moment longer, which may take no other on this connection.
      if (this.session?.isOpen !== true) this.leaseConnection.close();
    }
    return { isNew: false };
  }

  private get needsNoLease(): boolean {
    return this.session?.isOpen === true || this.isUnleasable;
  }

  /** A host that has not answered in its time is not tried for as long again. */
  private get patienceSeconds(): number {
    return Math.min(this.args.limits.patienceSeconds, this.isSilent ? silentSeconds : Infinity);
  }

  async act(
    action: NodeActionKind,
    isGuarded: boolean,
    say: (line: string) => void,
  ): Promise<NodeActionResult | undefined> {
    const { access, deployer, staged, run, name, database } = this.args;
    const hear = (line: string) => say(withoutSecrets(printable(line), run.secrets));
    const { script, parse } = actionRequest({
      home: access.home,
      node: name,
      // What lies in the home may be started, whatever was staged since.
      staged: action.kind === "start" ? undefined : staged,
      action,
      overwrite: run.overwrite,
      isGuarded,
      stopSeconds: run.times.stop,
      database,
      deployer,
      secrets: run.secrets,
      nodeIdFiles: run.nodeIdFiles,
    });
    return parse(await this.ask(script, (line) => isForPeople(line) && hear(line)));
  }

  /**
   * Runs a script that is no action, such as that of the C-Apps.
   *
   * @throws Error with its sentence where it fails
   */
  async run(script: string, onLine: (line: string) => void): Promise<void> {
    const { endpoint, shell, secrets } = this.args.access;
    const { patienceSeconds } = this.args.limits;
    const { output, complaints, code } = await this.connection.ask({
      endpoint,
      command: shell,
      script,
      patienceSeconds,
      onLine: (line) => isForPeople(line) && onLine(withoutSecrets(printable(line), secrets)),
    });
    if (code !== 0) throw new Error(`${this.name}: ${withoutSecrets(failureOf(complaints, code), secrets)}`);
    if (!isClosed(script, output))
      throw new Error(`${this.name}: ${unclosed(script, withoutSecrets(output, secrets))}`);
  }

  private async ask(script: string, onLine: (line: string) => void): Promise<string> {
    const { endpoint, shell } = this.args.access;
    const { patienceSeconds } = this.args.limits;
    const seconds = patienceSeconds + this.args.run.times.stop + actionSeconds;
    const limits = { seconds, bytes: longestReply };
    try {
      const run = { endpoint, command: shell, script, patienceSeconds, onLine, limits };
      return (await this.connection.ask(run)).output;
    } catch {
      return "";
    }
  }

  /** Lets other deployers have the node. */
  release(): void {
    this.session?.end();
    this.leaseConnection.close();
  }

  close(): void {
    this.release();
    this.connection.close();
  }
}
