import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { remote } from "@pulumi/command";
import { asset, secret } from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import { AnalyticsCluster } from "../../components";
import { planDeployment } from "../../components/cluster/deploymentPlan";
import type { Revision } from "../../components/render/revision";
import { clusterDescription } from "./benchCluster";
import { type BenchMachine, freshHomes, type Homes } from "./benchMachine";
import { newStack, update } from "./benchStack";

/** A way to bring the same files onto the same two hosts. */
export interface Contender {
  name: string;
  /** Makes everything as it is before a first deployment. */
  begin(domain: string): Promise<void>;
  /** Changes one value, which stands in one file per host. */
  change(domain: string): Promise<void>;
  deploy(): Promise<unknown>;
  /** Throws where the hosts do not have exactly the wanted files. */
  verify?(): void;
}

/** The component of this library. */
export function ours(machine: BenchMachine): Contender {
  const name = "ours";
  let files: WantedFiles;
  let stack: Stack;
  const program = async () => {
    new AnalyticsCluster("analytics", files.description);
  };
  return {
    name,
    async begin(domain) {
      files = await wantedFiles(machine, freshHomes(machine, name), domain);
      stack = await newStack(machine, name, program);
    },
    async change(domain) {
      files = await wantedFiles(machine, files.homes, domain);
    },
    deploy: () => update(stack),
    verify: () => verify(files),
  };
}

/** What one writes by hand: the files lie ready in a folder, and each is copied to each host. */
export function handWritten(machine: BenchMachine): Contender {
  const name = "hand-written";
  const folder = path.join(machine.folder, name);
  let files: WantedFiles;
  let stack: Stack;
  const program = async () => {
    machine.nodes.forEach(({ host, port, user, privateKey, hostKey }, index) => {
      const connection = { host, port, user, privateKey: secret(privateKey), hostKey };
      for (const file of files.revisions[index]?.files ?? []) {
        new remote.CopyToRemote(`node${index + 1}-${file.path}`, {
          connection,
          source: new asset.FileAsset(path.join(folder, `node${index + 1}`, file.path)),
          remotePath: path.join(files.homes[index === 0 ? 0 : 1], file.path),
        });
      }
    });
  };
  return {
    name,
    async begin(domain) {
      files = await wantedFiles(machine, freshHomes(machine, name), domain);
      writeFiles(folder, files);
      stack = await newStack(machine, name, program);
    },
    async change(domain) {
      files = await wantedFiles(machine, files.homes, domain);
      writeFiles(folder, files);
    },
    deploy: () => update(stack),
    verify: () => verify(files),
  };
}

/** An update of a program that makes nothing: what the engine takes in any case. */
export function emptyProgram(machine: BenchMachine): Contender {
  let stack: Stack;
  return {
    name: "empty program",
    async begin() {
      stack = await newStack(machine, "empty", async () => undefined);
    },
    change: async () => undefined,
    deploy: () => update(stack),
  };
}

/** What the hosts are to have. */
export interface WantedFiles {
  description: ReturnType<typeof clusterDescription>;
  homes: Homes;
  revisions: readonly Revision[];
}

export async function wantedFiles(machine: BenchMachine, homes: Homes, domain: string): Promise<WantedFiles> {
  const description = clusterDescription(machine, homes, domain);
  const { revisions } = await planDeployment(description);
  return { description, homes, revisions };
}

/** Writes each node's files to a folder of its name. */
export function writeFiles(folder: string, { revisions }: WantedFiles): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [index, revision] of revisions.entries()) {
    for (const file of revision.files) {
      const target = path.join(folder, `node${index + 1}`, file.path);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, file.text, "latin1");
    }
  }
}

export function verify({ homes, revisions }: WantedFiles): void {
  for (const [index, home] of homes.entries()) {
    for (const file of revisions[index]?.files ?? []) {
      const found = path.join(home, file.path);
      if (readFileSync(found, "latin1") !== file.text) throw new Error(`${found} is not what was deployed`);
    }
  }
}
