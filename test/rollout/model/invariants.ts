import { RolloutLimit } from "../../../components/description";
import type { Decision } from "../../../components/rollout/clusterState";
import { runs } from "./environment";
import {
  isOpen,
  isSteady,
  type Node,
  names,
  Proc,
  Rev,
  RoleOf,
  revisionOf,
  type Scenario,
  valuesDiffer,
  type World,
} from "./world";

/* The promises, each in terms of the world as it is and not of what the planner believes. */

type Act = Extract<Decision, { kind: "act" }>;

/** The promises that an action breaks. */
export function brokenByAction(scenario: Scenario, world: World, step: Act): string[] {
  const { policy } = scenario;
  const { desired } = world;
  const { action } = step;
  const node = world.nodes[step.node];
  const peer = world.nodes[step.node === 0 ? 1 : 0];
  const broken: string[] = [];
  const forbid = (isForbidden: boolean, promise: string) => {
    if (isForbidden) broken.push(promise);
  };
  const isServing = node.proc === Proc.Serving;
  const isPeerSeenServing = peer.proc === Proc.Serving && peer.silent === 0;
  const isStopping = action.kind === "apply" || action.kind === "stop";
  const isFullStop =
    policy.limit === RolloutLimit.FullStop &&
    action.kind === "stop" &&
    leavesItsValues(scenario, world, step.node);
  forbid(
    isServing && isStopping && !isPeerSeenServing && !policy.force && !isFullStop,
    "a node that serves is stopped only if its peer was seen serving, by force, or in an allowed full stop",
  );
  forbid(
    isOpen(node) && isStopping && !step.isGuarded && !policy.force && !isFullStop,
    "a node that may serve checks before it stops that it reaches the peer",
  );
  const isPeerSeenDownAndOpen = isSeenDownAndOpen(peer);
  forbid(
    isOpen(node) &&
      isStopping &&
      !(isPeerSeenServing || isPeerSeenDownAndOpen) &&
      !policy.force &&
      !isFullStop,
    "a node that may serve is stopped only beside a peer that serves, or one that has failed and may serve",
  );
  forbid(
    step.isGuarded && !(isPeerSeenServing || isPeerSeenDownAndOpen),
    "a check that must refuse is not asked for",
  );
  forbid(step.node === policy.held, "a node that is held gets no action");
  forbid(
    policy.held !== undefined && isOpen(node) && isStopping,
    "beside a node that is held, none is stopped that serves or may serve",
  );
  forbid(
    policy.limit === RolloutLimit.Restart &&
      isServing &&
      isStopping &&
      node.role === RoleOf.Active &&
      !(isPeerSeenServing && peer.role === RoleOf.Active),
    "within the limit of a restart, the active node is not stopped",
  );
  forbid(node.silent === 1, "a node that does not answer gets no action");
  forbid(node.obstacle === 1, "a node with an obstacle gets no action");
  forbid(node.refusal === 1, "a node that refused gets no other action");
  forbid(
    world.nodes.some((each, index) => index !== policy.held && each.silent === 0 && each.job !== Rev.None),
    "a job is awaited",
  );
  forbid(
    action.kind === "apply" && revisionOf(step.node, action.revision) === node.refusedApply,
    "a node is not asked twice to install what it refused",
  );
  if (action.kind === "stop") forbid(!runs(node), "only what runs is stopped");
  if (action.kind === "markHealthy") {
    forbid(
      !isSteady(node) || node.drifted === 1 || revisionOf(step.node, action.revision) !== node.active,
      "a node is marked healthy with the revision with which it was steady",
    );
    forbid(node.role === peer.role && peer.proc === Proc.Serving, "two nodes of one role are not healthy");
    forbid(
      valuesDiffer(scenario, peer.healthy, node.active) &&
        (!isSteady(peer) || peer.drifted === 1 || valuesDiffer(scenario, peer.active, node.active)),
      "a full stop commits when both nodes are healthy",
    );
  }
  if (action.kind === "apply" || action.kind === "start") {
    const revision = revisionOf(step.node, action.revision);
    const isKnown = revision === node.healthy || revision === node.active;
    forbid((node.started & (1 << revision)) !== 0, "a run starts a revision on a node at most once");
    forbid(
      isServing &&
        valuesDiffer(scenario, node.active, revision) &&
        !(isPeerSeenServing && !valuesDiffer(scenario, peer.active, revision)),
      "a node that serves gets other shared values only beside a peer that serves with them",
    );
    forbid(
      meetsOther(scenario, peer, revision),
      "a node never starts beside a peer that runs with other shared values",
    );
    forbid(
      action.kind === "apply" && revision === desired && revision !== node.healthy && node.staged === 0,
      "a revision is applied only where its files are",
    );
    forbid(!isKnown && revision !== desired, "a node goes back only to its last healthy revision");
    forbid(
      !isKnown && policy.held === undefined && (peer.silent === 1 || (peer.obstacle === 1 && !policy.force)),
      "an unreachable host or an obstacle forbids changes",
    );
    forbid(
      !isKnown && !policy.force && hasFailedDesired(world, step.node === 0 ? 1 : 0),
      "a revision that failed on one node does not go on to the other",
    );
    forbid(
      !isKnown &&
        !policy.force &&
        isOnTrial(world, step.node === 0 ? 1 : 0) &&
        hasProven(scenario, world, step.node),
      "two nodes do not try a revision at the same time if one of them can serve with another",
    );
    forbid(
      action.kind === "start" && (runs(node) || revision !== node.active),
      "only a stopped node is started, with the revision that it has",
    );
    if (policy.healsOnly) forbid(!isKnown, "healing changes no revision but to the last healthy one");
  }
  if (policy.healsOnly) forbid(isServing, "healing leaves what serves");
  return broken;
}

