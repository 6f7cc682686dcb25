import { RolloutLimit } from "../../../components/description";
import type { Action } from "../../../components/rollout/clusterState";
import {
  copy,
  isOpen,
  isSteady,
  type Node,
  Proc,
  Rev,
  RoleOf,
  revisionOf,
  type Scenario,
  valuesDiffer,
  Worker,
  type World,
} from "./world";

/* Everything that happens to the nodes: actions, progress while the run waits, and faults. */

const indexes = [0, 1] as const;

export function runs(node: Node): boolean {
  return node.proc !== Proc.Stopped;
}

function meet(scenario: Scenario, [one, other]: World["nodes"]): boolean {
  return !valuesDiffer(scenario, one.active, other.active);
}

/** A change of one node, and what follows from it at once: roles, clocks and joins. */
function changed(scenario: Scenario, world: World, index: 0 | 1, change: Partial<Node>): World {
  const next = copy(world);
  Object.assign(next.nodes[index], change);
  for (const each of indexes) settle(scenario, next, each);
  return next;
}

function settle(scenario: Scenario, { nodes }: World, index: 0 | 1): void {
  const node = nodes[index];
  const peer = nodes[index === 0 ? 1 : 0];
  const isServing = node.proc === Proc.Serving;
  if (!runs(node) || isServing) node.open = 0;
  if (!isServing) node.missed = 0;
  if (!isServing) {
    node.worker = Worker.Waiting;
    node.role = RoleOf.None;
  } else if (node.role === RoleOf.Passive && peer.proc !== Proc.Serving) {
    node.role = RoleOf.Active;
  }
  const isTimed = isServing && (node.worker === Worker.Found || peer.proc === Proc.Serving);
  if (!isTimed) node.timeIsOver = 0;
  if (!runs(node)) node.joined = 0;
  else if (scenario.waitsForSecond && runs(peer) && meet(scenario, nodes)) node.joined = 1;
}

/** Everything that may have happened next when the run looks again; nothing where waiting changes nothing. */
export function progress(scenario: Scenario, world: World): World[] {
  return indexes.flatMap((index) => progressOf(scenario, world, index));
}

function progressOf(scenario: Scenario, world: World, index: 0 | 1): World[] {
  const node = world.nodes[index];
  const peer = world.nodes[index === 0 ? 1 : 0];
  const next = (change: Partial<Node>) => [changed(scenario, world, index, change)];
  if (node.job !== Rev.None)
    return next({ job: Rev.None, active: node.job, drifted: 0, proc: Proc.Starting });
  if (node.proc === Proc.Starting) {
    if (!scenario.canServe(index, node.active))
      return next({ proc: Proc.Failed, open: scenario.opensAnyway ? 1 : node.open });
    if (scenario.waitsForSecond && node.joined === 0)
      return peer.job === Rev.None ? next({ proc: Proc.Failed }) : [];
    const isPassive = peer.proc === Proc.Serving && meet(scenario, world.nodes);
    return next({ proc: Proc.Serving, role: isPassive ? RoleOf.Passive : RoleOf.Active });
  }
  if (node.proc !== Proc.Serving || isSteady(node)) return [];
  if (node.worker === Worker.Found) return next({ timeIsOver: 1 });
  if (peer.proc !== Proc.Serving) return [];
  const areMastersThere =
    meet(scenario, world.nodes) &&
    indexes.every((each) => scenario.hasMaster(each, world.nodes[each].active));
  if (node.worker === Worker.Waiting && areMastersThere) return next({ worker: Worker.Found, timeIsOver: 0 });
  return node.timeIsOver === 1 ? [] : next({ timeIsOver: 1 });
}

