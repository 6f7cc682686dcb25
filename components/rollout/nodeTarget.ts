import * as pulumi from "@pulumi/pulumi";
import { problemText } from "../description";
import { HostKeyPin, type ServiceRun, type SshEndpoint, type SshHop, type SshHost } from "../node";
import { eventSyncIn, findProfile, isVersionOf } from "../product";
import { currentDeployer, knownValue, supportsHooks } from "../program";
import { hostedFindings, hostedPaths, type Revision, Severity } from "../render";
import type { DesiredNode, DesiredVersion } from "./findings";
import type { NodeAccess } from "./observation";
import type { NodeRun } from "./rolloutNode";

/** A node as the rollout needs it. */
export interface RolloutNodeArgs {
  name: string;
  host: SshHost;
  home: pulumi.Input<string>;
  revision: pulumi.Input<Revision>;
  run: pulumi.Input<ServiceRun>;
  /** Whether the product is run from here. */
  isManaged: boolean;
  /** Whether an update installs a product that is not there. */
  isInstalled: boolean;
}

/** All that it takes to look at a node, and to act on it. */
export interface KnownNode {
  desired: DesiredNode;
  access: NodeAccess;
  /** Paths of files in the home that decide besides those of the revision. */
  homeFiles: string[];
  revision: Revision;
  run: ServiceRun;
  /** Says for people who runs this update. */
  deployer: string;
  /** Seconds for which a host that does not answer is tried. */
  patienceSeconds: number;
}

/** All that it takes to start a node that is down, with the revision that it has. */
export type HealedNode = Omit<KnownNode, "homeFiles" | "revision" | "run"> & {
  run: NodeRun & Pick<ServiceRun, "policy">;
};

/** A host on the way to a node of which no key is given. */
export interface UnknownHost {
  hop: SshHop;
  /** Where it answers: `host:port`. */
  place: pulumi.Output<string>;
  pin: HostKeyPin;
  /** Of what keeps its key. */
  resourceName: string;
  /** For people. */
  label: string;
}

/** A node with its values, outside of the graph. */
export class NodeTarget {
  readonly name: string;
  /** The bastion first. None under mocks, where nobody is dialled. */
  readonly unknownHosts: readonly UnknownHost[];
  /** Undefined where it is not known yet, as in a preview, or never will be, as the description is wrong. */
  readonly known: Promise<KnownNode | undefined>;
  /** Changes with the host, and with nothing else; known when the description was found right. */
  readonly identity: pulumi.Output<string>;
  /** The digest of the node's revision. */
  readonly digest: pulumi.Output<string>;

  constructor({ name, host, home, revision, run, isManaged, isInstalled }: RolloutNodeArgs) {
    this.name = name;
    this.unknownHosts = supportsHooks() ? unknownHosts(name, host) : [];
    this.digest = pulumi.unsecret(pulumi.output(revision).apply(({ digest }) => digest));
    this.identity = pulumi.all([host.identity(), this.digest]).apply(([identity]) => identity);
    const deployer = currentDeployer();
    const values = pulumi.all([host.connection(), host.shell(), home, revision, run, host.timeoutSeconds()]);
    this.known = knownValue(values).then((known) => {
      if (known === undefined) return undefined;
      const [endpoint, shell, home, revision, run, patienceSeconds] = known as unknown as [
        NodeAccess["endpoint"],
        string,
        string,
        Revision,
        ServiceRun,
        number,
      ];
      return {
        desired: {
          name,
          revision: revision.digest,
          version: desiredVersion(run),
          isManaged,
          isInstalled,
          eventSync: eventSyncIn(revision.extraEntries.service),
          isHeld: run.policy.hold === name,
        },
        access: {
          endpoint: withPins(endpoint, this.unknownHosts),
          shell,
          home,
          secrets: run.secrets,
          nodeIdFiles: run.nodeIdFiles,
        },
        homeFiles: foreignFiles(run, revision),
        revision,
        run,
        deployer,
        patienceSeconds,
      };
    });
  }
}

/** @throws Error if the description did not become known */
export async function knownNodes([one, other]: readonly [NodeTarget, NodeTarget]): Promise<
  readonly [KnownNode, KnownNode]
> {
  const known = await Promise.all([one.known, other.known]);
  if (known[0] === undefined || known[1] === undefined)
    throw new Error("the description of the nodes did not become known");
  return [known[0], known[1]];
}

function unknownHosts(name: string, host: SshHost): UnknownHost[] {
  return host.hopsWithoutKey().map(({ hop, place }) => ({
    hop,
    place,
    pin: new HostKeyPin(),
    resourceName: `${host.name}-${hop === "bastion" ? "bastionHostKey" : "hostKey"}`,
    label: hop === "bastion" ? `${name}'s bastion` : name,
  }));
}

function withPins({ proxy, ...endpoint }: SshEndpoint, hosts: readonly UnknownHost[]): SshEndpoint {
  const pinOf = (hop: SshHop) => hosts.find((host) => host.hop === hop)?.pin;
  const node = { ...endpoint, pin: pinOf("node") };
  return proxy === undefined ? node : { ...node, proxy: { ...proxy, pin: pinOf("bastion") } };
}

function desiredVersion({ profile: id, service }: ServiceRun): DesiredVersion | undefined {
  const profile = findProfile(id);
  if (profile === undefined) return undefined;
  return {
    id,
    isIn: (bundles) => isVersionOf(profile, bundles),
    javaVersions: profile.javaVersions,
    problemsIn: (texts) =>
      hostedFindings(profile, service, texts).map((finding) => ({
        isError: finding.severity === Severity.Error,
        text: problemText(finding),
      })),
  };
}

/** What is rendered replaces what the home has, or is drift. */
function foreignFiles({ profile: id }: ServiceRun, { files }: Revision): string[] {
  const profile = findProfile(id);
  const paths = profile === undefined ? [] : hostedPaths(profile);
  return paths.filter((place) => !files.some(({ path }) => path === place));
}
