import path from "node:path";
import { defineConfig } from "vitest/config";

const components = path.join(import.meta.dirname, "components");

// Tests of a deployment's later life: they wait for many updates of a running product, and so take minutes.
const lifecycle = [
  "test/upgrade/**/*.test.ts",
  "test/endToEnd/{awsVmChanges,cancelled,cutRoll,databaseLifecycle,databaseLogins,files,fullDisk,healing,hostKeys,languages,languagesOnAws,products,secrets,takenBack,twoDeployers,versionUpgrade}.test.ts",
];

// `npm test` runs the library's other tests, `npm run test:lifecycle` those, `npm run test:tools` those of what the demo and the
// tests stand on, `npm run test:systems` those on real systems.
export default defineConfig({
  // The examples import the package by its name.
  resolve: {
    alias: [
      { find: /^pulumi-wso2-analytics$/, replacement: components },
      { find: /^pulumi-wso2-analytics\/aws$/, replacement: path.join(components, "aws") },
    ],
  },
  test: {
    globalSetup: ["test/support/temporaryFolder.ts", "test/support/usersPulumiHome.ts"],
    // Real servers and the engine need their time on a small machine; no test waits for less than it must.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "library",
          include: ["test/**/*.test.ts"],
          exclude: ["test/{tools,systems}/**", ...lifecycle],
        },
      },
      { extends: true, test: { name: "lifecycle", include: lifecycle } },
      { extends: true, test: { name: "tools", include: ["test/tools/**/*.test.ts"] } },
      { extends: true, test: { name: "systems", include: ["test/systems/**/*.test.ts"] } },
    ],
  },
});
