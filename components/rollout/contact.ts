import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { type NodeTexts, type PinnedHostKeys, SshConnection } from "../node";
import { engineProbe, knownValue, labelled, messagesAt, supportsHooks } from "../program";
import { changesFiles, readChangingTexts } from "./changingTexts";
import { describeNode } from "./describeNode";
import { boundedError } from "./evidence";
import { anyRevision, type Finding, findings, Weight } from "./findings";
import { pinHostKeys } from "./hostKeys";
import { type KnownNode, knownNodes, type NodeTarget, type UnknownHost } from "./nodeTarget";
import {
  type Ask,
  heldByAction,
  type NodeAccess,
  type NodeObservation,
  type ObservationLimits,
  observeFreeNode,
  observeNode,
} from "./observation";
import { keepRight, ObservedInput, valuesOf } from "./observedInput";
import { Progress } from "./progress";
import { healNodes } from "./rollNodes";
import { limits, silentSeconds } from "./rolloutNode";

export interface ContactArgs {
  nodes: readonly [NodeTarget, NodeTarget];
  /** Whether a preview dials the nodes. */
  observesInPreviews: pulumi.Input<boolean>;
}

/** The result of the first contact. */
export interface Contact {
  resource: pulumi.Resource;
  /** Never rejects. */
  look: Promise<FirstLook>;
  /**
   * For each node a value that changes where what updates have brought to it is gone: a disk that was exchanged under the same host
   * takes it along. Undefined where it is there.
   */
  losses: readonly [pulumi.Output<string | undefined>, pulumi.Output<string | undefined>];
  /** The keys of hosts for which none is given, for each node. */
  hostKeys: readonly [PinnedHostKeys, PinnedHostKeys];
}

export interface FirstLook {
  isPreview: boolean;
  observations: NodeObservation[];
  /** In a preview, for each node the files that the update changes, if they were read. */
  texts: (NodeTexts | undefined)[];
  findings: Finding[];
}

/**
 * The first contact with both nodes: they are looked at once in every run of the program, and nothing else of the deployment is
 * created or changed before they have answered.
 *
 * The resource holds what was found, so that a preview shows a node that is not as it should be as a change.
 */
export function createContact(name: string, args: ContactArgs, parent: pulumi.Resource): Contact {
  const hosts = args.nodes.map(({ identity }) => identity);
  if (!supportsHooks()) {
    const resource = new pulumi.Stash(name, { input: { hosts } }, { parent });
    const look = Promise.resolve({ isPreview: false, observations: [], texts: [], findings: [] });
    return { resource, look, losses: lossesIn(resource), hostKeys: [{}, {}] };
  }
  const look = lookAtNodes(args, parent);
  const tell = messagesAt(parent);
  // All of it stays.
  const say = (text: string) => tell(text);
  const goesOn = engineProbe();
  const heal = async () => {
    const [one, other] = await knownNodes(args.nodes);
    return healNodes({ nodes: [afterTrial(one), afterTrial(other)], say, goesOn });
  };
  const refuse = async () => throwRefusals(await look, heal);
  const hook = new pulumi.ResourceHook(`${name}-hook`, refuse, { onDryRun: true });
  const pins = pinHostKeys(args.nodes, refuse, parent);
  const parts = {
    observed: new ObservedInput(look.then((seen) => faultIn(seen, isOfContact))),
    results1: new ObservedInput(look.then(({ observations }) => lossOn(observations[0]))),
    results2: new ObservedInput(look.then(({ observations }) => lossOn(observations[1]))),
  };
  const resource = new pulumi.Stash(
    name,
    { input: { hosts, ...valuesOf(parts) } },
    {
      parent,
      dependsOn: pins.resources,
      hooks: { beforeCreate: [hook], beforeUpdate: [hook] },
      transforms: [keepRight(parts)],
    },
  );
  return { resource, look, losses: lossesIn(resource), hostKeys: pins.keys };
}

/** A node of which the host was tried. */
function afterTrial(node: KnownNode): KnownNode {
  return { ...node, patienceSeconds: Math.min(node.patienceSeconds, silentSeconds) };
}

/** As the engine has recorded them. */
function lossesIn({ input }: pulumi.Stash): Contact["losses"] {
  const recorded = (part: string) =>
    input.apply((parts: Record<string, string | undefined>) =>
      parts[part] === "right" ? undefined : parts[part],
    );
  return [recorded("results1"), recorded("results2")];
}

/** What an input holds of the first look: the codes of those findings that count. Advice never does. */
export function faultIn(
  { findings: found, isPreview }: FirstLook,
  counts: (finding: Finding) => boolean,
): string | undefined {
  // A node that does not answer is no change in a preview, which may run where no network leads to the nodes.
  const faults = found.filter(
    (finding) => counts(finding) && finding.weight !== Weight.Advice && !(isPassing(finding) && isPreview),
  );
  return faults.length === 0 ? undefined : faults.map(({ node, code }) => `${node}:${code}`).join(" ");
}

/** It says nothing of the node itself. */
function isPassing({ weight }: Finding): boolean {
  return weight === Weight.Silence || weight === Weight.Taken;
}

/** Another revision than the active one is no fault: the rollout shows it. */
function isOfContact({ weight }: Finding): boolean {
  return weight !== Weight.Pending;
}

