import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { AwsAnalyticsCluster, type AwsAnalyticsClusterArgs } from "../../components/aws";
import { awsDescription } from "./awsDescription";
import { type AwsRun, type RegisteredResource, resolved, runAws } from "./awsMocks";

const childrenFile = path.join(__dirname, "children.json");

type Change = (args: AwsAnalyticsClusterArgs) => AwsAnalyticsClusterArgs;

const same: Change = (args) => args;

async function deploy(
  change: Change = same,
  preview = false,
): Promise<AwsRun & { cluster: AwsAnalyticsCluster }> {
  const made: AwsAnalyticsCluster[] = [];
  const run = await runAws(() => {
    made.push(new AwsAnalyticsCluster("analytics", change(awsDescription())));
  }, preview);
  expect(run.errors).toEqual([]);
  const [cluster] = made;
  if (cluster === undefined) throw new Error("not made");
  return Object.assign(run, { cluster });
}

const everything: Change = (args) => ({
  ...args,
  region: "eu-west-1",
  vpcId: "vpc-0a1b2c3d",
  bastion: { subnetId: "subnet-0a000003" },
  nodes: [{ publicAddress: true }, { publicAddress: true }],
  deploymentSynchronizer: { svnUrl: "svn://svn.internal/analytics" },
  database: { ...args.database, monitoringSeconds: 60, manageMasterSecret: true },
});

const existing: Change = (args) => ({
  ...args,
  database: {
    ...args.database,
    existing: {
      host: "shared.cluster-abc123.eu-west-1.rds.amazonaws.com",
      port: 3307,
      securityGroupId: "sg-0a1b2c3d",
      administrator: { username: "admin", password: "administrator-secret" },
    },
  },
});

