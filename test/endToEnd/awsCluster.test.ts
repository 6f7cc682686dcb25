import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AwsAnalyticsCluster, type AwsAnalyticsClusterArgs } from "../../components/aws";
import { defaultEngineVersion } from "../../components/aws/databaseDefaults";
import { productFolder } from "../../tools/demo/demoFolder";
import { changedPaths, fingerprints } from "../../tools/demo/homeFiles";
import { EngineStack } from "../../tools/machine/engineStack";
import { awsClients } from "../../tools/plugins/aws/awsClients";
import {
  type DBInstance,
  DescribeAddressesCommand,
  DescribeDBInstancesCommand,
  DescribeSubnetsCommand,
  GetSecretValueCommand,
  ModifyDBInstanceCommand,
  type ModifyDBInstanceMessage,
  PutSecretValueCommand,
} from "../../tools/plugins/aws/awsCommands";
import { setMasterUser } from "../../tools/plugins/aws/standInDatabase";
import { whatThereIs } from "../../tools/rehearsal/awsView";
import { loopbackNetwork } from "../../tools/rehearsal/loopbackNetwork";
import type { Rehearsal } from "../../tools/rehearsal/rehearsal";
import { clusterArgs, endAwsRehearsal, startAwsRehearsal } from "./awsRehearsal";
import { expectSuccess } from "./expectSuccess";
import { touched } from "./touched";

const otherImage = "ami-0123456789abcdef0";
const folder = mkdtempSync(path.join(tmpdir(), "end-to-end-aws-"));
let rehearsal: Rehearsal;
let stack: EngineStack;