/** The world after an action went well. */
export function acted(scenario: Scenario, world: World, index: 0 | 1, action: Action): World {
  const node = world.nodes[index];
  switch (action.kind) {
    case "stop":
      return changed(scenario, world, index, { proc: Proc.Stopped });
    case "markHealthy":
      return changed(scenario, world, index, { healthy: node.active });
    case "start":
      return changed(scenario, stopped(scenario, world, index), index, {
        proc: Proc.Starting,
        started: withStarted(node, node.active),
      });
    case "apply": {
      const revision = revisionOf(index, action.revision);
      return changed(scenario, stopped(scenario, world, index), index, {
        proc: Proc.Starting,
        active: revision,
        drifted: 0,
        started: withStarted(node, revision),
      });
    }
  }
}

/** So that the peer sees the node go. */
function stopped(scenario: Scenario, world: World, index: 0 | 1): World {
  return changed(scenario, world, index, { proc: Proc.Stopped });
}

function withStarted({ started }: Node, revision: Rev): number {
  return started | (1 << revision);
}

/** The other ways in which an action may end; each is a fault. */
export function miscarried(scenario: Scenario, world: World, index: 0 | 1, action: Action): World[] {
  const faulty = disturbed(world);
  const node = faulty.nodes[index];
  const isRefusedApply = action.kind === "apply" && node.refusedApply === Rev.None;
  const refusedApply = isRefusedApply ? revisionOf(index, action.revision) : node.refusedApply;
  const ends = [changed(scenario, faulty, index, isRefusedApply ? { refusedApply } : { refusal: 1 })];
  // Its reply was lost, before it began or after its end.
  if (action.kind === "stop" || action.kind === "markHealthy") {
    ends.push(faulty, acted(scenario, faulty, index, action));
  }
  if (action.kind === "apply" || action.kind === "start") {
    const revision = revisionOf(index, action.revision);
    const isCut = action.kind === "apply";
    // The job failed, its files half in place.
    ends.push(
      changed(scenario, faulty, index, {
        proc: Proc.Stopped,
        active: isCut ? Rev.None : node.active,
        started: withStarted(node, revision),
        failures: 1,
      }),
    );
    // The job failed before it had changed a file, and started again what had run.
    if (isCut && runs(node) && node.active !== Rev.None) {
      const again = { proc: Proc.Starting, started: withStarted(node, revision), failures: 1 } as const;
      ends.push(changed(scenario, stopped(scenario, faulty, index), index, again));
    }
    // The deployer was killed: the job goes on, and the next run finds it.
    const job = changed(scenario, faulty, index, { proc: Proc.Stopped, job: revision });
    ends.push(newRun(scenario, job));
    // The host was stopped as well.
    const cut = { proc: Proc.Stopped, active: isCut ? Rev.None : node.active };
    ends.push(newRun(scenario, changed(scenario, faulty, index, cut)));
  }
  return ends;
}

/** Everything that may go wrong between two actions. */
export function faults(scenario: Scenario, world: World): World[] {
  const faulty = disturbed(world);
  const nodeFaults = indexes.flatMap((index) => {
    const node = faulty.nodes[index];
    const found: Partial<Node>[] = [{ silent: node.silent === 1 ? 0 : 1 }];
    if (node.job !== Rev.None) found.push({ job: Rev.None, active: Rev.None });
    else if (runs(node)) found.push({ proc: Proc.Stopped });
    // Somebody starts it, or the host's own service does.
    if (node.job === Rev.None && !runs(node) && node.active !== Rev.None) found.push({ proc: Proc.Starting });
    if (node.proc === Proc.Serving && node.silent === 0) found.push({ missed: 1 });
    if (node.proc === Proc.Starting) found.push({ proc: Proc.Failed });
    if (node.proc === Proc.Serving) found.push({ proc: Proc.Failed }, { proc: Proc.Failed, open: 1 });
    if (node.obstacle === 0) found.push({ obstacle: 1 });
    return found.map((change) => changed(scenario, faulty, index, change));
  });
  const other = faulty.desired === Rev.New ? Rev.Old : Rev.New;
  return [...nodeFaults, newRun(scenario, faulty), newRun(scenario, { ...faulty, desired: other })];
}

/** As the next look sees it. */
export function seenAgain(world: World): World {
  const next = copy(world);
  for (const node of next.nodes) node.missed = 0;
  return next;
}

