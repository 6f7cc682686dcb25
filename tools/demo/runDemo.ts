import { randomBytes } from "node:crypto";
import type { Stack } from "@pulumi/pulumi/automation";
import { configure, createStack } from "../machine/engine";
import { providePlugins } from "../machine/plugins";
import { step } from "../machine/step";
import { demoFolder, place } from "./demoFolder";
import { type DemoServers, startDemoServers } from "./demoServers";
import { changedPaths, type Fingerprints, fingerprints, isWrittenByProduct } from "./homeFiles";
import { lookAround } from "./lookAround";
import type { Product } from "./product";
import { makeProductHomes } from "./productHome";
import { report } from "./report";
import { type DemoSecrets, eventProcessing, stackConfiguration } from "./stackConfiguration";
import { changesText, destroyStack, stackProgram, updateStack } from "./update";

/** The file that holds the value the third update changes. */
const changedFile = "repository/conf/event-processor.xml";

/** Two nodes and a MySQL; a first update, one without changes, one with a single change; then what is where. */
export async function runDemo(product: Product, keep: boolean): Promise<void> {
  await step(
    "plugins",
    async () => `${await providePlugins(place.pulumiHome)} (PLUGINS=real or offline decides)`,
  );
  await step("product homes", () => makeProductHomes(product.distribution, place.homes));
  const original = homeFingerprints();
  const servers = await step("servers", () => startDemoServers(keep), serversText);
  const secrets: DemoSecrets = { databasePassword: generatedPassword(), groupPassword: generatedPassword() };
  const config = stackConfiguration(servers, product, secrets);
  const made = {
    name: "demo",
    folder: demoFolder,
    pulumiHome: place.pulumiHome,
    program: stackProgram,
    config,
  };
  const stack = await step(
    "stack",
    () => createStack(made),
    () => `configured with ${Object.keys(config).join(", ")}`,
  );
  await step("first update", async () => changesText(await updateStack(stack, "first update")));
  await step("second update", () => updateWithoutChange(stack));
  await step("one value changed", () => updateOneValue(stack));
  await report(changed(original, homeFingerprints()), servers, await stack.outputs());
  if (keep) {
    lookAround(servers, stack, secrets);
  } else {
    await step("destroy", async () => changesText(await destroyStack(stack)));
  }
}

async function updateWithoutChange(stack: Stack): Promise<string> {
  const changes = await updateStack(stack, "second update");
  const touched = Object.keys(changes).filter((operation) => operation !== "same");
  if (touched.length > 0)
    throw new Error(`an update without a change in between has ${changesText(changes)}`);
  return `no changes, ${changesText(changes)}`;
}

async function updateOneValue(stack: Stack): Promise<string> {
  const before = homeFingerprints();
  await configure(stack, { eventProcessing: { ...eventProcessing, statePersistence: false } });
  const changes = await updateStack(stack, "one value changed");
  const written = changed(before, homeFingerprints());
  if (written.length !== 1 || written[0] !== changedFile) {
    throw new Error(
      `eventProcessing.statePersistence stands in ${changedFile} alone, but these files were written: ${written}`,
    );
  }
  return `eventProcessing.statePersistence: ${changesText(changes)}; written on both nodes: ${written}`;
}

function homeFingerprints(): Fingerprints[] {
  return place.homes.map(fingerprints);
}

/** The files written on the nodes in between, which are to be the same ones on both. */
function changed(before: Fingerprints[], after: Fingerprints[]): string[] {
  const [node1 = [], node2 = []] = before.map((files, node) =>
    changedPaths(files, after[node] ?? new Map()).filter((file) => !isWrittenByProduct(file)),
  );
  if (node1.join() !== node2.join()) throw new Error(`written on node1: ${node1}; but on node2: ${node2}`);
  return node1;
}

function serversText({ nodes, mysql, sudo }: DemoServers): string {
  const [node1, node2] = nodes.map(({ user, host, port }) => `${user}@${host}:${port}`);
  return `ssh ${node1} and ${node2}${sudo ? " with sudo" : ""}, mysql ${mysql.host}:${mysql.port}`;
}

function generatedPassword(): string {
  return randomBytes(18).toString("base64url");
}
