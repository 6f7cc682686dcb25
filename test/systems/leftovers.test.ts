import { spawn } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { cgroups, processesIn } from "../../tools/systems/cgroup";
import { parts } from "../../tools/systems/parts";
import { TestBed } from "../../tools/systems/testBed";
import { withParts } from "./withParts";

withParts([parts.bookworm], "a test bed", () => {
  it("of a process that was killed ends with it, and the next bed removes what is left", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", path.join(__dirname, "bedProcess.ts")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const folder = await new Promise<string>((resolve) => {
      child.stdout.once("data", (data) => resolve(String(data).trim()));
    });
    const id = path.basename(folder);
    expect(processesOf(id)).not.toEqual([]);
    child.kill("SIGKILL");
    await expect.poll(() => processesOf(id), { timeout: 20_000 }).toEqual([]);
    expect(traces(id)).not.toEqual([]);

    const next = await TestBed.create();
    expect(existsSync(folder)).toBe(false);
    expect(traces(id)).toEqual([]);
    const own = path.basename(next.folder);
    expect(traces(own)).not.toEqual([]);
    await next.end();
    expect(traces(own)).toEqual([]);
  });
});

function processesOf(id: string): number[] {
  return cgroups(`${id}-`).flatMap(processesIn);
}

/** What this machine has of a bed outside its folder. */
function traces(id: string): string[] {
  return [
    ...cgroups(`${id}-`),
    ...globSync([`/run/{netns,systemd/nspawn/propagate}/${id}-*`, `/sys/class/net/${id}*`]),
  ];
}
