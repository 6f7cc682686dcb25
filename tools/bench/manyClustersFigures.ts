import { spawnSync } from "node:child_process";
import path from "node:path";
import { comparison, type Figure, memory } from "./figure";
import { Making, type Spent } from "./manyClusters";

const few = 10;
const many = 100;

/** How time grows from ten AWS clusters in one program to a hundred, and how much memory a hundred take. */
export function manyClustersFigures(rounds: number): Figure[] {
  const times: { few: number[]; many: number[] } = { few: [], many: [] };
  const peaks: { awaited: number[]; together: number[] } = { awaited: [], together: [] };
  for (let round = 1; round <= rounds; round++) {
    const tenClusters = spend(Making.Awaited, few);
    const awaited = spend(Making.Awaited, many);
    const together = spend(Making.Together, many);
    if (awaited.resources !== many * (tenClusters.resources / few)) throw new Error("some were not made");
    times.few.push(tenClusters.milliseconds);
    times.many.push(awaited.milliseconds);
    peaks.awaited.push(awaited.peak);
    peaks.together.push(together.peak);
  }
  return [
    comparison(`${many} AWS clusters, mocks`, times.many, `${few} of them`, times.few, 12),
    memory(`${many} AWS clusters, mocks: memory`, peaks.awaited, "made all at once", peaks.together, 1e9),
  ];
}

/** In a process of its own, whose memory nothing else has used. */
function spend(making: Making, clusters: number): Spent {
  const program = path.join(__dirname, "manyClusters.ts");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", program, making, String(clusters)],
    { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  if (status !== 0) throw new Error(`${program} ${making} ${clusters} failed: ${stderr.slice(-500)}`);
  return JSON.parse(stdout) as Spent;
}
