import { Debian } from "../../tools/systems/debianImage";
import { TestBed } from "../../tools/systems/testBed";

/** Starts a host, prints the folder of its bed, and waits to be killed. */
async function main(): Promise<void> {
  const bed = await TestBed.create();
  await bed.startHost("node1", Debian.Bookworm);
  process.stdout.write(`${bed.folder}\n`);
  setInterval(() => undefined, 2 ** 30);
}

main();