// Volumes are mounted, in namespaces of the hosts' own.
describe.runIf(process.getuid?.() === 0)("a deployment on AWS", () => {
  beforeAll(async () => {
    rehearsal = await startAwsRehearsal(folder);
    stack = await EngineStack.create(path.join(folder, "stack"), rehearsal.pulumiHome);
  }, 600_000);
  afterAll(() => endAwsRehearsal(folder, rehearsal));

  test("is previewed before there is anything, and an endpoint to look into", async () => {
    const preview = await stack.preview(cluster());
    expectSuccess(preview);
    expect((await whatThereIs(rehearsal)).vms).toEqual([]);
  });

  test("is made by one update, on two VMs in two zones, and the next one changes nothing", async () => {
    expectSuccess(await stack.up(cluster()));
    const { vms, databases } = await whatThereIs(rehearsal);
    expect(vms.map(({ zone }) => zone)).toEqual(["eu-west-1a", "eu-west-1b"]);
    expect(databases).toHaveLength(1);
    const again = await stack.up(cluster());
    expect(Object.keys(again.changes)).toEqual(["same"]);
    expect(Object.keys((await stack.refresh()).changes)).toEqual(["same"]);
    expect(Object.keys((await stack.up(cluster())).changes)).toEqual(["same"]);
  });

  test("keeps address, volume and files when a VM is replaced, and leaves the other node and the databases alone", async () => {
    const before = await whatThereIs(rehearsal);
    const files = before.vms.map(homeFiles);
    const replaced = await stack.up(cluster({ nodes: [{ image: otherImage }, {}] }));
    expectSuccess(replaced);
    const after = await whatThereIs(rehearsal);
    expect(after.vms[0]?.instanceId).not.toBe(before.vms[0]?.instanceId);
    expect(after.vms[0]).toEqual({
      ...before.vms[0],
      instanceId: after.vms[0]?.instanceId,
      image: otherImage,
    });
    expect(after.vms[1]).toEqual(before.vms[1]);
    expect(after.databases).toEqual(before.databases);
    expect(after.vms.map((vm, node) => changedPaths(files[node] ?? new Map(), homeFiles(vm)))).toEqual([
      [],
      [],
    ]);
    expect(
      touched(replaced).filter((name) => !/^analytics$|vm1|node1|schema|contact|rollout/.test(name)),
    ).toEqual([]);
  });

  test("logs in to MySQL with the password that RDS manages from then on", async () => {
    const before = await whatThereIs(rehearsal);
    expectSuccess(await stack.preview(cluster(managed())));
    expectSuccess(await stack.up(cluster(managed())));
    expect((await whatThereIs(rehearsal)).databases).toEqual(before.databases);
    const again = await stack.up(cluster(managed()));
    expect(Object.keys(again.changes)).toEqual(["same"]);
  });

  test("sees no difference in what RDS itself does: more storage, a minor version, another password", async () => {
    await rdsChange({ AllocatedStorage: 150, EngineVersion: `${defaultEngineVersion}.99` });
    expectSuccess(await stack.refresh());
    // Before the next refresh, which would log in to MySQL with the password that the state has.
    await rotatePassword();
    const again = await stack.up(cluster(managed()));
    expectSuccess(again);
    // The provider's login, and nothing that it is used for.
    expect(touched(again)).toEqual(["analytics-cluster-databases-mysql"]);
    expect((await rdsChange({})).AllocatedStorage).toBe(150);
    expect(Object.keys((await stack.refresh()).changes)).toEqual(["same"]);
  });

  test("refuses to move to other subnets while it is protected, in the preview", async () => {
    const before = { resources: stack.resources(), aws: await whatThereIs(rehearsal) };
    const [first = "", second = ""] = await defaultSubnets();
    const moved = await stack.preview(cluster({ ...managed(), subnetIds: [second, first] }));
    expect(moved.failed, moved.output).toBe(true);
    expect(moved.errors.join()).toMatch(/protect/);
    expect({ resources: stack.resources(), aws: await whatThereIs(rehearsal) }).toEqual(before);
  });

  test("refuses to move its database to another VPC, protected or not, in the preview", async () => {
    const other = await loopbackNetwork(rehearsal.dataCenter, "127.62");
    for (const protect of [true, false]) {
      const moved = await stack.preview(cluster({ ...managed(), ...other, protect }));
      expect(moved.failed, moved.output).toBe(true);
      expect(moved.output).toMatch(/the database is in vpc-\w+, and RDS does not move it to vpc-\w+/);
    }
  });

  test("refuses to go to a database that exists while its own is protected, in the preview", async () => {
    const { database } = clusterArgs(rehearsal);
    const { host, port, adminUser, adminPassword } = rehearsal.mysql;
    const administrator = { username: adminUser, password: adminPassword };
    const existing = { host, port, securityGroupId: await nodesGroup(), administrator };
    const moved = await stack.preview(cluster({ ...managed(), database: { ...database, existing } }));
    expect(moved.failed, moved.output).toBe(true);
    expect(moved.errors.join()).toMatch(/analytics-mysql.*protect/s);
  });

  test("refuses to be destroyed while it is protected, and loses nothing", async () => {
    const before = { resources: stack.resources(), aws: await whatThereIs(rehearsal) };
    const refused = await stack.destroy();
    expect(refused.failed).toBe(true);
    expect(refused.errors.join()).toContain("protected");
    expect({ resources: stack.resources(), aws: await whatThereIs(rehearsal) }).toEqual(before);
  });

  test("is destroyed without protection, but for the last snapshot of the database", async () => {
    expectSuccess(await stack.up(cluster({ ...managed(), protect: false })));
    expectSuccess(await stack.destroy());
    const { snapshots, ...left } = await whatThereIs(rehearsal);
    expect(left).toEqual({ vms: [], groups: [], databases: [] });
    expect(snapshots).toHaveLength(1);
  });

  test("is brought back with the last snapshot, and its databases taken over", async () => {
    const [snapshotIdentifier = ""] = (await whatThereIs(rehearsal)).snapshots;
    const { database } = clusterArgs(rehearsal);
    const back = { ...database, snapshotIdentifier, adopt: true, username: "wso2analytics2" };
    expectSuccess(await stack.preview(cluster({ database: back })));
    expectSuccess(await stack.up(cluster({ database: back })));
    const again = await stack.up(cluster({ database: { ...database, username: "wso2analytics2" } }));
    // The component, of which two arguments are left out.
    expect(touched(again)).toEqual(["analytics"]);
  });

  test("leaves a last snapshot of each database, of one with an earlier master user too", async () => {
    const before = (await whatThereIs(rehearsal)).snapshots;
    const { database } = clusterArgs(rehearsal);
    const withMaster = (masterUsername: string) =>
      stack.up(
        cluster({ protect: false, database: { ...database, username: "wso2analytics2", masterUsername } }),
      );
    for (const masterUsername of ["admin", "other", "admin", "other"]) {
      expectSuccess(await withMaster(masterUsername));
    }
    expect((await whatThereIs(rehearsal)).snapshots).toHaveLength(before.length + 3);
  });

  // Of its own subnets, as the VMs of the other one have the default ones. Password and login key are generated.
  test("is reached through a bastion VM at its elastic address, a node of its own elastic address too", async () => {
    const { subnetIds, vpcId } = await loopbackNetwork(
      rehearsal.dataCenter,
      `127.${32 + (process.pid % 32)}`,
    );
    const { ssh: _, database, ...args } = clusterArgs(rehearsal);
    const through = await EngineStack.create(path.join(folder, "bastion"), rehearsal.pulumiHome);
    const made = await through.up(() => {
      const cluster = new AwsAnalyticsCluster("edge", {
        ...args,
        vpcId,
        subnetIds,
        nodes: [{ publicAddress: true }, {}],
        bastion: { subnetId: subnetIds[0] ?? "" },
        ssh: { user: "root", sudo: false, timeoutSeconds: 60 },
        // The other deployment's are there, in the one MySQL.
        database: { ...database, username: "edge", adopt: true },
      });
      return { bastion: cluster.bastionAddress };
    });
    expectSuccess(made);
    const elastic = await elasticAddresses();
    expect(elastic).toHaveLength(2);
    expect(elastic).toContain((await through.outputs()).bastion?.value);
  });
});