/** On the way to the desired values, or back from them to those under which both were healthy. */
function leavesItsValues(scenario: Scenario, { nodes, desired }: World, index: 0 | 1): boolean {
  const { active, healthy } = nodes[index];
  const peer = nodes[index === 0 ? 1 : 0];
  const goesBack =
    isUsable(peer) &&
    (peer.started & (1 << desired)) !== 0 &&
    healthy !== Rev.None &&
    peer.healthy !== Rev.None &&
    valuesDiffer(scenario, active, healthy) &&
    !valuesDiffer(scenario, healthy, peer.healthy);
  return valuesDiffer(scenario, active, desired) || goesBack;
}

function hasFailedDesired({ nodes, desired }: World, index: 0 | 1): boolean {
  const { started, failures, proc } = nodes[index];
  const wasStarted = (started & (1 << desired)) !== 0;
  return wasStarted && (failures === 1 || proc === Proc.Stopped || proc === Proc.Failed);
}

/** A peer that has failed and cannot be stopped, or is held, does not count. */
function meetsOther(scenario: Scenario, peer: Node, revision: Rev): boolean {
  const counts =
    peer.silent === 0 &&
    runs(peer) &&
    (peer.proc !== Proc.Failed || (isUsable(peer) && scenario.policy.held === undefined));
  return counts && valuesDiffer(scenario, peer.active, revision);
}

/** It was started with the desired revision in this run, and has never been healthy with it. */
function isOnTrial(world: World, index: 0 | 1): boolean {
  return wasTried(world, world.nodes[index]);
}

/** Its last healthy revision was not tried in this run, and would meet the peer. */
function hasProven(scenario: Scenario, { nodes }: World, index: 0 | 1): boolean {
  const { started, healthy } = nodes[index];
  const peer = nodes[index === 0 ? 1 : 0];
  const meets = !meetsOther(scenario, peer, healthy);
  return (
    healthy !== Rev.None && (started & (1 << healthy)) === 0 && meets && nodes[index].proc !== Proc.Serving
  );
}

