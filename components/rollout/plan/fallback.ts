import type { SharedValues } from "../clusterState";
import { answers, isAlive, isUsable, type Member, runs, wasStarted } from "./member";
import { differ } from "./sharedValues";

/** A revision that a node may be started with so that it serves again. */
export interface Fallback {
  revision: string;
  values: SharedValues | undefined;
}

/**
 * The revision with which a node can come back beside its peer: the last healthy one, or else the one in the home.
 * Undefined if this run has tried them all, or if they would keep the node from joining its peer.
 */
export function fallbackOf(member: Member): Fallback | undefined {
  const fitting = fallbacks(member).filter(({ values }) => fitsRunningPeer(values, member.peer));
  const shared = fitting.find(({ values }) => fitsStoppedPeer(values, member.peer));
  if (shared !== undefined) return shared;
  // The nodes have no values in common. One of them may serve, if that makes them differ no more than they do.
  return fitting.find(({ revision }) => revision === member.active || fallbacks(member.peer).length > 0);
}

function fallbacks(member: Member): Fallback[] {
  const { healthy, healthyValues, active, activeValues } = member;
  const known: Fallback[] = [];
  if (healthy !== undefined) known.push({ revision: healthy, values: healthyValues });
  if (active !== undefined) known.push({ revision: active, values: activeValues });
  return known.filter(({ revision }) => !wasStarted(member, revision) && isInstallable(member, revision));
}

/** A revision in the home needs no more than a start. */
function isInstallable({ active, history }: Member, revision: string): boolean {
  return revision === active || revision !== history.refusedApply?.revision;
}

/** A peer that has failed, and that this run cannot stop, is no reason to stay down. */
function fitsRunningPeer(values: SharedValues | undefined, peer: Member): boolean {
  const counts = runs(peer) && (isAlive(peer) || isUsable(peer));
  return !counts || !differ(values, peer.activeValues);
}

/** A stopped peer must be able to follow; or else it stays as it is, once it was healthy with the desired revision. */
function fitsStoppedPeer(values: SharedValues | undefined, peer: Member): boolean {
  if (!answers(peer) || runs(peer)) return true;
  const possible = fallbacks(peer);
  if (possible.length > 0) return possible.some((fallback) => !differ(values, fallback.values));
  return peer.healthy !== peer.desired || !differ(values, peer.activeValues);
}
