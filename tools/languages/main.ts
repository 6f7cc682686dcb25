import { runMain, step } from "../machine/step";
import { provideYamlHost } from "./yamlHost";

/** Provides what runs the programs in other languages; where it cannot be had, the tests with it are skipped. */
runMain(async () => {
  await step("Pulumi YAML", (note) =>
    provideYamlHost(note).catch((error: Error) => `tests on it are skipped: ${error.message}`),
  );
});
