import * as pulumi from "@pulumi/pulumi";
import type { ServiceRun, SshHost } from "../node";
import { findProfile, isVersionOf } from "../product";
import { knownValue } from "../program";
import type { Revision } from "../render";
import type { DesiredNode, DesiredVersion } from "./findings";
import type { NodeAccess } from "./observation";

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
  revision: Revision;
  run: ServiceRun;
  /** Seconds for which a host that does not answer is tried. */
  patienceSeconds: number;
}

/** A node with its values, outside of the graph. */
export class NodeTarget {
  readonly name: string;
  /** Undefined where it is not known yet, as in a preview, or never will be, as the description is wrong. */
  readonly known: Promise<KnownNode | undefined>;
  /** Changes with the host, and with nothing else; known when the description was found right. */
  readonly identity: pulumi.Output<string>;
  /** The digest of the node's revision. */
  readonly digest: pulumi.Output<string>;

  constructor({ name, host, home, revision, run, isManaged, isInstalled }: RolloutNodeArgs) {
    this.name = name;
    this.digest = pulumi.unsecret(pulumi.output(revision).apply(({ digest }) => digest));
    this.identity = pulumi.all([host.identity(), this.digest]).apply(([identity]) => identity);
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
          version: desiredVersion(run.profile),
          isManaged,
          isInstalled,
        },
        access: { endpoint, shell, home, secrets: run.secrets, nodeIdFiles: run.nodeIdFiles },
        revision,
        run,
        patienceSeconds,
      };
    });
  }
}

function desiredVersion(id: string): DesiredVersion | undefined {
  const profile = findProfile(id);
  return profile && { id, isIn: (bundles) => isVersionOf(profile, bundles) };
}