describe("AwsAnalyticsCluster", () => {
  it("has the children of its contract: types, names and parents", async () => {
    const found: Record<string, string[]> = {};
    for (const [what, change] of Object.entries({ smallest: same, everything, existing })) {
      const { resources } = await deploy(change);
      found[what] = resources.map(({ type, name, parent }) => `${type} ${name} < ${parent}`).sort();
    }
    if (process.env.UPDATE_CHILDREN) writeFileSync(childrenFile, `${JSON.stringify(found, null, 2)}\n`);
    expect(found).toEqual(JSON.parse(readFileSync(childrenFile, "utf8")));
  });

  it("gives a node the id of the one that was lost in its place", async () => {
    const run = await deploy((args) => ({ ...args, nodes: [{}, { nodeId: "7f1c3a52-0000" }] }));
    const asked = [1, 2].map((node) =>
      /^node-id (.*)$/m.exec(String(run.named(`analytics-cluster-node${node}-prepare`).inputs.stdin)),
    );
    expect(asked.map((found) => found?.[1])).toEqual(["-", "7f1c3a52-0000"]);
  });

  it("gives every resource and look-up the region and the provider", async () => {
    const run = await runAws(() => {
      const provider = new aws.Provider("elsewhere", {});
      new AwsAnalyticsCluster("analytics", everything(awsDescription()), { provider });
    });
    expect(run.errors).toEqual([]);
    const ofAws = run.resources.filter(({ type }) => type.startsWith("aws:"));
    expect(ofAws.length).toBeGreaterThan(50);
    expect(
      ofAws.filter(({ provider }) => !provider.includes("::elsewhere::")).map(({ name }) => name),
    ).toEqual([]);
    const global = ofAws.filter(({ type }) => !type.startsWith("aws:iam/"));
    expect(global.filter(({ inputs }) => inputs.region !== "eu-west-1").map(({ name }) => name)).toEqual([]);
    expect(new Set(run.calls.map(({ token }) => token.split(":").at(-1)))).toEqual(
      new Set([
        "getParameter",
        "getInstanceType",
        "getInstanceTypeOfferings",
        "getOrderableDbInstance",
        "getSubnet",
        "getSecretVersion",
      ]),
    );
    expect(run.calls.filter(({ inputs }) => inputs.region !== "eu-west-1")).toEqual([]);
    expect(run.calls.filter(({ provider }) => !provider.includes("::elsewhere::"))).toEqual([]);
  });

  it("tags everything that has tags, besides its name", async () => {
    const { resources } = await deploy((args) => ({ ...everything(args), tags: { team: "api" } }));
    const untagged = resources
      .filter(({ type }) => type.startsWith("aws:"))
      .filter(({ inputs }) => (inputs.tags as Record<string, string> | undefined)?.team !== "api")
      .map(({ type }) => type.split(":").at(-1));
    expect(new Set(untagged)).toEqual(new Set(["RolePolicy", "VolumeAttachment", "EipAssociation"]));
  });

  it("opens the effective ports, with the offset of the distribution or the arguments", async () => {
    const spans = ({ resources }: AwsRun) =>
      Object.fromEntries(
        resources
          .filter(({ type }) => type.endsWith("SecurityGroupIngressRule"))
          .map(({ name, inputs }) => [
            name.replace("analytics-groups-", ""),
            [inputs.fromPort, inputs.toPort],
          ]),
      );
    expect(spans(await deploy())).toMatchObject({
      "nodes-from-peer-hazelcast": [4000, 4000],
      "nodes-from-peer-eventSync": [11225, 11225],
      "nodes-from-peer-management": [10006, 10006],
      "nodes-from-peer-sparkDriver": [13001, 13017],
      "nodes-from-publishers-gateways-thriftSsl": [7712, 7712],
      "nodes-from-console-office": [9444, 9444],
    });
    const moved = await deploy((args) => ({
      ...args,
      product: { ...args.product, portOffset: 3 },
      ports: { hazelcast: 5701 },
      ssh: { port: 2222 },
    }));
    expect(spans(moved)).toMatchObject({
      "nodes-from-peer-hazelcast": [5701, 5701],
      "nodes-from-peer-eventSync": [11227, 11227],
      "nodes-from-ssh-deployer": [2222, 2222],
    });
  });

  it("names a peer as its rule's other side, whatever kind it is", async () => {
    const run = await deploy((args) => ({
      ...args,
      access: {
        publishers: { lists: { prefixListId: "pl-0a1b2c3d" }, groups: { securityGroupId: "sg-0a1b2c3d" } },
        console: { six: { cidr: pulumi.output("2001:db8::/48") }, four: { cidr: "10.20.0.0/16" } },
      },
    }));
    const peer = (name: string) => {
      const { cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId } = run.named(
        `analytics-groups-${name}`,
      ).inputs;
      return { cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId };
    };
    expect(peer("nodes-from-publishers-lists-thrift")).toEqual({ prefixListId: "pl-0a1b2c3d" });
    expect(peer("nodes-from-publishers-groups-thrift")).toEqual({ referencedSecurityGroupId: "sg-0a1b2c3d" });
    expect(peer("nodes-from-console-six")).toEqual({ cidrIpv6: "2001:db8::/48" });
    expect(peer("nodes-from-console-four")).toEqual({ cidrIpv4: "10.20.0.0/16" });
    expect(peer("nodes-from-peer-hazelcast")).toEqual({
      referencedSecurityGroupId: "analytics-groups-nodes-id",
    });
  });

  it("touches no rule of a group that was given", async () => {
    const run = await deploy((args) => ({
      ...args,
      access: { ...args.access, nodesSecurityGroupId: "sg-0a1b2c3d", publishers: {} },
    }));
    expect(run.ofType("SecurityGroup").map(({ name }) => name)).toEqual(["analytics-groups-database"]);
    const rules = run.resources.filter(({ type }) => /SecurityGroup(In|E)gressRule$/.test(type));
    expect(rules.map(({ name }) => name)).toEqual([
      "analytics-groups-database-from-databaseClients-deployer",
      "analytics-groups-database-from-database",
    ]);
    expect(rules[1]?.inputs.referencedSecurityGroupId).toBe("sg-0a1b2c3d");
    expect(run.named("analytics-vm1-interface").inputs.securityGroups).toEqual(["sg-0a1b2c3d"]);
  });

  it("uses a database that exists, and makes nothing of it but the rules of its group", async () => {
    const run = await deploy((args) => existing({ ...args, bastion: { subnetId: "subnet-0a000003" } }));
    expect(run.resources.filter(({ type }) => /^aws:(rds|cloudwatch)/.test(type))).toEqual([]);
    expect(run.ofType("SecurityGroup").map(({ name }) => name)).toEqual([
      "analytics-groups-nodes",
      "analytics-groups-bastion",
    ]);
    const ofGroup = run.resources.filter(({ inputs }) => inputs.securityGroupId === "sg-0a1b2c3d");
    expect(
      ofGroup.map(({ name, inputs }) => [
        name,
        inputs.fromPort,
        inputs.toPort,
        inputs.referencedSecurityGroupId ?? inputs.cidrIpv4,
      ]),
    ).toEqual([
      ["analytics-groups-database-from-databaseClients-deployer", 3307, 3307, "10.0.9.0/24"],
      ["analytics-groups-database-from-database", 3307, 3307, "analytics-groups-nodes-id"],
      ["analytics-groups-database-from-bastion-database", 3307, 3307, "analytics-groups-bastion-id"],
    ]);
    expect(run.named("analytics-groups-nodes-to-database").inputs).toMatchObject({
      referencedSecurityGroupId: "sg-0a1b2c3d",
      toPort: 3307,
    });
    expect(run.calls.map(({ token }) => token.split(":").at(-1))).not.toContain("getOrderableDbInstance");
  });

  it("logs in to a database that exists as its administrator, after the rules are there", async () => {
    const run = await deploy(existing);
    const endpoint = "shared.cluster-abc123.eu-west-1.rds.amazonaws.com:3307";
    const [provider] = run.ofType("providers:mysql");
    expect(provider?.inputs).toMatchObject({
      endpoint,
      username: "admin",
      password: "administrator-secret",
      tls: "skip-verify",
    });
    expect(staged(run, "master-datasources.xml")).toContain(`jdbc:mysql://${endpoint}/`);
    expect(staged(run, "master-datasources.xml")).toContain("verifyServerCertificate=true");
    expect(provider?.dependencies).toContain(
      "SecurityGroupIngressRule analytics-groups-database-from-database",
    );
    expect(await resolved(run.cluster.databaseEndpoint)).toBe(endpoint);
    expect(await resolved(run.cluster.databaseSecurityGroupId)).toBe("sg-0a1b2c3d");
    expect(await resolved(run.cluster.masterPassword)).toBe("administrator-secret");
    expect(await pulumi.isSecret(run.cluster.masterPassword)).toBe(true);
    const leaks = run.resources.filter(({ inputs, secrets }) =>
      Object.keys(inputs).some(
        (key) => JSON.stringify(inputs[key]).includes("administrator-secret") && !secrets.includes(key),
      ),
    );
    expect(leaks).toEqual([]);
    await deploy(existing, true);
  });

  it("makes nothing in a database that exists without its administrator", async () => {
    const run = await deploy((args) => {
      const { administrator: _, ...login } = existing(args).database.existing ?? never();
      return { ...args, database: { ...args.database, existing: login } };
    });
    expect(run.resources.filter(({ type }) => type.includes("mysql"))).toEqual([]);
    expect(staged(run, "master-datasources.xml")).toContain("<username>wso2analytics</username>");
    expect(ancestors(run, "analytics-cluster-rollout")).toContain("analytics-groups-database-from-database");
    expect(await resolved(run.cluster.masterPassword)).toBe("");
  });

  it("opens Subversion's port only where nothing else opens it", async () => {
    expect(await svnRules("svn://svn.internal/analytics")).toEqual([[3690, "0.0.0.0/0"]]);
    expect(await svnRules("https://svn.internal/analytics")).toEqual([]);
    expect(await svnRules("https://svn.internal:8443/a")).toEqual([[8443, "0.0.0.0/0"]]);
    const own = { cidr: "10.1.0.0/24" };
    expect(await svnRules("https://svn.internal/a", { svn: { own } })).toEqual([[443, "10.1.0.0/24"]]);
    expect(
      await svnRules("https://svn.internal/a", { svn: { own }, packages: { mirror: { ...own } } }),
    ).toEqual([]);
    expect(await svnRules("https://svn.internal/a", { packages: { all: { cidr: "0.0.0.0/0" } } })).toEqual(
      [],
    );
    expect(await svnRules("http://svn.internal/a", { packages: { mirror: own } })).toEqual([
      [80, "0.0.0.0/0"],
    ]);
  });

  it("opens Subversion's port to a URL that is an output", async () => {
    const own = { cidr: "10.1.0.0/24" };
    const output = (url: string) => pulumi.output(url);
    expect(await svnRules(output("svn://svn.internal/a"))).toEqual([[3690, "0.0.0.0/0"]]);
    expect(await svnRules(output("https://svn.internal/a"), { svn: { own } })).toEqual([[443, own.cidr]]);
    // It needs no rule, which nobody knows before it is there: one that repeats none of packages.
    expect(await svnRules(output("file:///srv/svn"))).toEqual([[3690, "0.0.0.0/0"]]);
  });

  it("opens DNS to servers of the user's own only: Amazon's needs no rule", async () => {
    const rules = (run: AwsRun) =>
      run.resources
        .filter(({ name, inputs }) => /-to-/.test(name) && [53, 123].includes(inputs.fromPort as number))
        .map(({ name, inputs }) => [name, inputs.ipProtocol, inputs.cidrIpv4]);
    expect(rules(await deploy())).toEqual([]);
    const own = await deploy((args) => ({
      ...args,
      access: { dnsServers: { own: { cidr: "10.0.0.9/32" } } },
    }));
    expect(rules(own)).toEqual([
      ["analytics-groups-nodes-to-dns-own", "udp", "10.0.0.9/32"],
      ["analytics-groups-nodes-to-dns-own-tcp", "tcp", "10.0.0.9/32"],
    ]);
  });

  it("warns of more rules than AWS allows a group to have, with a prefix list at its largest size", async () => {
    const warned = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    const publishers = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`p${index}`, { cidr: `10.${index}.0.0/16` }]),
      );
    const warnings = async (access: AwsAnalyticsClusterArgs["access"]) => {
      warned.mockClear();
      await deploy((args) => ({ ...args, access }));
      return warned.mock.calls.map(([text]) => text).filter((text) => text.includes("quota"));
    };
    // 11 ports between the nodes and two for each publisher.
    expect(await warnings({ publishers: publishers(24) })).toEqual([]);
    expect(await warnings({ publishers: publishers(25) })).toEqual([
      expect.stringMatching(/^analytics-groups-nodes has 61 inbound rules for IPv4, and AWS allows 60/),
    ]);
    expect(await warnings({ console: { list: { prefixListId: "pl-0b000050" } } })).toEqual([
      expect.stringMatching(/^analytics-groups-nodes has 61 inbound rules for IPv6/),
    ]);
    warned.mockRestore();
  });

  it("hands the core two hosts, the endpoint and its master user", async () => {
    const run = await deploy();
    expect(await resolved(run.cluster.consoleUrls)).toEqual([
      "https://10.0.1.10:9444/carbon/",
      "https://10.0.2.10:9444/carbon/",
    ]);
    expect(await resolved(run.cluster.instanceIds)).toEqual(["analytics-vm1-id", "analytics-vm2-id"]);
    expect(await resolved(run.cluster.databaseEndpoint)).toBe("mysql.internal:3306");
    const provider = run.ofType("providers:mysql")[0];
    expect(provider?.inputs).toMatchObject({
      endpoint: "mysql.internal:3306",
      username: "admin",
      tls: "skip-verify",
    });
    expect(provider?.inputs.password).toBe(run.named("analytics-mysql").inputs.password);
    expect(String(provider?.inputs.password)).toMatch(/^[A-Za-z0-9_-]{32}$/);
    const stage = run.named("analytics-cluster-node1-stage").inputs;
    expect(stage.connection).toMatchObject({ host: "10.0.1.10", user: "ec2-user", port: 22 });
    expect(stage.create).toBe("sudo -n sh -s");
  });

  it("verifies every connection with the key that the first boot gives the host", async () => {
    const run = await deploy();
    const userData = JSON.parse(
      String(run.named("analytics-vm1").inputs.userData).replace("#cloud-config\n", ""),
    );
    const { hostKey } = run.named("analytics-cluster-node1-stage").inputs.connection as { hostKey: string };
    expect(hostKey).toBe(`${userData.ssh_keys.ed25519_public} analytics-vm1/default-image`);
    expect((run.named("analytics-vm1-ready").inputs.connection as { hostKey: string }).hostKey).toBe(hostKey);
    const other = await deploy((args) => ({ ...args, nodes: [{ image: "ami-0fffffff" }, {}] }));
    expect(other.named("analytics-cluster-node1-stage").inputs.triggers).toEqual([
      expect.stringMatching(/^ssh-ed25519 \S+ analytics-vm1\/ami-0fffffff$/),
    ]);
  });

  it("waits for the first boot, and the rules, before anything else connects", async () => {
    const run = await deploy();
    const order = (name: string) => run.resources.findIndex((resource) => resource.name === name);
    expect(order("analytics-vm1-ready")).toBeGreaterThan(order("analytics-vm1-data"));
    for (const name of ["analytics-cluster-node1-stage", "analytics-cluster-databases-schema"]) {
      expect(order(name)).toBeGreaterThan(order("analytics-vm1-ready"));
    }
    const before = ancestors(run, "analytics-cluster-databases-wso2analytics@node1");
    expect(before).toContain("analytics-groups-database-from-databaseClients-deployer");
    expect(before).toContain("analytics-vm1-ready");
    expect(ancestors(run, "analytics-vm1-ready")).toContain("analytics-groups-nodes-from-ssh-deployer");
    const { connection } = run.named("analytics-vm1-ready").inputs;
    // 63 dials of 5 s and the waits between them, up to 5 s each: the ten minutes that a first boot may take.
    expect(connection).toMatchObject({ perDialTimeout: 5, dialErrorLimit: 62 });
  });

  it("makes VMs that keep address and data, and replaces them delete-first", async () => {
    const run = await deploy();
    const vm = run.named("analytics-vm1");
    expect(vm.inputs).toMatchObject({
      ami: "ami-0123456789abcdef0",
      instanceType: "m6i.large",
      primaryNetworkInterface: { networkInterfaceId: "analytics-vm1-interface-id" },
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: 20 },
      disableApiTermination: true,
      keyName: "analytics-login",
      iamInstanceProfile: "analytics-vm",
    });
    expect(vm.deleteBeforeReplace).toBe(true);
    expect(vm.ignoreChanges).toEqual(["ami", "userData"]);
    expect(vm.secrets).toContain("userData");
    const [volume, attachment] = run.resources.filter(({ name }) => name === "analytics-vm1-data");
    expect(volume?.inputs).toMatchObject({
      encrypted: true,
      type: "gp3",
      size: 50,
      availabilityZone: "eu-west-1a",
    });
    expect(attachment?.inputs).toMatchObject({
      stopInstanceBeforeDetaching: true,
      volumeId: "analytics-vm1-data-id",
    });
    expect(attachment?.deleteBeforeReplace).toBe(true);
    expect(run.ofType("Volume")[1]?.inputs.availabilityZone).toBe("eu-west-1b");
    expect(JSON.stringify(vm.inputs.userData)).toContain('analytics-vm1-data-id\\",\\"/opt/wso2');
  });

  it("takes image, type, subnet, address and sizes of each node", async () => {
    const run = await deploy((args) => ({
      ...args,
      nodes: [
        {
          image: "ami-0fffffff",
          instanceType: "m7i.xlarge",
          subnetId: "subnet-0a000003",
          address: "10.0.1.77",
          rootVolumeSize: 30,
          dataVolumeSize: 80,
          publicAddress: true,
        },
        {},
      ],
    }));
    const vm = run.named("analytics-vm1");
    expect(vm.inputs).toMatchObject({ ami: "ami-0fffffff", instanceType: "m7i.xlarge" });
    expect(vm.inputs.rootBlockDevice).toMatchObject({ volumeSize: 30 });
    expect(vm.ignoreChanges).toEqual(["userData"]);
    expect(run.named("analytics-vm1-interface").inputs).toMatchObject({
      subnetId: "subnet-0a000003",
      privateIps: ["10.0.1.77"],
    });
    expect(run.named("analytics-vm1-interface").ignoreChanges).toEqual([]);
    expect(run.named("analytics-vm1-data").inputs.size).toBe(80);
    expect(run.named("analytics-vm1-ready").inputs.connection).toMatchObject({ host: "203.0.113.7" });
    expect(run.named("analytics-vm2").inputs).toMatchObject({ ami: "ami-0123456789abcdef0" });
    expect(run.resources.map(({ name }) => name)).not.toContain("analytics-vm2-address");
  });

  it("lives in the default VPC where no network is given, and stays where it was put", async () => {
    const run = await deploy(({ subnetIds: _, access: __, ...args }) => args);
    expect(run.named("analytics-vm1-interface").inputs.subnetId).toBe("subnet-0d000001");
    expect(run.named("analytics-vm2-interface").inputs.subnetId).toBe("subnet-0d000002");
    expect(run.named("analytics-groups-nodes").inputs.vpcId).toBe("vpc-0d000000");
    expect(run.named("analytics-vm1-interface").ignoreChanges).toEqual(["subnetId"]);
    expect(run.ofType("Volume")[0]?.ignoreChanges).toEqual(["snapshotId", "availabilityZone"]);
    expect(run.named("analytics-groups-nodes").ignoreChanges).toEqual(["vpcId"]);
    const given = await deploy();
    expect(given.named("analytics-groups-nodes").ignoreChanges).toEqual([]);
    expect(given.named("analytics-vm1-interface").ignoreChanges).toEqual([]);
    expect(given.ofType("Volume")[0]?.ignoreChanges).toEqual(["snapshotId"]);
  });

  it("makes RDS private, encrypted, with standby, backups and a last snapshot", async () => {
    const run = await deploy();
    const database = run.named("analytics-mysql");
    expect(database.inputs).toMatchObject({
      engine: "mysql",
      engineVersion: "8.4",
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      storageEncrypted: true,
      publiclyAccessible: false,
      multiAz: true,
      deletionProtection: true,
      backupRetentionPeriod: 7,
      skipFinalSnapshot: false,
      copyTagsToSnapshot: true,
      storageType: "gp3",
      allocatedStorage: 100,
      maxAllocatedStorage: 500,
      enabledCloudwatchLogsExports: ["error", "slowquery"],
      autoMinorVersionUpgrade: true,
      instanceClass: "db.m6g.large",
      performanceInsightsEnabled: false,
    });
    expect(database.inputs.finalSnapshotIdentifier).toMatch(
      /^analytics-mysql-[0-9a-f]{8}-[0-9a-f]{8}-final$/,
    );
    expect(database.secrets).toContain("password");
    expect(database.inputs).not.toHaveProperty("iops");
    expect(database.inputs).not.toHaveProperty("storageThroughput");
    expect(database.ignoreChanges).toEqual([
      "identifier",
      "engineLifecycleSupport",
      "finalSnapshotIdentifier",
      "snapshotIdentifier",
      "engineVersion",
    ]);
    expect(run.named("analytics-mysql-subnets").inputs.subnetIds).toEqual([
      "subnet-0a000001",
      "subnet-0b000002",
    ]);
    expect(parameters(run)).toMatchObject({
      family: "mysql8.4",
      character_set_server: "latin1",
      require_secure_transport: "1",
      max_connections: "600",
      slow_query_log: "1",
    });
  });

  it("takes what is given for RDS", async () => {
    const run = await deploy((args) => ({
      ...args,
      database: {
        ...args.database,
        engineVersion: "8.0.42",
        extendedSupport: true,
        instanceClass: "db.r6g.large",
        allocatedStorage: 200,
        maxAllocatedStorage: 900,
        multiAz: false,
        backupRetentionDays: 21,
        backupWindow: "02:00-03:00",
        maintenanceWindow: "sun:03:30-sun:04:30",
        allowMajorVersionUpgrade: true,
        applyImmediately: true,
        maxConnections: 900,
        masterUsername: "root",
        masterPassword: "given-master-secret",
        tls: "off",
        performanceInsights: true,
        monitoringSeconds: 30,
        kmsKeyId: "arn:aws:kms:eu-west-1:1:key/1",
        subnetIds: ["subnet-0a000003", "subnet-0b000002"],
        administrator: { host: "127.0.0.1", port: 13306, proxy: "socks5h://127.0.0.1:1080" },
        jdbcParameters: { connectTimeout: "5000" },
      },
    }));
    expect(run.named("analytics-mysql").inputs).toMatchObject({
      engineVersion: "8.0.42",
      engineLifecycleSupport: "open-source-rds-extended-support",
      instanceClass: "db.r6g.large",
      allocatedStorage: 200,
      maxAllocatedStorage: 900,
      multiAz: false,
      backupRetentionPeriod: 21,
      backupWindow: "02:00-03:00",
      maintenanceWindow: "sun:03:30-sun:04:30",
      allowMajorVersionUpgrade: true,
      applyImmediately: true,
      username: "root",
      password: "given-master-secret",
      performanceInsightsEnabled: true,
      monitoringInterval: 30,
      monitoringRoleArn: "arn:aws:iam::1:analytics-mysql-monitoring",
      kmsKeyId: "arn:aws:kms:eu-west-1:1:key/1",
    });
    expect(run.named("analytics-mysql").ignoreChanges).toEqual([
      "identifier",
      "engineLifecycleSupport",
      "finalSnapshotIdentifier",
      "snapshotIdentifier",
    ]);
    expect(run.named("analytics-mysql-subnets").inputs.subnetIds).toEqual([
      "subnet-0a000003",
      "subnet-0b000002",
    ]);
    expect(parameters(run)).toMatchObject({
      family: "mysql8.0",
      require_secure_transport: "0",
      max_connections: "900",
    });
    expect(run.ofType("providers:mysql")[0]?.inputs).toMatchObject({
      endpoint: "127.0.0.1:13306",
      proxy: "socks5h://127.0.0.1:1080",
      tls: "false",
    });
    expect(staged(run, "master-datasources.xml")).toContain("useSSL=false&amp;allowPublicKeyRetrieval=true");
    expect(staged(run, "master-datasources.xml")).toContain("connectTimeout=5000");
  });

  it("declares what RDS provisions from 400 GiB on, which a change across that size must send along", async () => {
    const storage = async (change: object) => {
      const run = await deploy((args) => ({ ...args, database: { ...args.database, ...change } }));
      const { iops, storageThroughput } = run.named("analytics-mysql").inputs;
      return [iops, storageThroughput];
    };
    expect(await storage({ allocatedStorage: 399 })).toEqual([undefined, undefined]);
    expect(await storage({ allocatedStorage: 400 })).toEqual([12000, 500]);
    expect(await storage({ allocatedStorage: pulumi.output(400), iops: 20000 })).toEqual([20000, 500]);
  });

  it("lets RDS upgrade the minor version, unless one was chosen", async () => {
    const upgrades = async (engineVersion?: pulumi.Input<string>) => {
      const run = await deploy((args) => ({ ...args, database: { ...args.database, engineVersion } }));
      return run.named("analytics-mysql").inputs.autoMinorVersionUpgrade;
    };
    expect(await upgrades()).toBe(true);
    expect(await upgrades("8.4")).toBe(true);
    expect(await upgrades("8.4.6")).toBe(false);
    expect(await upgrades(pulumi.output("8.4.6"))).toBe(false);
  });

  it("encrypts the VMs' disks with the key that was given", async () => {
    const key = "arn:aws:kms:eu-west-1:1:key/2";
    const run = await deploy((args) => ({
      ...args,
      volumeKmsKeyId: key,
      bastion: { subnetId: "subnet-0a000003" },
    }));
    expect(run.ofType("Volume").map(({ inputs }) => inputs.kmsKeyId)).toEqual([key, key]);
    const disks = run.ofType("ec2/instance:Instance").map(({ inputs }) => inputs.rootBlockDevice);
    expect(disks).toEqual(Array(3).fill(expect.objectContaining({ kmsKeyId: key, encrypted: true })));
  });

  it("begins with snapshots, which count once", async () => {
    const run = await deploy((args) => ({
      ...args,
      nodes: [{ dataVolumeSnapshotId: "snap-0a1b2c3d" }, {}],
      database: { ...args.database, snapshotIdentifier: "analytics-mysql-0a1b2c3d-final" },
    }));
    expect(run.named("analytics-mysql").inputs.snapshotIdentifier).toBe("analytics-mysql-0a1b2c3d-final");
    const volumes = run.ofType("Volume").map(({ name, inputs }) => [name, inputs.snapshotId]);
    expect(Object.fromEntries(volumes)).toEqual({
      "analytics-vm1-data": "snap-0a1b2c3d",
      "analytics-vm2-data": undefined,
    });
  });

  it("makes the groups of MySQL's logs before RDS would, and has them kept for a while", async () => {
    const run = await deploy((args) => ({ ...args, database: { ...args.database, logRetentionDays: 7 } }));
    const { identifier } = run.named("analytics-mysql").inputs;
    expect(run.ofType("LogGroup").map(({ inputs }) => [inputs.name, inputs.retentionInDays])).toEqual([
      [`/aws/rds/instance/${identifier}/error`, 7],
      [`/aws/rds/instance/${identifier}/slowquery`, 7],
    ]);
    expect(run.named("analytics-mysql").dependencies).toEqual(
      expect.arrayContaining(["LogGroup analytics-mysql-error", "LogGroup analytics-mysql-slowquery"]),
    );
    expect((await deploy()).ofType("LogGroup").map(({ inputs }) => inputs.retentionInDays)).toEqual([30, 30]);
  });

  it("reads the password that RDS manages, and gives it none", async () => {
    const run = await deploy((args) => ({
      ...args,
      database: { ...args.database, manageMasterSecret: true },
    }));
    const { inputs } = run.named("analytics-mysql");
    expect(inputs.manageMasterUserPassword).toBe(true);
    expect(inputs).not.toHaveProperty("password");
    expect(run.ofType("providers:mysql")[0]?.inputs.password).toBe("managed-secret");
    const off = await deploy((args) => ({
      ...args,
      database: { ...args.database, manageMasterSecret: false },
    }));
    expect(off.named("analytics-mysql").inputs).toHaveProperty("password");
  });

  it("lets the product verify RDS with a trust store on both nodes", async () => {
    const run = await deploy();
    expect(staged(run, "master-datasources.xml")).toContain(
      "useSSL=true&amp;requireSSL=true&amp;enabledTLSProtocols=TLSv1.2&amp;verifyServerCertificate=true" +
        "&amp;trustCertificateKeyStoreUrl=file%3A%2Fopt%2Fwso2%2Frds-trust-store.jks&amp;trustCertificateKeyStoreType=JKS",
    );
    for (const node of ["vm1", "vm2"]) {
      expect(run.named(`analytics-${node}-ready`).inputs.stdin).toMatch(
        /\nfile \/opt\/wso2\/rds-trust-store\.jks \/u3\+7Q/,
      );
    }
    const encrypted = await deploy(({ database: { caBundle: _, ...database }, ...args }) => ({
      ...args,
      database: { ...database, tls: "encrypted" },
    }));
    expect(staged(encrypted, "master-datasources.xml")).toContain("verifyServerCertificate=false");
    expect(String(encrypted.named("analytics-vm1-ready").inputs.stdin)).not.toContain("\nfile ");
    expect(parameters(encrypted).require_secure_transport).toBe("1");
  });

  it("goes through a bastion that it makes, or one that exists", async () => {
    const run = await deploy((args) => ({
      ...args,
      bastion: { subnetId: "subnet-0a000003", instanceType: "t3.nano" },
    }));
    expect(run.named("analytics-bastion").inputs).toMatchObject({
      subnetId: "subnet-0a000003",
      instanceType: "t3.nano",
      vpcSecurityGroupIds: ["analytics-groups-bastion-id"],
    });
    for (const name of ["analytics-vm1-ready", "analytics-cluster-node2-stage"]) {
      expect(run.named(name).inputs.connection).toMatchObject({
        proxy: { host: "203.0.113.7", user: "ec2-user", hostKey: expect.stringMatching(/^ssh-ed25519 /) },
      });
    }
    expect(await resolved(run.cluster.bastionAddress)).toBe("203.0.113.7");
    const given = await deploy((args) => ({
      ...args,
      ssh: { bastion: { host: "jump.example", user: "ops" } },
    }));
    expect(given.named("analytics-vm1-ready").inputs.connection).toMatchObject({
      proxy: { host: "jump.example", user: "ops" },
    });
  });

  it("logs in with the key pair it makes, or the one that exists", async () => {
    const run = await deploy();
    const { publicKey } = run.named("analytics-login").inputs;
    expect(publicKey).toMatch(/^ssh-ed25519 AAAA/);
    expect(await resolved(run.cluster.sshPrivateKey)).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
    expect(await pulumi.isSecret(run.cluster.sshPrivateKey)).toBe(true);
    const given = await deploy((args) => ({
      ...args,
      ssh: {
        keyName: "operators",
        privateKey: privateKey("given"),
        user: "admin",
        sudo: false,
        timeoutSeconds: 60,
      },
    }));
    expect(given.ofType("KeyPair")).toEqual([]);
    expect(given.named("analytics-vm1").inputs.keyName).toBe("operators");
    expect(given.named("analytics-vm1-ready").inputs).toMatchObject({
      create: "sh -s",
      connection: { user: "admin", privateKey: privateKey("given").trim() },
    });
    expect(await resolved(given.cluster.sshPrivateKey)).toBe("");
  });

  it("refuses to be destroyed before anything is deleted, until protection is off", async () => {
    const run = await deploy();
    const guard = run.named("analytics-protection");
    expect(guard.protect).toBe(true);
    const last = run.resources
      .filter(({ name }) => name.endsWith("-stop"))
      .map(({ name }) => `Command ${name}`);
    expect(guard.dependencies).toEqual(expect.arrayContaining(last));
    const kept = (all: AwsRun) =>
      all.resources.filter(({ protect }) => protect).map(({ type }) => type.split(":").at(-1));
    expect(new Set(kept(run))).toEqual(
      new Set(["Stash", "NetworkInterface", "Volume", "Instance", "Database"]),
    );
    const open = await deploy((args) => ({ ...args, protect: false }));
    expect(kept(open)).toEqual([]);
    expect(open.named("analytics-mysql").inputs.deletionProtection).toBe(false);
    expect(open.named("analytics-vm1").inputs.disableApiTermination).toBe(false);
    expect(open.resources.map(({ name }) => name)).toContain("analytics-protection");
  });

  it("keeps secrets in secret inputs only", async () => {
    const { resources, cluster } = await deploy((args) => ({
      ...args,
      database: { ...args.database, masterPassword: "given-master-secret" },
    }));
    for (const { name, inputs, secrets } of resources) {
      for (const [key, value] of Object.entries(inputs)) {
        const text = JSON.stringify(value);
        if (/runtime-secret|given-master-secret|group-secret|PRIVATE KEY/.test(text)) {
          expect(`${name}: ${secrets.join(" ")}`).toContain(key);
        }
      }
    }
    expect(await pulumi.isSecret(cluster.masterPassword)).toBe(true);
    expect(await pulumi.isSecret(cluster.databaseEndpoint)).toBe(false);
    expect(await pulumi.isSecret(cluster.consoleUrls)).toBe(false);
  });

  it("is safe to preview while nothing of AWS is known", async () => {
    const { resources } = await deploy(everything, true);
    expect(JSON.stringify(resources)).not.toMatch(/undefined|\[object|Calling \[/);
    expect(resources.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["analytics-cluster-rollout", "analytics-mysql", "analytics-protection"]),
    );
  });
});

