import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { comparison, type Figure, memory } from "./figure";
import { median } from "./rounds";

interface Taken {
  resources: number;
  milliseconds: number;
  peakMegabytes: number;
}

/** A hundred deployments in one program against ten, and against as many bare resources. Each in a process of its own. */
export async function awsScaleFigures(rounds: number): Promise<Figure[]> {
  const ten: Taken[] = [];
  const hundred: Taken[] = [];
  for (let round = 1; round <= rounds; round++) {
    ten.push(await taken("clusters", 10));
    hundred.push(await taken("clusters", 100));
  }
  const resources = hundred[0]?.resources ?? 0;
  const bare = await taken("rules", resources);
  return [
    comparison("100 AWS clusters, mocks", times(hundred), "10 of them", times(ten), 12),
    memory(
      "memory of 100 AWS clusters, mocks",
      median(hundred.map(({ peakMegabytes }) => peakMegabytes)),
      `${resources} bare rules`,
      bare.peakMegabytes,
      1024,
    ),
  ];
}

async function taken(kind: "clusters" | "rules", count: number): Promise<Taken> {
  const program = path.join(__dirname, "manyResources.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--import",
    "tsx",
    program,
    kind,
    `${count}`,
  ]);
  return JSON.parse(stdout) as Taken;
}

function times(all: readonly Taken[]): number[] {
  return all.map(({ milliseconds }) => milliseconds);
}
