import type { ProblemCode } from "../description";
import type { NodeFacts, ProductFacts, RunningHome, StateProblem } from "../node";
import type { NodeObservation } from "./observation";
import { serves } from "./productHealth";

/** The desired state of a node. */
export interface DesiredNode {
  name: string;
  /** The digest of its revision. */
  revision: string;
  /** The version of the product; undefined where it is not known. */
  version: DesiredVersion | undefined;
  /** Whether the product is run from here. */
  isManaged: boolean;
  /** Where its event sync will listen, `address:port`; undefined where that is not known. */
  eventSync: string | undefined;
  /** Whether an update installs a product that is not there. */
  isInstalled: boolean;
  /** Whether it is under maintenance: nothing that is found there counts. */
  isHeld: boolean;
}

export interface DesiredVersion {
  /** The id of its profile. */
  id: string;
  /** Whether a home with these versions of the bundle `event.processor.manager.core` has it. */
  isIn(bundles: readonly string[]): boolean;
  /** The Java versions that it starts with: `1.8`. */
  javaVersions: readonly string[];
  /** What is wrong with files of a home, by their paths, so that it would not do what the description says. */
  problemsIn(texts: ReadonlyMap<string, string>): { isError: boolean; text: string }[];
}

/** A node of which nothing is desired but that it serves. */
export function anyRevision(name: string, isManaged: boolean): DesiredNode {
  return {
    name,
    revision: "",
    version: undefined,
    isManaged,
    eventSync: undefined,
    isInstalled: true,
    isHeld: false,
  };
}

/** How much a finding weighs. */
export const Weight = {
  /** Nothing can be done before it is corrected: an error in the preview and in the update. */
  Refusal: "refusal",
  /** Nobody answered: a warning in the preview, an error in the update. */
  Silence: "silence",
  /** Another deployer is at work: a warning in the preview, an error in the update. */
  Taken: "taken",
  /** The node is not as it should be; shown as a change. */
  Difference: "difference",
  /** To be looked at some time; shown, and no change. */
  Advice: "advice",
  /** Another revision is active than the desired one; shown as a change of the rollout alone. */
  Pending: "pending",
} as const;
export type Weight = (typeof Weight)[keyof typeof Weight];

export interface Finding {
  /** docs/errors.md explains it. */
  code: ProblemCode;
  /** The node's name. */
  node: string;
  weight: Weight;
  /** One sentence for people. */
  text: string;
}

/** Everything that the observations say against the nodes, the first cause first. */
export function findings(
  desired: readonly DesiredNode[],
  observations: readonly NodeObservation[],
): Finding[] {
  const own = desired.flatMap((node, index) => {
    const observation = observations[index];
    return observation === undefined ? [] : findingsOf(node, observation);
  });
  return [
    ...own,
    ...sameIdentity(desired, observations),
    ...sameRole(desired, observations),
    ...differentClocks(desired, observations),
  ];
}

function findingsOf(node: DesiredNode, observation: NodeObservation): Finding[] {
  if (node.isHeld) return [];
  const finding = teller(node);
  switch (observation.kind) {
    case "unreachable":
      return [finding("WA101", Weight.Silence, observation.reason)];
    case "wrong":
      return [finding("WA102", Weight.Refusal, observation.reason)];
    case "facts": {
      const own = hostFindings(node, observation.facts);
      const state = own.length > 0 ? own : stateFindings(node, observation.facts, finding);
      return [...state, ...adviceOn(node, observation.facts, finding)];
    }
    case "none":
      return [];
  }
}

function teller({ name }: DesiredNode): Tell {
  return (code, weight, text) => ({ code, node: name, weight, text });
}

const shownFiles = 5;

type Tell = (code: ProblemCode, weight: Weight, text: string) => Finding;

/** Everything about a host that keeps an update from it. */
export function hostFindings(node: DesiredNode, facts: NodeFacts, tell: Tell = teller(node)): Finding[] {
  const { system, missingCommands, home, node: known, active } = facts;
  if (missingCommands.length > 0) {
    const text = `it lacks the commands ${missingCommands.join(", ")}; install them`;
    return [tell("WA104", Weight.Refusal, text)];
  }
  if (system !== "Linux") {
    return [tell("WA103", Weight.Refusal, `it runs ${system || "an unknown system"}; give a Linux host`)];
  }
  const found: Finding[] = [];
  if (home === "absent" && !node.isInstalled) {
    const text =
      "there is no product in product.home; install it, correct the argument, or give product.install";
    found.push(tell("WA108", Weight.Refusal, text));
  }
  if (home === "other") {
    const text =
      "product.home is a folder there that holds no product; correct the argument or remove the folder";
    found.push(tell("WA105", Weight.Refusal, text));
  }
  if (home === "present" && isOtherVersion(node, facts)) {
    const text = `the product in product.home is another version than ${node.version?.id}, by its bundle event.processor.manager.core ${facts.bundles.join(", ")}; give the distribution and the profile of this version, or bring the home to the other one first (docs/products.md)`;
    found.push(tell("WA109", Weight.Refusal, text));
  }
  if (known !== undefined && active.length > 0 && known !== node.name) {
    const text = `the home there is ${known} of this deployment; put the nodes back in their order, each with its own ssh`;
    found.push(tell("WA106", Weight.Refusal, text));
  }
  const former = facts.otherHomes.find((other) => node.isManaged && isFormerHome(node, other));
  if (former !== undefined) {
    const text = `this node's product runs in ${former.path}, which is not product.home, and all that is known of it lies beside that home; to move it, stop it, rename the home and its .deployment folder on the host, and change product.home then; to update it to another version, do that first, in the home that it has (docs/products.md)`;
    found.push(tell("WA113", Weight.Refusal, text));
  }
  for (const { isError, text } of node.version?.problemsIn(facts.texts) ?? [])
    if (isError) found.push(tell("WA114", Weight.Refusal, text));
  if (facts.stateProblem !== undefined) found.push(stateFinding(facts.stateProblem, tell));
  return found;
}

