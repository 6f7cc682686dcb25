import { AsyncResource } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { SshHost } from "../node";
import { knownValue, supportsHooks } from "../program";
import { describeNode } from "./describeNode";
import { type DesiredNode, type Finding, findings, Weight } from "./findings";
import { type NodeAccess, type NodeObservation, type ObservationLimits, observeNode } from "./observation";

/** A node as the first contact needs it. */
export interface ContactNode {
  name: string;
  host: SshHost;
  home: pulumi.Input<string>;
  /** The digest of its revision. */
  revision: pulumi.Input<string>;
  isManaged: boolean;
  isInstalled: boolean;
  secrets: pulumi.Input<string[]>;
}

export interface ContactArgs {
  nodes: readonly ContactNode[];
  /** Whether a preview dials the nodes. */
  observesInPreviews: pulumi.Input<boolean>;
}

interface Contact {
  isPreview: boolean;
  findings: Finding[];
}

/** Seconds in which a node must have replied in a preview. */
const previewSeconds = 10;

/** Seconds that a node has in an update for its reply, after the time to log in: it reads every file of the revision. */
const replySeconds = 60;

/**
 * The first contact with both nodes: they are looked at once in every run of the program, and nothing else of the deployment is
 * created or changed before they have answered.
 *
 * The resource holds what was found, so that a preview shows a node that is not as it should be as a change. The engine keeps the
 * last input that was not ignored; a value random to this run makes the same fault a difference the second time too.
 */
export function createContact(name: string, args: ContactArgs, parent: pulumi.Resource): pulumi.Resource {
  if (!supportsHooks()) return new pulumi.Stash(name, { input: identities(args) }, { parent });
  const contact = lookAtNodes(args, parent);
  const run = randomBytes(8).toString("hex");
  const observed = contact.then((known) => (isRight(known) ? "right" : `${codesOf(known)} ${run}`));
  const hook = new pulumi.ResourceHook(`${name}-hook`, async () => throwRefusals(await contact), {
    onDryRun: true,
  });
  return new pulumi.Stash(
    name,
    { input: { hosts: identities(args), observed } },
    {
      parent,
      hooks: { beforeCreate: [hook], beforeUpdate: [hook] },
      transforms: [
        async ({ props, opts }) =>
          isRight(await contact)
            ? { props, opts: pulumi.mergeOptions(opts, { ignoreChanges: ["input.observed"] }) }
            : undefined,
      ],
    },
  );
}

/** Known when the description was found right, so that nobody is dialled for a wrong one. */
function identities({ nodes }: ContactArgs): pulumi.Output<string>[] {
  return nodes.map(({ host, revision }) =>
    pulumi.all([host.identity(), pulumi.unsecret(pulumi.output(revision))]).apply(([identity]) => identity),
  );
}

/** A node that does not answer is no change in a preview, which may run where no network leads to it. */
function isRight({ findings: found, isPreview }: Contact): boolean {
  return found.every(({ weight }) => weight === Weight.Silence && isPreview);
}

function codesOf({ findings: found }: Contact): string {
  return found.map(({ node, code }) => `${node}:${code}`).join(" ");
}

function throwRefusals({ findings: found, isPreview }: Contact): void {
  const isRefused = ({ weight }: Finding) =>
    weight === Weight.Refusal || (weight === Weight.Silence && !isPreview);
  const refusals = found.filter(isRefused).map(({ code, node, text }) => `${node}: ${text} (${code})`);
  if (refusals.length > 0) throw new Error(`${refusals.join("\n")}\nNo node and no database was changed.`);
}

/** Begins when the component is registered, and so after what it depends on. Never rejects. */
async function lookAtNodes(args: ContactArgs, parent: pulumi.Resource): Promise<Contact> {
  // The engine takes messages only in the context of the program.
  const say = AsyncResource.bind((text: string, isWarning: boolean) =>
    isWarning ? pulumi.log.warn(text, parent) : pulumi.log.info(text, parent),
  );
  // Not known in a hook, which runs outside of the program's context.
  const isPreview = pulumi.runtime.isDryRun();
  // All at once and now: Node reports a promise that fails before somebody waits for it.
  const targets = args.nodes.map((node) => targetOf(node, args, isPreview));
  await knownValue(parent.urn);
  const looks = await Promise.all(targets.map(look));
  const found = findings(
    looks.map(({ desired }) => desired),
    looks.map(({ observation }) => observation),
  );
  if (isPreview) {
    for (const { desired, observation } of looks) {
      await say(describeNode(desired.name, observation, found), observation.kind === "unreachable");
    }
  }
  return { isPreview, findings: found };
}

/** What is known of a node to look at; undefined what is not known, or never will be. */
interface Target {
  desired: Promise<DesiredNode>;
  access: Promise<NodeAccess | undefined>;
  /** Undefined where nobody is to be dialled. */
  limits: Promise<ObservationLimits | undefined>;
}

function targetOf(node: ContactNode, { observesInPreviews }: ContactArgs, isPreview: boolean): Target {
  const { name, host, home, revision, isManaged, isInstalled, secrets } = node;
  const known = <T>(input: pulumi.Input<T>) => knownValue(pulumi.output(input) as pulumi.Output<T>);
  const where = knownValue(pulumi.all([host.connection(), host.shell(), home]));
  const [masked, digest, seconds, observes] = [
    known(secrets),
    known(revision),
    known(host.timeoutSeconds()),
    known(observesInPreviews),
  ];
  return {
    desired: digest.then((revision = "") => ({ name, revision, isManaged, isInstalled })),
    access: Promise.all([where, masked]).then(([place, secrets]) => {
      // Nobody is dialled for a description that is wrong.
      if (place === undefined || secrets === undefined) return undefined;
      const [endpoint, shell, home] = place;
      return { endpoint, shell, home, secrets };
    }),
    limits: Promise.all([seconds, observes]).then(([limit, isWanted]) => {
      if (limit === undefined) return undefined;
      if (!isPreview) return { patienceSeconds: limit, seconds: limit + replySeconds };
      const patienceSeconds = Math.min(previewSeconds, limit);
      return isWanted === false ? undefined : { patienceSeconds, seconds: previewSeconds };
    }),
  };
}

interface Look {
  desired: DesiredNode;
  observation: NodeObservation;
}

async function look(target: Target): Promise<Look> {
  const [desired, access, limits] = await Promise.all([target.desired, target.access, target.limits]);
  if (access === undefined || limits === undefined) return { desired, observation: { kind: "none" } };
  return { desired, observation: await observeNode(access, limits) };
}