function lossOn(observation: NodeObservation | undefined): string | undefined {
  if (observation?.kind !== "facts") return undefined;
  const { home, active, staged, revisions } = observation.facts;
  const isEmpty = home !== "present" || (active.length === 0 && staged === undefined);
  return isEmpty || (staged !== undefined && !revisions.includes(staged)) ? "gone" : undefined;
}

async function throwRefusals(
  { findings: found, isPreview }: FirstLook,
  heal: () => Promise<string[]>,
): Promise<void> {
  const refusals = found.filter(
    (finding) => finding.weight === Weight.Refusal || (isPassing(finding) && !isPreview),
  );
  const [first, ...others] = refusals;
  if (first === undefined) return;
  const lines = refusals.map(({ code, node, text }) => `${node}: ${text} (${code})`);
  // The node beside a host that is silent, or is another one, is to serve.
  const isLost = first.weight === Weight.Silence || first.code === "WA102";
  if (others.length === 0 && isLost && !isPreview) {
    const left = await heal();
    lines.push(...left.filter((reason) => !reason.startsWith(`${first.node} does not answer`)));
  }
  throw boundedError(lines, "No configuration and no database was changed.");
}

/** Begins when the component is registered, and so after what it depends on. Never rejects. */
async function lookAtNodes(
  { nodes, observesInPreviews }: ContactArgs,
  parent: pulumi.Resource,
): Promise<FirstLook> {
  // The engine takes messages only in the context of the program.
  const say = AsyncResource.bind((text: string, isWarning: boolean) => {
    const told = labelled(parent, text);
    return isWarning ? pulumi.log.warn(told, parent) : pulumi.log.info(told, parent);
  });
  // Not known in a hook, which runs outside of the program's context.
  const isPreview = pulumi.runtime.isDryRun();
  const isWanted = knownValue(pulumi.output(observesInPreviews));
  await knownValue(parent.urn);
  const isDialled = !isPreview || (await isWanted) !== false;
  const known = await Promise.all(nodes.map((node) => node.known));
  const progress = new Progress(messagesAt(parent));
  const seen = await Promise.all(
    known.map(async (node, index): Promise<SeenNode> => {
      const hosts = nodes[index]?.unknownHosts ?? [];
      if (node === undefined || !isDialled) return { observation: meetNobody(hosts), texts: undefined };
      const looking = isPreview ? previewNode(node, hosts) : updateNode(node, hosts);
      const { observation, texts } = await progress.during(
        `waiting for ${node.desired.name}'s host`,
        looking,
      );
      return { observation: heldByAction(observation, node.deployer), texts };
    }),
  );
  const observations = seen.map(({ observation }) => observation);
  const found = findings(
    nodes.map(({ name }, index) => known[index]?.desired ?? anyRevision(name, false)),
    observations,
  );
  if (isPreview) {
    for (const [index, { name }] of nodes.entries()) {
      const observation = observations[index] ?? { kind: "none" };
      await say(describeNode(name, observation, found), observation.kind === "unreachable");
    }
  }
  return { isPreview, observations, texts: seen.map(({ texts }) => texts), findings: found };
}

interface SeenNode {
  observation: NodeObservation;
  texts: NodeTexts | undefined;
}

async function updateNode(node: KnownNode, hosts: readonly UnknownHost[]): Promise<SeenNode> {
  const observation = await lookAtHost(
    observeFreeNode,
    accessOf(node),
    hosts,
    limits(node.patienceSeconds, false),
  );
  return { observation, texts: undefined };
}

/** With the files that an update changes, over the same connection. */
async function previewNode(node: KnownNode, hosts: readonly UnknownHost[]): Promise<SeenNode> {
  const connection = new SshConnection();
  const ask: Ask = (run) => connection.ask(run);
  const inTime = limits(node.patienceSeconds, true);
  try {
    const observation = await lookAtHost(
      (access, limits) => observeNode(access, limits, ask),
      accessOf(node),
      hosts,
      inTime,
    );
    const texts = changesFiles(node, observation) ? await readChangingTexts(node, inTime, ask) : undefined;
    return { observation, texts };
  } finally {
    connection.close();
  }
}

function accessOf({ desired, access, homeFiles, run }: KnownNode): NodeAccess {
  const database = desired.isManaged ? run.database : undefined;
  return { ...access, database, triesDriver: false, homeFiles };
}

/** Its time begins again after each key that was kept late, as the engine may have been busy with other resources until then. */
async function lookAtHost(
  look: (access: NodeAccess, limits: ObservationLimits) => Promise<NodeObservation>,
  access: NodeAccess,
  hosts: readonly UnknownHost[],
  limits: ObservationLimits,
): Promise<NodeObservation> {
  for (;;) {
    const observation = await look(access, limits);
    const pending = hosts.filter(({ pin }) => pin.isPending);
    if (observation.kind !== "unreachable" || pending.length === 0) {
      for (const { pin } of hosts) pin.giveUp();
      return observation;
    }
    await Promise.all(pending.map(({ pin }) => pin.kept));
  }
}

function meetNobody(hosts: readonly UnknownHost[]): NodeObservation {
  for (const { pin } of hosts) pin.giveUp();
  return { kind: "none" };
}
