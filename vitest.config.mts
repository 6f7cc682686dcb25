import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // They have a configuration of their own, vitest.systems.config.mts.
    exclude: ["test/systems/**"],
    globalSetup: ["test/support/temporaryFolder.ts", "test/support/usersPulumiHome.ts"],
    // Real servers and the engine need their time on a small machine; no test waits for less than it must.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
});
