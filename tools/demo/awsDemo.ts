import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { configure, createStack } from "../machine/engine";
import { provideMoto } from "../machine/motoServer";
import { step } from "../machine/step";
import { type AwsView, whatThereIs } from "../rehearsal/awsView";
import { loopbackNetwork } from "../rehearsal/loopbackNetwork";
import { type Rehearsal, startRehearsal } from "../rehearsal/rehearsal";
import { awsConfiguration } from "./awsConfiguration";
import { place, productFolder } from "./demoFolder";
import { changedPaths, type Fingerprints, fingerprints, isWrittenByProduct } from "./homeFiles";
import type { Product } from "./product";
import { makeProductHomes } from "./productHome";
import { changesText, destroyStack, stackProgram, updateStack } from "./update";

/** Stands for a newer release of Amazon Linux. */
const otherImage = "ami-0123456789abcdef0";

/**
 * The whole deployment on an AWS of this machine's own: a first update, one without changes, one VM replaced, a
 * destroy that protection refuses and one that it does not.
 */
export async function runAwsDemo(product: Product): Promise<void> {
  await step("moto", provideMoto);
  const imageFolder = path.join(place.rehearsal, "image");
  await step("image", () => makeProductHomes(product.distribution, [path.join(imageFolder, productFolder)]));
  const start = () => startRehearsal({ folder: place.rehearsal, imageFolder });
  const rehearsal = await step("servers", start, serversText);
  try {
    await rehearse(rehearsal, product);
  } finally {
    await rehearsal.stop();
  }
}

async function rehearse(rehearsal: Rehearsal, product: Product): Promise<void> {
  const { pulumiHome, environment } = rehearsal;
  const secrets = { databasePassword: generatedPassword(), groupPassword: generatedPassword() };
  const network = await loopbackNetwork(rehearsal.dataCenter, "127.63");
  const config = awsConfiguration(rehearsal, network, product, secrets);
  const made = {
    name: "aws",
    folder: place.rehearsal,
    pulumiHome,
    environment,
    program: stackProgram,
    config,
  };
  const configured = () => `configured with ${Object.keys(config).join(", ")}`;
  const stack = await step("stack", () => createStack(made), configured);
  await step("first update", async () => changesText(await updateStack(stack, "first update")));
  await step("second update", () => updateWithoutChange(stack));
  await step("one VM replaced", () => replaceVm(stack, rehearsal));
  print(await whatThereIs(rehearsal));
  await step("destroy refused", () => refusedDestroy(stack, rehearsal));
  await step("protection off", async () => {
    await configure(stack, { protect: false });
    return changesText(await updateStack(stack, "protection off"));
  });
  await step("destroy", () => allowedDestroy(stack, rehearsal));
}

async function updateWithoutChange(stack: Stack): Promise<string> {
  const changes = await updateStack(stack, "second update");
  expectThat(
    Object.keys(changes).join() === "same",
    `nothing was changed, but the update ${changesText(changes)}`,
  );
  return `no changes, ${changesText(changes)}`;
}

async function replaceVm(stack: Stack, rehearsal: Rehearsal): Promise<string> {
  const before = await whatThereIs(rehearsal);
  const homes = homeFingerprints(before);
  await configure(stack, { nodes: [{ image: otherImage }, {}] });
  const changes = await updateStack(stack, "one VM replaced");
  const after = await whatThereIs(rehearsal);
  const [old1, old2] = before.vms;
  const [new1, new2] = after.vms;
  const written = homeFingerprints(after)
    .flatMap((files, index) => changedPaths(homes[index] ?? new Map(), files))
    .filter((file) => !isWrittenByProduct(file));
  expectThat(new1?.instanceId !== old1?.instanceId, "node1's image was changed, but its VM is the old one");
  expectThat(new1?.address === old1?.address, `node1 had ${old1?.address} and has ${new1?.address} now`);
  expectThat(new1?.volumeId === old1?.volumeId, `node1 had ${old1?.volumeId} and has ${new1?.volumeId} now`);
  expectThat(JSON.stringify(new2) === JSON.stringify(old2), "node2's VM was touched");
  expectThat(
    JSON.stringify(after.databases) === JSON.stringify(before.databases),
    "the database was touched",
  );
  expectThat(written.length === 0, `these files were written besides the product's own: ${written}`);
  return `${changesText(changes)}; ${old1?.instanceId} -> ${new1?.instanceId}, address, volume and files stay`;
}

function homeFingerprints({ vms }: AwsView): Fingerprints[] {
  return vms.map(({ volumeFolder }) => fingerprints(path.join(volumeFolder, productFolder)));
}

async function refusedDestroy(stack: Stack, rehearsal: Rehearsal): Promise<string> {
  const before = JSON.stringify(await whatThereIs(rehearsal));
  const made = await resourcesOf(stack);
  const refusal = await destroyStack(stack).then(
    () => undefined,
    (error: Error) => error.message,
  );
  expectThat(refusal !== undefined, "a protected deployment was destroyed");
  expectThat(/protected/.test(refusal ?? ""), `the destroy failed, but not for its protection:\n${refusal}`);
  expectThat(
    JSON.stringify(await whatThereIs(rehearsal)) === before,
    "the refused destroy changed something",
  );
  const left = await resourcesOf(stack);
  const gone = made.filter((resource) => !left.includes(resource));
  expectThat(gone.length === 0, `the refused destroy deleted ${gone.join(", ")}`);
  return "by protection, and all of it is still there";
}

async function resourcesOf(stack: Stack): Promise<string[]> {
  const { deployment } = await stack.exportStack();
  const { resources = [] } = deployment as { resources?: { urn: string }[] };
  return resources.map(({ urn }) => urn.slice(urn.lastIndexOf("$") + 1));
}

async function allowedDestroy(stack: Stack, rehearsal: Rehearsal): Promise<string> {
  const changes = await destroyStack(stack);
  const { vms, groups, databases, snapshots } = await whatThereIs(rehearsal);
  const left = [...vms.map(({ instanceId }) => instanceId), ...groups, ...databases];
  expectThat(left.length === 0, `these are left: ${left.join(", ")}`);
  expectThat(snapshots.length === 1, "the database has left no last snapshot");
  return `${changesText(changes)}; left: the snapshot ${snapshots}`;
}

function expectThat(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

function print({ vms, groups, databases }: AwsView): void {
  const lines = vms.map(
    ({ name, instanceId, type, zone, address, volumeId }) =>
      `    ${name}  ${instanceId}  ${type}  ${zone}  ${address}  ${volumeId}`,
  );
  lines.push(...databases.map((database) => `    ${database}`), ...groups.map((group) => `    ${group}`));
  process.stdout.write(`\n  What AWS has\n${lines.join("\n")}\n\n`);
}

function serversText({ moto, mysql, gateway }: Rehearsal): string {
  return `moto at ${moto.url}, mysql ${mysql.host}:${mysql.port} for RDS, ssh by way of ${gateway.host}:${gateway.port}`;
}

function generatedPassword(): string {
  return randomBytes(18).toString("base64url");
}
