import type { Input } from "@pulumi/pulumi";

export interface NodeArgs {
  /**
   * The node's own private IPv4 address. The product both binds and advertises it, so it must be on one of the node's
   * interfaces and reachable by the other node. In place, on both nodes.
   * @change refused; with `rollout.limit` fullStop both nodes stop and start together
   * @format ipv4
   */
  address: Input<string>;
  /**
   * The product home on this node, where it differs; then `spark.symbolicLink` is needed.
   * @default product.home
   * @change replacement; as `product.home`
   * @format home
   */
  home?: Input<string>;
  /**
   * SPARK_LOCAL_IP, for a machine with several interfaces. (Spec, cluster step 6.)
   * @default address
   * @change restart
   * @format ipv4
   */
  sparkAddress?: Input<string>;
  /**
   * The id of a node that was lost, from `nodeIds` of the cluster, so that a node built in its place owns the same part of the
   * index. Written before the first start, with `service.manage`, where the node has none yet; one that it has is never
   * replaced, and another one is refused. A node whose id was there before its first start does not initialise the staging
   * tables of the index, which the product does only where it makes the id itself (`IndexNodeCoordinator` of carbon-analytics
   * 1.3.0): so give it for a rebuilt node only. @default the product makes one
   * @change in place; refused where the node has another one
   * @format nodeId
   */
  nodeId?: Input<string>;
  /** Ports of this node where they differ from `ports`. */
  ports?: PortsArgs;
  /**
   * How Pulumi reaches the node. Left out: root at `address`, port 22, with the keys of the SSH agent.
   * @change nothing; every step runs again
   */
  ssh?: SshArgs;
}

/** Ports as written into the files; the product adds its offset to all but Hazelcast's. */
export interface PortsArgs {
  /**
   * Hazelcast, `localMemberPort`. @default 4000
   * @change refused; with `rollout.limit` fullStop both nodes stop and start together
   * @format port
   */
  hazelcast?: Input<number>;
  /**
   * Event sync. @default 11224, effective 11225 with the stock offset
   * @change refused; with `rollout.limit` fullStop both nodes stop and start together
   * @format port
   */
  eventSync?: Input<number>;
  /**
   * State sync, HA management. @default 10005, effective 10006 with the stock offset
   * @change refused; with `rollout.limit` fullStop both nodes stop and start together
   * @format port
   */
  management?: Input<number>;
  /** Presentation, on a presenter node only. @default 11000 @change restart; where there is a presenter @format port */
  presentation?: Input<number>;
}

/** How to log in to a host. */
export interface SshLoginArgs {
  /** @default 22 @format port */
  port?: Input<number>;
  /** @default "root" @format login */
  user?: Input<string>;
  /**
   * Private key in OpenSSH's form, PEM or PKCS#8: RSA, ECDSA or ed25519; a secret. Left out, the agent is asked for keys. An agent that
   * is named must run all the same.
   * @format privateKey @secret
   */
  privateKey?: Input<string>;
  /** Passphrase of the private key; a secret. Refused for a key without one, and for PKCS#8. @format passphrase @secret */
  privateKeyPassword?: Input<string>;
  /** Socket of the SSH agent, of which user certificates are not used. @default the environment's SSH_AUTH_SOCK */
  agentSocketPath?: Input<string>;
  /**
   * The host's public key as in `authorized_keys`, with which every connection is verified. On a node a changed key means another host:
   * all files are staged and activated there again. Left out, the key of the first contact is pinned, and another one is refused later.
   * An output counts as given, although it may hold no key; then any key is accepted, and a warning says so.
   * @example "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…"
   * @change replacement; it is another host, which gets everything
   * @format hostKey
   */
  hostKey?: Input<string>;
}

export interface SshArgs extends SshLoginArgs {
  /** Where SSH answers, if not at the node's address. @default the node's address @format dialledHost */
  host?: Input<string>;
  /** Runs the node's scripts through `sudo -n`, for a user who does not own the product home. @default false */
  sudo?: Input<boolean>;
  /**
   * Seconds after which an unreachable host or a refused key is given up. A host that accepts the connection and then
   * never speaks SSH is not noticed by the command plugin at all (measured). @default 120
   * @range 1 to 86400 seconds
   */
  timeoutSeconds?: Input<number>;
  /** A host to connect through. */
  bastion?: BastionArgs;
}

export interface BastionArgs extends SshLoginArgs {
  /** @format dialledHost */
  host: Input<string>;
  /**
   * The bastion's public key, as that of a node.
   * @change nothing; every step runs again
   * @format hostKey
   */
  hostKey?: Input<string>;
}
