import * as pulumi from "@pulumi/pulumi";
import { fingerprint, type HostKeyPin, type PinnedHostKeys } from "../node";
import { knownValue, messagesAt } from "../program";
import type { NodeTarget, UnknownHost } from "./nodeTarget";

/** The keys of hosts for which none is given. */
export interface PinnedKeys {
  /** What keeps them. */
  resources: pulumi.Resource[];
  /** Of each node. */
  keys: [PinnedHostKeys, PinnedHostKeys];
}

/**
 * Keeps the key that each host without a given one has at the first contact. A `Stash` has as its output the first input that it
 * got, until it is replaced.
 *
 * @param refuse tells of everything that keeps this update from the nodes
 */
export function pinHostKeys(
  nodes: readonly [NodeTarget, NodeTarget],
  refuse: () => Promise<void>,
  parent: pulumi.Resource,
): PinnedKeys {
  const resources: pulumi.Stash[] = [];
  const ofNode = ({ unknownHosts, digest }: NodeTarget): PinnedHostKeys => {
    const keys: PinnedHostKeys = {};
    for (const host of unknownHosts) {
      const stash = createPin(host, { right: digest, before: [...resources], refuse, parent });
      resources.push(stash);
      keys[host.hop] = stash.output;
    }
    return keys;
  };
  return { keys: [ofNode(nodes[0]), ofNode(nodes[1])], resources };
}

interface PinContext {
  /** Known when the description was found right. */
  right: pulumi.Output<unknown>;
  /** The pins of the hosts before this one. */
  before: pulumi.Resource[];
  refuse: () => Promise<void>;
  parent: pulumi.Resource;
}

function createPin(host: UnknownHost, { right, before, refuse, parent }: PinContext): pulumi.Stash {
  const { resourceName, pin, place } = host;
  const isPreview = pulumi.runtime.isDryRun();
  const hook = new pulumi.ResourceHook(`${resourceName}-hook`, creationOf(host, refuse, parent), {
    onDryRun: true,
  });
  // Of several hosts that were not met the first one tells of all.
  const first: Promise<pulumi.Input<pulumi.Resource>[]> = pin.met.then((key) =>
    key === undefined ? before : [],
  );
  const nothing = isPreview ? pulumi.output(pulumi.unknown as unknown as string) : "";
  const stash = new pulumi.Stash(
    resourceName,
    { input: pulumi.all([right, pin.met]).apply(([, key]) => key ?? nothing) },
    {
      parent,
      dependsOn: first,
      // Another place is another host.
      replacementTrigger: place,
      hooks: { beforeCreate: [hook] },
      transforms: [keepUnlessMet(pin)],
    },
  );
  void Promise.all([knownValue(stash.output), knownValue(stash.urn)]).then(([key, urn]) =>
    pin.keep({ key, remedy: `accept its key with pulumi up --replace '${urn}'` }),
  );
  return stash;
}

/** Runs if no key is kept yet: there is none to keep of a host that does not answer. */
function creationOf(
  { label, pin }: UnknownHost,
  refuse: () => Promise<void>,
  parent: pulumi.Resource,
): () => Promise<void> {
  // Not known in a hook, which runs outside of the program's context.
  const isPreview = pulumi.runtime.isDryRun();
  const say = messagesAt(parent);
  return async () => {
    const key = await pin.met;
    if (key !== undefined) {
      const [type] = key.split(" ");
      const pinning = isPreview ? "the update pins" : "pinned";
      say(`${label}: ${pinning} the host key ${fingerprint(key)} (${type})`);
    } else if (!isPreview) {
      await refuse();
      throw new Error(
        `${label} has shown no host key, and none is kept of it yet; give its ssh.hostKey, or update once while it answers. Nothing was changed`,
      );
    }
  };
}

/** A host that was not met changes nothing. */
function keepUnlessMet(pin: HostKeyPin): pulumi.ResourceTransform {
  return async ({ props, opts }) => {
    const ignoreChanges = (await pin.met) === undefined ? ["input"] : [];
    return { props, opts: pulumi.mergeOptions(opts, { ignoreChanges }) };
  };
}