/** The promises that the end of a run breaks. */
export function brokenByEnd(scenario: Scenario, world: World, decision: Decision): string[] {
  const broken: string[] = [];
  const forbid = (isForbidden: boolean, promise: string) => {
    if (isForbidden) broken.push(promise);
  };
  const { nodes } = world;
  const { held } = scenario.policy;
  const isFree = (index: number) => index !== held;
  if (decision.kind === "done" && held !== undefined)
    forbid(!isSeenServing(nodes[1 - held]), "done means that the node serves that is not held");
  else if (decision.kind === "done" && !scenario.policy.healsOnly)
    forbid(!isRight(world), "done means that both nodes are right, one active and one passive");
  else if (decision.kind === "done")
    forbid(
      !nodes.every((node) => node.silent === 0 && isSteady(node)) || nodes[0].role === nodes[1].role,
      "healed means that both nodes are healthy, one active and one passive",
    );
  forbid(
    nodes.some(
      (node, index) =>
        isFree(index) &&
        isUsable(node) &&
        node.proc === Proc.Failed &&
        !(held !== undefined && isOpen(node)) &&
        isSeenServing(nodes[1 - index]),
    ),
    "beside a node that serves, none is left that runs and does not serve",
  );
  if (decision.kind === "failed") {
    const areReasons = decision.reasons.every((reason) => names.some((name) => reason.includes(name)));
    forbid(decision.reasons.length === 0 || !areReasons, "a failure has reasons that name a node");
    forbid(world.mustSucceed === 1, "a run ends well where nothing prevents it");
    forbid(
      decision.neededLimit !== undefined &&
        world.hasServed === 1 &&
        world.isDisturbed === 0 &&
        nodes.some((node) => wasTried(world, node)),
      "a plan beyond the limit is refused before anything is changed",
    );
    forbid(
      nodes.some((node, index) => isFree(index) && node.silent === 0 && node.proc === Proc.Starting),
      "a run does not end while a node starts",
    );
  }
  forbid(
    !nodes.some(({ proc }) => proc === Proc.Serving) && isAnythingUntried(scenario, world),
    "a run does not end with both nodes down before it has tried everything",
  );
  forbid(
    held === undefined && scenario.policy.limit === RolloutLimit.FullStop && keepsTwoValues(scenario, world),
    "a full stop leaves no two sets of values",
  );
  return broken;
}

function wasTried({ desired }: World, { started, healthy }: Node): boolean {
  return (started & (1 << desired)) !== 0 && healthy !== desired;
}

function isUsable({ silent, obstacle, refusal }: Node): boolean {
  return silent + obstacle + refusal === 0;
}

function isSeenDownAndOpen(node: Node | undefined): boolean {
  return node?.silent === 0 && node.proc === Proc.Failed && isOpen(node);
}

function isSeenServing(node: Node | undefined): boolean {
  return node?.silent === 0 && node.missed === 0 && node.proc === Proc.Serving;
}

function isRight({ nodes, desired }: World): boolean {
  const areRight = nodes.every(
    (node) =>
      node.silent === 0 &&
      node.obstacle === 0 &&
      node.proc === Proc.Serving &&
      isSteady(node) &&
      node.active === desired &&
      node.healthy === desired &&
      node.drifted === 0,
  );
  return areRight && nodes.some(({ role }) => role === RoleOf.Active) && nodes[0].role !== nodes[1].role;
}

/** A node whose peer was healthy with the desired revision does not go back from its values. */
function isAnythingUntried(scenario: Scenario, { nodes, desired, isDisturbed }: World): boolean {
  const { held } = scenario.policy;
  const mayMeet = (peer: Node) => isOpen(peer) || (held !== undefined && peer.proc === Proc.Starting);
  // If nothing went wrong, what can serve does, also a second time.
  const isReliable = isDisturbed === 0 && !scenario.waitsForSecond;
  return nodes.some((node, index) => {
    const peer = nodes[1 - index];
    const isCommitted = peer?.silent === 0 && peer.healthy === desired;
    const untried = [node.active, node.healthy].filter(
      (revision) =>
        revision !== Rev.None &&
        ((node.started & (1 << revision)) === 0 || (isReliable && scenario.canServe(index, revision))) &&
        (revision === node.active || revision !== node.refusedApply) &&
        !(peer !== undefined && mayMeet(peer) && valuesDiffer(scenario, peer.active, revision)) &&
        (revision === node.active || !isCommitted || !valuesDiffer(scenario, desired, revision)),
    );
    const isKept = isOpen(node) && (held !== undefined || !isSeenDownAndOpen(peer));
    return index !== held && isUsable(node) && !isKept && untried.length > 0;
  });
}

/**
 * Not so where they had no values in common to begin with, and one of them cannot serve; nor, after a fault, where this
 * run has used up the last healthy revision of one of them, or has not touched one that serves.
 */
function keepsTwoValues(scenario: Scenario, { nodes, desired, isMixed, isDisturbed }: World): boolean {
  const isReady = nodes.every(
    (node) =>
      isUsable(node) && node.refusedApply === Rev.None && node.staged === 1 && node.healthy !== Rev.None,
  );
  const isExcused = nodes.some(({ started, active, healthy, proc }) => {
    const isServing = proc === Proc.Serving;
    const isUsedUp = (started & (1 << healthy)) !== 0;
    const isSettled = active === healthy && (isServing || healthy === desired);
    return (isUsedUp && !isSettled) || (started === 0 && isServing);
  });
  if (isDisturbed === 1 && isExcused) return false;
  return isReady && isMixed === 0 && valuesDiffer(scenario, nodes[0].active, nodes[1].active);
}
