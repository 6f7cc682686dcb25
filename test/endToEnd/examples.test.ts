import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createConnection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultDatabaseNames } from "../../components/description/databaseNames";
import { version } from "../../package.json";
import type { MySqlServer } from "../../tools/machine/mysqlServer";
import { providePlugins } from "../../tools/machine/plugins";
import { sampleProductFolder } from "../support/sampleProduct";
import { ExamplePrograms, examplesFolder, type Surroundings } from "./examplePrograms";
import { Workplace } from "./workplace";

const workplace = new Workplace();
const pulumiHome = path.join(workplace.folder, "pulumi-home");
const examples = new ExamplePrograms(workplace.folder, pulumiHome);

beforeAll(() => providePlugins(pulumiHome));
afterAll(() => workplace.end());

// Nobody answers there, which a preview only says. Nodes must have private addresses, of which none is kept for tests.
const hosts = ["10.255.255.10", "10.255.255.20"] as const;
const mysql = "mysql.invalid";
const values = { distribution: sampleProductFolder, mysql };

const surroundings: Record<string, Surroundings> = {
  "existing-hosts": {
    values: {
      ...values,
      hosts: hosts.map((address) => ({
        address,
        hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE3Wq0yJm0Jt1cJ5V7m0cQyF0c1pJ0cQ2qv8j9W1Lk2a",
      })),
    },
    secrets: ["databasePassword", "schemaPassword", "mysqlPassword", "groupPassword", "privateKey"],
  },
  "larger-program": {
    values: { distribution: sampleProductFolder },
    secrets: [
      "databasePassword",
      "schemaPassword",
      "mysqlPassword",
      "groupPassword",
      "statisticsPassword",
      "publisherPassword",
      "privateKey",
    ],
    stacks: {
      machinesStack: {
        analytics1: hosts[0],
        analytics2: hosts[1],
        mysql,
        gateway: "gateway.invalid",
        portals: "portals.invalid",
      },
    },
  },
  "databases-of-another-team/databases": {
    values: { ...values, nodes: hosts },
    secrets: ["databasePassword", "mysqlPassword"],
  },
  "databases-of-another-team/cluster": {
    values: { distribution: sampleProductFolder, nodes: hosts },
    secrets: ["groupPassword", "privateKey"],
    stacks: {
      databasesStack: {
        connection: { host: mysql, port: 3306, username: "wso2analytics", password: "a-password" },
        names: { user: "userdb", registry: "regdb", eventStore: "EVENTS", processedData: "PROCESSED" },
      },
    },
  },
  "adopting-a-deployment": {
    values: { ...values, nodes: hosts },
    secrets: ["databasePassword", "mysqlPassword", "groupPassword", "privateKey"],
  },
};

/** Where a program asks for its secrets, by language. */
const secretKeys: Readonly<Record<string, RegExp>> = {
  "index.ts": /requireSecret\("(\w+)"\)/g,
  "__main__.py": /require_secret\("(\w+)"\)/g,
  "Pulumi.yaml": /^ {2}(\w+): \{.*\bsecret: true\b/gm,
};

/** Those that are a program. */
const programs = readdirSync(examplesFolder, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "Pulumi.yaml")
  .map((file) => path.dirname(file));

const inTypeScript = programs.filter((name) => existsSync(path.join(examplesFolder, name, "index.ts")));

describe("each example", () => {
  it("is previewed, on AWS and in other languages elsewhere", () => {
    const onAws = programs.filter((name) => name.startsWith("aws"));
    expect(programs.sort()).toEqual([...onAws, ...Object.keys(surroundings), "python", "yaml"].sort());
  });

  it.each(inTypeScript)("takes this version of the package: %s", (name) => {
    const manifest = JSON.parse(readFileSync(path.join(examplesFolder, name, "package.json"), "utf8"));
    expect(manifest.dependencies["pulumi-wso2-analytics"]).toBe(`^${version}`);
  });

  it.each(programs)("says in its README which secrets it takes: %s", (name) => {
    const folder = path.join(examplesFolder, name);
    const readme = [folder, path.dirname(folder)]
      .map((place) => path.join(place, "README.md"))
      .find(existsSync);
    const text = readFileSync(readme ?? "", "utf8");
    const secrets = Object.entries(secretKeys).flatMap(([file, pattern]) => {
      const source = path.join(folder, file);
      const text = existsSync(source) ? readFileSync(source, "utf8") : "";
      return [...text.matchAll(pattern)].map(([, key = ""]) => key);
    });
    expect(secrets).not.toEqual([]);
    expect(secrets.filter((key) => !new RegExp(`\\b${key}\\b`).test(text))).toEqual([]);
  });

  it.each(Object.entries(surroundings))("previews: %s", async (name, its) => {
    const server = name === "adopting-a-deployment" ? await databasesByHand() : undefined;
    const { changes, output } = await examples.preview(name, its, server);
    expect(changes.create, output).toBeGreaterThan(8);
    // The databases that are there are taken over.
    expect(changes).toEqual(server ? { create: changes.create, import: 4 } : { create: changes.create });
  });
});

/** Which a preview with `database.adopt` reads. */
async function databasesByHand(): Promise<MySqlServer> {
  const server = await workplace.startMySql();
  const { host, port, adminUser: user, adminPassword: password } = server;
  const connection = await createConnection({ host, port, user, password });
  const { eventStore, processedData } = defaultDatabaseNames;
  for (const name of ["WSO2_USER_DB", "WSO2_REG_DB", eventStore, processedData]) {
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET latin1`);
  }
  await connection.end();
  return server;
}
