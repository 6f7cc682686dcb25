import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { engineProbe, knownValue, supportsHooks } from "../program";
import { describeNode } from "./describeNode";
import { type Finding, findings, Weight } from "./findings";
import type { NodeTarget } from "./nodeTarget";
import { type NodeObservation, observeFreeNode, observeNode } from "./observation";
import { keepRight, ObservedInput, valuesOf } from "./observedInput";
import { Progress } from "./progress";
import { healNodes } from "./rollNodes";
import { limits } from "./rolloutNode";

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
}

export interface FirstLook {
  isPreview: boolean;
  observations: NodeObservation[];
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
    const look = Promise.resolve({ isPreview: false, observations: [], findings: [] });
    return { resource, look, losses: lossesIn(resource) };
  }
  const look = lookAtNodes(args, parent);
  // The engine takes messages only in the context of the program.
  const say = AsyncResource.bind((text: string) => void pulumi.log.info(text, parent));
  const heal = () => healNodes({ nodes: args.nodes, say, goesOn: engineProbe() });
  const hook = new pulumi.ResourceHook(`${name}-hook`, async () => throwRefusals(await look, heal), {
    onDryRun: true,
  });
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
      hooks: { beforeCreate: [hook], beforeUpdate: [hook] },
      transforms: [keepRight(parts)],
    },
  );
  return { resource, look, losses: lossesIn(resource) };
}

/** As the engine has recorded them. */
function lossesIn({ input }: pulumi.Stash): Contact["losses"] {
  const recorded = (part: string) =>
    input.apply((parts: Record<string, string | undefined>) =>
      parts[part] === "right" ? undefined : parts[part],
    );
  return [recorded("results1"), recorded("results2")];
}

/** What an input holds of the first look: the codes of those findings that count. */
export function faultIn(
  { findings: found, isPreview }: FirstLook,
  counts: (finding: Finding) => boolean,
): string | undefined {
  // A node that does not answer is no change in a preview, which may run where no network leads to the nodes.
  const faults = found.filter((finding) => counts(finding) && !(isPassing(finding) && isPreview));
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
  // The node beside a silent host is to serve.
  if (others.length === 0 && first.weight === Weight.Silence && !isPreview) {
    const left = await heal();
    lines.push(...left.filter((reason) => !reason.startsWith(`${first.node} does not answer`)));
  }
  throw new Error(`${lines.join("\n")}\nNo configuration and no database was changed.`);
}

/** Begins when the component is registered, and so after what it depends on. Never rejects. */
async function lookAtNodes(
  { nodes, observesInPreviews }: ContactArgs,
  parent: pulumi.Resource,
): Promise<FirstLook> {
  // The engine takes messages only in the context of the program.
  const say = AsyncResource.bind((text: string, isWarning: boolean) =>
    isWarning ? pulumi.log.warn(text, parent) : pulumi.log.info(text, parent),
  );
  // Not known in a hook, which runs outside of the program's context.
  const isPreview = pulumi.runtime.isDryRun();
  const isWanted = knownValue(pulumi.output(observesInPreviews));
  await knownValue(parent.urn);
  const isDialled = !isPreview || (await isWanted) !== false;
  const known = await Promise.all(nodes.map((node) => node.known));
  const progress = new Progress((text) => void say(text, false));
  const observations = await Promise.all(
    known.map(async (node): Promise<NodeObservation> => {
      if (node === undefined || !isDialled) return { kind: "none" };
      const database = node.desired.isManaged ? node.run.database : undefined;
      const access = { ...node.access, database, triesDriver: false };
      const observe = isPreview ? observeNode : observeFreeNode;
      const looking = observe(access, limits(node.patienceSeconds, isPreview));
      return progress.during(`waiting for ${node.desired.name}'s host`, looking);
    }),
  );
  const found = findings(
    nodes.map(({ name }, index) => known[index]?.desired ?? { name, ...nothingKnown }),
    observations,
  );
  if (isPreview) {
    for (const [index, { name }] of nodes.entries()) {
      const observation = observations[index] ?? { kind: "none" };
      await say(describeNode(name, observation, found), observation.kind === "unreachable");
    }
  }
  return { isPreview, observations, findings: found };
}

/** Of a node that nobody looks at. */
const nothingKnown = { revision: "", isManaged: false, isInstalled: true, isHeld: false };
