import { runMain, step } from "../machine/step";
import { parts } from "./parts";

/** Provides the parts that can be had; the tests on the others are skipped. */
async function main(): Promise<void> {
  for (const part of Object.values(parts)) {
    await step(part.name, (note) =>
      part.provide(note).catch((error: Error) => `tests on it are skipped: ${error.message}`),
    );
  }
}

runMain(main);