/** Port and range of the rules for Subversion. */
async function svnRules(svnUrl: pulumi.Input<string>, access: AwsAnalyticsClusterArgs["access"] = {}) {
  const run = await deploy((args) => ({ ...args, access, deploymentSynchronizer: { svnUrl } }));
  return run.resources
    .filter(({ name }) => name.includes("-svn-"))
    .map(({ inputs }) => [inputs.fromPort, inputs.cidrIpv4]);
}

/** The names of all that a resource comes after, and is deleted before. */
function ancestors(run: AwsRun, name: string): Set<string> {
  const found = new Set<string>();
  const visit = ({ dependencies }: RegisteredResource) => {
    for (const dependency of dependencies) {
      const resource = run.resources.find(
        (one) => dependency === `${one.type.split(":").at(-1)} ${one.name}`,
      );
      if (resource === undefined || found.has(resource.name)) continue;
      found.add(resource.name);
      visit(resource);
    }
  };
  visit(run.named(name));
  return found;
}

function parameters(run: AwsRun): Record<string, unknown> {
  const { family, parameters: list } = run.named("analytics-mysql-parameters").inputs;
  const pairs = (list as { name: string; value: string }[]).map(({ name, value }) => [name, value]);
  return { family, ...Object.fromEntries(pairs) };
}

function staged(run: AwsRun, file: string): string {
  const lines = String(run.named("analytics-cluster-node1-stage").inputs.stdin).split("\n");
  const line = lines.find((candidate) => candidate.includes(`/${file} `));
  return Buffer.from(line?.split(" ").at(-1) ?? "", "base64").toString("latin1");
}

function never(): never {
  throw new Error("it is given");
}

function privateKey(name: string): string {
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${Buffer.from(name).toString("base64")}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