/** Its ports or its address may have changed together with its place. */
function isFormerHome(node: DesiredNode, other: RunningHome): boolean {
  return other.eventSync === node.eventSync || (other.hasSameDatabases && other.node === node.name);
}

/** Root reads and writes nothing where the product's user may have put something else. */
function stateFinding({ kind, value }: StateProblem, tell: Tell): Finding {
  switch (kind) {
    case "exposed":
      return tell(
        "WA110",
        Weight.Refusal,
        `the owner of product.home can write in ${value}, and so put another folder in the place of root's <home>.deployment; move the home to where only root can write, as below /opt, or log in as its owner without ssh.sudo`,
      );
    case "link":
      return tell(
        "WA111",
        Weight.Refusal,
        "<home>.deployment is a link; put the folder itself there, or mount it",
      );
    case "foreign":
      return tell(
        "WA111",
        Weight.Refusal,
        `<home>.deployment belongs to ${value}, not to root; look through it, links above all, then chown -R root: it, or move it away`,
      );
    case "newer":
      return tell(
        "WA112",
        Weight.Refusal,
        `a later version of this library has written <home>.deployment (layout ${value}); update with that version`,
      );
  }
}

/** What was installed from here is exchanged by the rollout. */
function isOtherVersion({ version, isInstalled }: DesiredNode, facts: NodeFacts): boolean {
  if (version === undefined || (isInstalled && facts.isInstalled)) return false;
  return !version.isIn(facts.bundles);
}

function stateFindings({ revision, isManaged }: DesiredNode, facts: NodeFacts, tell: Tell): Finding[] {
  const { active, healthy, drift, product, isBusy, holder, runsUndescribed } = facts;
  if (holder !== undefined) return [tell("WA310", Weight.Taken, `it is being updated by ${holder}`)];
  if (isManaged && isBusy) return [tell("WA301", Weight.Difference, "another update is at work on it")];
  const found: Finding[] = [];
  if (active.length > 1) {
    found.push(tell("WA201", Weight.Difference, "its last update was interrupted"));
  }
  const isLost = active.length === 0 && (product?.isRunning === true || runsUndescribed);
  if (isLost) {
    const text = "it runs, and the files beside its home that say with which revision are lost";
    found.push(tell("WA206", Weight.Difference, text));
  } else if (active.length === 0) {
    found.push(tell("WA205", Weight.Pending, "nothing is deployed there yet"));
  }
  if (active.length === 1 && active[0] !== revision) {
    const text = `revision ${(active[0] ?? "").slice(0, 8)} is active, and ${revision.slice(0, 8)} is desired`;
    found.push(tell("WA203", Weight.Pending, text));
  }
  if (isManaged && active.length === 1 && active[0] === revision && healthy !== revision) {
    found.push(tell("WA204", Weight.Pending, "it has not been found healthy with its revision yet"));
  }
  if (active.length === 1 && active[0] === revision && drift.length > 0) {
    const files = drift.slice(0, shownFiles).map(({ path, change }) => `${path} (${change})`);
    if (drift.length > shownFiles) files.push(`and ${drift.length - shownFiles} more`);
    found.push(tell("WA202", Weight.Difference, `files differ from what was installed: ${files.join(", ")}`));
  }
  // The login of another revision may be one that this update makes, or changes.
  if (isManaged && active.length === 1 && active[0] === revision && healthy === revision) {
    found.push(...databaseFindings(facts, tell));
  }
  if (isManaged && product !== undefined && (active.length > 0 || isLost))
    found.push(...productFindings(product, tell));
  return found;
}

function databaseFindings({ database }: NodeFacts, tell: Tell): Finding[] {
  const bad = database?.checks.find(({ state }) => state === "bad");
  return bad === undefined ? [] : [tell("WA401", Weight.Difference, `MySQL: ${bad.detail}`)];
}

