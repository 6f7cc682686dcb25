import type { NodeFacts, ProductFacts } from "../../components/node";
import type { NodeObservation } from "../../components/rollout/observation";

export const activeProduct: ProductFacts = {
  isRunning: true,
  ageSeconds: 60,
  stalePid: undefined,
  role: "active",
  isSynced: false,
  isLogged: true,
  hasStarted: true,
  hasMaster: true,
  hasWorker: true,
  peerJoined: "yes",
  peerConnects: true,
  waitsForPeer: false,
  closedPorts: [],
  cause: undefined,
  newestCause: undefined,
  peerAnswers: true,
};

/** node1, active and healthy with revision a1. */
export const activeNode: NodeFacts = {
  user: "root",
  system: "Linux",
  missingCommands: [],
  freeMegabytes: 20_000,
  javaVersion: "1.8.0_392",
  clockAhead: 0,
  home: "present",
  stateProblem: undefined,
  node: "node1",
  nodeId: "one",
  bundles: ["5.1.7"],
  texts: new Map(),
  isInstalled: false,
  otherHomes: [],
  staged: "a1",
  active: ["a1"],
  healthy: "a1",
  revisions: ["a1"],
  activeValues: undefined,
  healthyValues: undefined,
  isBusy: false,
  holder: undefined,
  actionOwner: undefined,
  journal: [],
  lastFailure: undefined,
  fileCount: 8,
  drift: [],
  product: activeProduct,
  runsUndescribed: false,
  database: undefined,
};

/** node2, passive and synced. */
export const passiveNode: NodeFacts = {
  ...activeNode,
  node: "node2",
  nodeId: "two",
  product: { ...activeProduct, role: "passive", isSynced: true },
};

export const seen = (facts: NodeFacts): NodeObservation => ({ kind: "facts", facts });