function disturbed(world: World): World {
  return { ...world, faults: world.faults - 1, isDisturbed: 1, mustSucceed: 0 };
}

/** The next update: it stages first, and remembers nothing. */
export function newRun(scenario: Scenario, world: World): World {
  const next = copy(world);
  const [one, other] = next.nodes;
  next.isMixed = valuesDiffer(scenario, one.healthy, other.healthy) ? 1 : 0;
  for (const node of next.nodes)
    Object.assign(node, { started: 0, failures: 0, refusedApply: Rev.None, refusal: 0, staged: 1 });
  return next;
}

/** The next update after everything that a person can correct was corrected, without any further fault. */
export function correctedRun(scenario: Scenario, world: World): World {
  const next = newRun(scenario, { ...world, faults: 0 });
  for (const node of next.nodes) Object.assign(node, { silent: 0, obstacle: 0 });
  return begun(scenario, next);
}

/** A node that has no Spark master of its own has no worker either, and one that does not meet its peer is active. */
export function possible(scenario: Scenario, world: World): World {
  const next = copy(world);
  for (const index of indexes) {
    if (!scenario.hasMaster(index, next.nodes[index].active)) next.nodes[index].worker = Worker.Waiting;
    if (!meet(scenario, next.nodes)) next.nodes[index].role = RoleOf.Active;
    settle(scenario, next, index);
  }
  return next;
}

/** The beginning of a run, with what it must come to. */
export function begun(scenario: Scenario, world: World): World {
  const [one, other] = world.nodes;
  return {
    ...world,
    isDisturbed: 0,
    mustSucceed: mustSucceed(scenario, world) ? 1 : 0,
    isMixed: valuesDiffer(scenario, one.healthy, other.healthy) ? 1 : 0,
    hasServed: one.proc === Proc.Serving && other.proc === Proc.Serving ? 1 : 0,
  };
}

function mustSucceed(scenario: Scenario, { nodes, desired }: World): boolean {
  const { policy } = scenario;
  if (policy.healsOnly || policy.held !== undefined) return false;
  const areRolesKept = !scenario.hidesRoles && nodes.every((node) => staysPassive(node, desired));
  if (policy.limit === RolloutLimit.Restart && !areRolesKept) return false;
  return indexes.every((index) => {
    const node = nodes[index];
    const peer = nodes[index === 0 ? 1 : 0];
    const isCorrect = node.silent === 0 && node.obstacle === 0 && node.staged === 1;
    const isAble = scenario.canServe(index, desired) && scenario.hasMaster(index, desired);
    const mayChange =
      policy.limit === RolloutLimit.FullStop ||
      !valuesDiffer(scenario, node.job === Rev.None ? node.active : node.job, desired) ||
      (node.job === Rev.None && !isOpen(node) && (node.proc === Proc.Stopped || node.proc === Proc.Failed)) ||
      (isAlive(peer) && !waitsAlone(scenario, peer) && !valuesDiffer(scenario, peer.active, desired));
    return isCorrect && isAble && mayChange;
  });
}

/** No restart of it changes the roles. */
function staysPassive({ proc, job, role, active, healthy, drifted, worker }: Node, desired: Rev): boolean {
  if (job !== Rev.None) return false;
  // One that can serve with its last healthy revision may do so while the other one tries the desired one.
  const isDown = proc === Proc.Stopped || proc === Proc.Failed;
  const isFree = healthy === Rev.None || healthy === desired;
  const isRight = active === desired && drifted === 0 && worker !== Worker.Stuck;
  return (isDown && isFree) || (proc === Proc.Serving && (role === RoleOf.Passive || isRight));
}

function isAlive(node: Node): boolean {
  return node.job === Rev.None && (node.proc === Proc.Starting || node.proc === Proc.Serving);
}

function waitsAlone(scenario: Scenario, node: Node): boolean {
  return scenario.waitsForSecond && node.proc === Proc.Starting && node.joined === 0;
}