/** Changes the database behind the stack's back. */
async function rdsChange(change: Omit<ModifyDBInstanceMessage, "DBInstanceIdentifier">): Promise<DBInstance> {
  const { rds } = awsClients()("eu-west-1");
  const { DBInstances: [database] = [] } = await rds.send(new DescribeDBInstancesCommand({}));
  const DBInstanceIdentifier = database?.DBInstanceIdentifier;
  const request = { DBInstanceIdentifier, ApplyImmediately: true, ...change };
  if (Object.keys(change).length > 0) await rds.send(new ModifyDBInstanceCommand(request));
  return database ?? {};
}

/** As RDS does with a password that it manages. */
async function rotatePassword(): Promise<void> {
  const { secrets } = awsClients()("eu-west-1");
  const SecretId = (await rdsChange({})).MasterUserSecret?.SecretArn;
  const { SecretString = "" } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  const login = { ...JSON.parse(SecretString), password: "the-password-after-a-rotation" };
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(login) }));
  await setMasterUser(login.username ?? "admin", login.password);
}

function cluster(more: Partial<AwsAnalyticsClusterArgs> = {}) {
  return () => {
    new AwsAnalyticsCluster("analytics", { ...clusterArgs(rehearsal), ...more });
  };
}

/** With the VM that was replaced. */
function managed(): Partial<AwsAnalyticsClusterArgs> {
  const { database } = clusterArgs(rehearsal);
  return { nodes: [{ image: otherImage }, {}], database: { ...database, manageMasterSecret: true } };
}

async function defaultSubnets(): Promise<string[]> {
  const { Subnets = [] } = await rehearsal.dataCenter.ec2.send(new DescribeSubnetsCommand({}));
  const found = Subnets.filter(({ DefaultForAz }) => DefaultForAz);
  return found
    .sort((a, b) => ((a.AvailabilityZone ?? "") < (b.AvailabilityZone ?? "") ? -1 : 1))
    .flatMap(({ SubnetId }) => SubnetId ?? []);
}

async function elasticAddresses(): Promise<string[]> {
  const { Addresses = [] } = await rehearsal.dataCenter.ec2.send(new DescribeAddressesCommand({}));
  return Addresses.flatMap(({ PublicIp }) => PublicIp ?? []);
}

async function nodesGroup(): Promise<string> {
  const { groups } = await whatThereIs(rehearsal);
  return /\bsg-\w+/.exec(groups.find((group) => group.includes("nodes")) ?? "")?.[0] ?? "";
}

function homeFiles({ volumeFolder }: { volumeFolder: string }) {
  return fingerprints(path.join(volumeFolder, productFolder));
}
