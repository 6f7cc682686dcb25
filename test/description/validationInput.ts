import type { ClusterDescription } from "../../components/description/clusterDescription";

/** Only what must be given, and the offset so that ports are checked too. */
export const smallestDescription: ClusterDescription = {
  product: { profile: "apim-analytics-2.1.0", home: "/opt/wso2am-analytics-2.1.0", portOffset: 1 },
  nodes: [{ address: "10.0.1.10" }, { address: "10.0.2.10" }],
  database: { host: "db.internal", username: "wso2analytics", password: "analytics" },
};

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1u0cOIxyyu5dC1bkGlNmUy2EbSCqpq4Xyc9Cq2Y4Yz root@node";
const privateKey =
  "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----\n";

/** Every argument under its current name. */
export const completeDescription: Required<Omit<ClusterDescription, "repush" | "allowFullStop" | "force">> = {
  product: {
    profile: "apim-analytics-2.1.0",
    home: "/opt/a",
    distribution: "/srv/a.zip",
    install: { url: "https://files.internal/a.zip", sha256: "a".repeat(64), user: "wso2" },
    jdbcDriver: { url: "https://files.internal/mysql-connector-java-5.1.48.jar", sha256: "b".repeat(64) },
    portOffset: 2,
  },
  nodes: [
    {
      address: "10.0.1.10",
      home: "/srv/analytics",
      sparkAddress: "10.0.1.11",
      nodeId: "7f1c3a52-7a4e-4b0e-9a63-2f6f0a3b8f11",
      ports: { hazelcast: 4001, eventSync: 11300, management: 10100, presentation: 11400 },
      ssh: {
        host: "node1.internal",
        port: 22,
        user: "deployer",
        privateKey,
        privateKeyPassword: "passphrase",
        agentSocketPath: "/run/agent",
        hostKey,
        sudo: true,
        timeoutSeconds: 120,
        bastion: {
          host: "bastion",
          port: 22,
          user: "b",
          privateKey,
          privateKeyPassword: "passphrase",
          agentSocketPath: "/a",
          hostKey,
        },
      },
    },
    { address: "10.0.2.10" },
  ],
  database: {
    host: "db.internal",
    port: 3306,
    username: "wso2analytics",
    password: "analytics",
    names: {
      user: "am_user",
      registry: "am_registry",
      eventStore: "am_events",
      processedData: "am_processed",
    },
    characterSets: { user: "utf8", registry: "utf8mb4", eventStore: "latin1", processedData: "latin1" },
    caBundle: "/srv/ca.pem",
    jdbcParameters: {
      useSSL: "true",
      requireSSL: "true",
      clientCertificateKeyStorePassword: "changeit",
      sessionVariables: "",
    },
    clientHosts: ["10.0.1.10", "10.0.2.10"],
    grants: "least",
    schema: {
      skip: false,
      username: "am_tables",
      password: "tables",
      furtherScripts: [{ path: "dbscripts/identity/mysql-5.7.sql", database: "user" }],
    },
    retain: true,
    adopt: true,
    administrator: {
      username: "root",
      password: "root",
      host: "::1",
      port: 3307,
      proxy: "socks5h://127.0.0.1:1080",
      tls: "skip-verify",
    },
  },
  ports: { hazelcast: 4000, eventSync: 11224, management: 10005, presentation: 11000 },
  clustering: { domain: "analytics.production", groupPassword: "group", failureDetectionSeconds: 60 },
  eventProcessing: { statePersistence: false, pruneStatePersistence: false, presenter: "node2" },
  spark: { symbolicLink: "/opt/link", makeSymbolicLink: true },
  deploymentSynchronizer: {
    svnUrl: "https://svn.internal/repository",
    svnUser: "svn",
    svnPassword: "subversion",
    svnUrlAppendTenantId: false,
    committer: "node2",
    libraries: {
      svnKit: { path: "/srv/svnkit-all-1.8.7.wso2v1.jar", sha256: "0".repeat(64) },
      sshClient: { url: "https://files.internal/trilead.jar", sha256: "f".repeat(64) },
    },
  },
  statisticsDatabase: {
    enabled: true,
    host: "db.internal",
    port: 3306,
    name: "am_statistics",
    username: "am_statistics",
    password: "statistics",
    jdbcParameters: { useSSL: "false" },
  },
  registryMounts: { config: "/_system/analytics_config", governance: "/_system/governance" },
  secureVault: "keep",
  overrides: [
    {
      file: "repository/conf/carbon.xml",
      path: "/Server/HostName",
      value: "analytics",
      add: true,
      secret: true,
      node: "node1",
    },
  ],
  directories: [{ path: "repository/data", target: "/mnt/data", kind: "bind" }],
  carbonApps: { files: ["/srv/alerts.car"], waitSeconds: 300 },
  installPackages: true,
  overwrite: true,
  service: {
    manage: true,
    manager: "script",
    javaHome: "/usr/lib/jvm/java-8",
    heapMegabytes: 2048,
    stopOnDestroy: true,
  },
  rollout: {
    hold: "node1",
    limit: "fullStop",
    force: true,
    startTimeoutSeconds: 900,
    stopTimeoutSeconds: 60,
    steadySeconds: 0,
    observeInPreviews: false,
  },
  rerunTrigger: "again",
  protect: true,
  allowLoopbackAddresses: false,
  allowPublicAddresses: false,
};

/** A copy with values set, or removed where undefined, at places such as `nodes[1].address`. */
export function change(description: ClusterDescription, changes: Record<string, unknown>): unknown {
  const copy: Record<string, unknown> = structuredClone({ ...description });
  for (const [place, value] of Object.entries(changes)) {
    const steps = place.split(/[.[\]]+/).filter((step) => step !== "");
    const last = steps.pop() ?? "";
    let part = copy;
    for (const step of steps) {
      part[step] ??= {};
      part = part[step] as Record<string, unknown>;
    }
    if (value === undefined) delete part[last];
    else part[last] = value;
  }
  return copy;
}

/** Every single value of a description by its place. */
export function leaves(value: unknown, place = ""): Record<string, unknown> {
  if (typeof value !== "object" || value === null) return { [place]: value };
  const parts = Object.entries(value).map(([key, part]) => {
    const step = Array.isArray(value) ? `[${key}]` : place === "" ? key : `.${key}`;
    return leaves(part, place + step);
  });
  return Object.assign({}, ...parts);
}
