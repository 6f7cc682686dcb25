import * as pulumi from "@pulumi/pulumi";
import { engineProbe, knownValue, messagesAt, supportsHooks } from "../program";
import type { NodeIndex } from "./clusterState";
import { type Contact, type FirstLook, faultIn } from "./contact";
import type { KnownNode, NodeTarget } from "./nodeTarget";
import type { NodeObservation } from "./observation";
import { keepRight, ObservedInput } from "./observedInput";
import { nothingUnclosed, type RecordedScript, UnclosedScripts } from "./recordedScripts";
import { rollNodes } from "./rollNodes";
import { changedLines, previewLines } from "./rolloutPreview";

export interface RolloutArgs {
  nodes: readonly [NodeTarget, NodeTarget];
  contact: Contact;
  /** What the nodes' hosts and revisions do not say: with another value the rollout runs again. */
  triggers: pulumi.Input<unknown>;
  /** What puts the C-Apps of each node in their place; none where nothing is said of them. */
  carbonApps: readonly pulumi.Output<string>[];
  /** The scripts of the resources before it, for each node. */
  recorded: readonly [RecordedScript[], RecordedScript[]];
}

export interface Rollout {
  /** The resource in which the rollout happens. */
  resource: pulumi.Resource;
  /** By the nodes' names; a node that was never started has none. */
  nodeIds: pulumi.Output<Record<string, string>>;
}

/**
 * The rollout as a resource: its update lasts until both nodes are what they should be, and fails where that cannot be. It is updated
 * where a host or a desired revision is another than at the last update that ended well, and where the first look of this run has found
 * a node that is not as it should be.
 */
export function createRollout(
  name: string,
  { nodes, contact, triggers, carbonApps, recorded }: RolloutArgs,
  { parent, dependsOn }: { parent: pulumi.Resource; dependsOn: pulumi.Input<pulumi.Resource>[] },
): Rollout {
  const input = {
    hosts: nodes.map(({ identity }) => identity),
    revisions: nodes.map(({ digest }) => digest),
    triggers,
  };
  if (!supportsHooks()) {
    const resource = new pulumi.Stash(name, { input }, { parent, dependsOn });
    return { resource, nodeIds: resource.urn.apply((): Record<string, string> => ({})) };
  }
  const say = messagesAt(parent);
  const goesOn = engineProbe();
  const apps = carbonApps.map(knownValue);
  const unclosed = recorded.map((scripts) => new UnclosedScripts(scripts));
  let last: readonly NodeObservation[] | undefined;
  // Not known in a hook, which runs outside of the program's context.
  const isPreview = pulumi.runtime.isDryRun();
  const bothKnown = Promise.all([nodes[0].known, nodes[1].known]);
  const tellChanges = async (former: RecordedInputs | undefined) => {
    const known = await bothKnown;
    if (!isKnown(known)) return;
    try {
      const text = changedLines(known, await contact.look, former?.input?.revisions ?? []);
      if (text !== "") say(text);
    } catch {
      // Not the reason, which may quote a file.
      say("the lines that change cannot be shown");
    }
  };
  const hook = new pulumi.ResourceHook(
    `${name}-hook`,
    async ({ oldInputs }) => {
      if (isPreview) return tellChanges(oldInputs);
      const unclosedScripts = await Promise.all(unclosed.map(({ texts }) => texts));
      last = await rollNodes({ nodes, unclosedScripts, carbonApps: await Promise.all(apps), say, goesOn });
    },
    { onDryRun: isPreview },
  );
  /** What a node that is held has not run stays to be done, so its digest is not recorded before. */
  const recordOf = async ({ digest }: UnclosedScripts, index: number): Promise<string> => {
    const isHeld = (await bothKnown)[index as NodeIndex]?.desired.isHeld === true;
    return isHeld && (await digest) !== nothingUnclosed ? "held" : digest;
  };
  const tellPlan = async ({ isPreview, observations: [one, other] }: FirstLook) => {
    const known = await bothKnown;
    if (!isPreview || one === undefined || other === undefined || !isKnown(known)) return;
    for (const line of previewLines(known, [one, other])) say(line);
  };
  const observed = new ObservedInput(
    contact.look.then(async (look) => {
      await tellPlan(look);
      return faultIn(look, () => true);
    }),
  );
  const resource = new pulumi.Stash(
    name,
    { input: { ...input, scripts: unclosed.map(recordOf), observed: observed.value } },
    {
      parent,
      dependsOn,
      hooks: { beforeCreate: [hook], beforeUpdate: [hook] },
      transforms: [keepRight({ observed })],
    },
  );
  const nodeIds = resource.urn.apply(async () => {
    const { observations, isPreview } = await contact.look;
    return idsOf(nodes, last ?? observations) ?? (isPreview ? pulumi.output(pulumi.unknown) : {});
  }) as pulumi.Output<Record<string, string>>;
  return { resource, nodeIds };
}

/** Of the resource, in the state. */
interface RecordedInputs {
  input?: { revisions?: readonly unknown[] };
}

function isKnown(nodes: [KnownNode | undefined, KnownNode | undefined]): nodes is [KnownNode, KnownNode] {
  return nodes.every((node) => node !== undefined);
}

/** Undefined where a node was not looked at. */
function idsOf(
  nodes: readonly NodeTarget[],
  observations: readonly NodeObservation[],
): Record<string, string> | undefined {
  const ids: Record<string, string> = {};
  for (const [index, { name }] of nodes.entries()) {
    const observation = observations[index];
    if (observation?.kind !== "facts") return undefined;
    if (observation.facts.nodeId !== undefined) ids[name] = observation.facts.nodeId;
  }
  return ids;
}
