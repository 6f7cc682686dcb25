import { defineConfig } from "vitest/config";

/** The tests on real systems; `npm run test:systems` provides these first. */
export default defineConfig({
  test: {
    include: ["test/systems/**/*.test.ts"],
    globalSetup: ["test/support/temporaryFolder.ts", "test/support/usersPulumiHome.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
