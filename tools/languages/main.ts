import { type Note, runMain, step } from "../machine/step";
import { providePython } from "./pythonEnvironment";
import { provideYamlHost } from "./yamlHost";

/** Provides what runs the programs in other languages; where it cannot be had, the tests with it are skipped. */
async function main(): Promise<void> {
  await step("Pulumi YAML", orElse(provideYamlHost));
  await step("Pulumi for Python", orElse(providePython));
}

function orElse(provide: (note: Note) => Promise<string>): (note: Note) => Promise<string> {
  return (note) => provide(note).catch((error: Error) => `tests on it are skipped: ${error.message}`);
}

runMain(main);
