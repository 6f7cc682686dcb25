import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/temporaryFolder.ts", "test/support/usersPulumiHome.ts"],
    // Real servers and the engine need their time on a small machine; no test waits for less than it must.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
});