/** The first thing that is wrong with a node that is to serve. */
function productFindings(product: ProductFacts, tell: Tell): Finding[] {
  const { isRunning, stalePid, cause, closedPorts, role, isSynced, isLogged, hasStarted } = product;
  const difference = (code: ProblemCode, text: string) => [tell(code, Weight.Difference, text)];
  if (!isRunning && stalePid !== undefined)
    return difference(
      "WA303",
      `it is stopped; its pid file names process ${stalePid}, which is another program`,
    );
  if (!isRunning) return difference("WA302", "it is stopped");
  if (cause !== undefined && !serves(product))
    return difference("WA304", `it runs and does not work; its log says: ${cause}`);
  if (closedPorts[0] !== undefined) {
    const [port, number] = closedPorts[0].split(":");
    return difference("WA305", `it runs and does not answer on ${number} (${port})`);
  }
  if (!isLogged) return [];
  if (!hasStarted) return difference("WA306", "it runs and has not finished its start");
  if (role === "none" || role === "backup")
    return difference("WA307", role === "none" ? "it has no role" : "it is a backup member");
  if (role === "passive" && !isSynced)
    return difference("WA308", "it is passive and has not synced its state");
  return [];
}

function sameIdentity(desired: readonly DesiredNode[], [one, other]: readonly NodeObservation[]): Finding[] {
  if (one?.kind !== "facts" || other?.kind !== "facts" || desired.some(({ isHeld }) => isHeld)) return [];
  const { nodeId } = other.facts;
  if (nodeId === undefined || nodeId !== one.facts.nodeId) return [];
  const text = `both nodes have the id ${nodeId}, as cloned hosts do; on the one that is the copy stop the product and remove my-node-id.dat in its home (find repository -name "*my-node-id.dat") and node-id in <home>.deployment`;
  return [{ code: "WA107", node: desired[1]?.name ?? "", weight: Weight.Refusal, text }];
}

/** Two nodes in one role do not meet: each is in a cluster of its own. So it is with two that have no connection. */
function sameRole(desired: readonly DesiredNode[], [one, other]: readonly NodeObservation[]): Finding[] {
  const role = roleOf(one);
  const isSame = role !== undefined && role === roleOf(other);
  if (!isSame && !areApart(productOf(one), productOf(other))) return [];
  const text = isSame
    ? `both nodes are ${role}`
    : "the nodes do not meet: no Hazelcast connection is there between them";
  return [{ code: "WA309", node: desired[1]?.name ?? "", weight: Weight.Difference, text }];
}

/** For nodes that serve, where the log of one of them begins after its start. */
function areApart(one: ProductFacts | undefined, other: ProductFacts | undefined): boolean {
  if (one === undefined || other === undefined || !serves(one) || !serves(other)) return false;
  return !(one.isLogged && other.isLogged) && !one.peerConnects && !other.peerConnects;
}

function productOf(observation: NodeObservation | undefined): ProductFacts | undefined {
  return observation?.kind === "facts" ? observation.facts.product : undefined;
}

/** Undefined for a node that does not run, or has neither role. A passive node without the other one's state has WA308. */
function roleOf(observation: NodeObservation | undefined): "active" | "passive" | undefined {
  const product = productOf(observation);
  if (product?.isRunning !== true) return undefined;
  if (product.role === "passive" && product.isSynced) return "passive";
  return product.role === "active" ? "active" : undefined;
}

/** MiB. A log of a day and a heap dump have more. */
const littleRoom = 500;

/** What will keep a node from its work, or from its next start. */
function adviceOn(
  { version }: DesiredNode,
  { freeMegabytes, javaVersion, texts }: NodeFacts,
  tell: Tell,
): Finding[] {
  const advice: Finding[] = [];
  if (freeMegabytes !== undefined && freeMegabytes < littleRoom)
    advice.push(tell("WA501", Weight.Advice, `${freeMegabytes} MiB are free for product.home; make room`));
  if (javaVersion !== undefined && version !== undefined && !isAmong(javaVersion, version.javaVersions)) {
    const text = `its next start would use Java ${javaVersion}, and ${version.id} starts with ${version.javaVersions.join(" or ")} only; install one of these or name it in service.javaHome`;
    advice.push(tell("WA502", Weight.Advice, text));
  }
  for (const { isError, text } of version?.problemsIn(texts) ?? [])
    if (!isError) advice.push(tell("WA504", Weight.Advice, text));
  return advice;
}

/** `1.8.0_392` is among 1.7 and 1.8. */
function isAmong(version: string, known: readonly string[]): boolean {
  return known.some((each) => version === each || version.startsWith(`${each}.`));
}

/** Seconds. As much is allowed between a node and MySQL. */
const mostDifference = 10;

/** Event windows, and what expires, depend on both. */
function differentClocks(
  desired: readonly DesiredNode[],
  observations: readonly NodeObservation[],
): Finding[] {
  const [one, other] = observations.map((seen) =>
    seen.kind === "facts" ? seen.facts.clockAhead : undefined,
  );
  if (one === undefined || other === undefined) return [];
  const difference = Math.abs(one - other);
  if (difference <= mostDifference) return [];
  const text = `the clocks of the nodes differ by ${difference} s; synchronise both with NTP`;
  return [{ code: "WA503", node: desired[1]?.name ?? "", weight: Weight.Advice, text }];
}
