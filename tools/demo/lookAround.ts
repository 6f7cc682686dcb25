import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { demoFolder } from "./demoFolder";
import type { DemoServers } from "./demoServers";
import { type DemoSecrets, databaseUser } from "./stackConfiguration";

/** Prints the commands to look around in a demo that keeps running; secrets are in files only its user can read. */
export function lookAround({ nodes, mysql }: DemoServers, stack: Stack, secrets: DemoSecrets): void {
  const userFile = path.join(demoFolder, `${databaseUser}.cnf`);
  const login = {
    host: mysql.host,
    port: mysql.port,
    user: databaseUser,
    password: secrets.databasePassword,
  };
  const lines = Object.entries(login).map(([key, value]) => `${key}=${value}`);
  writeFileSync(userFile, `[client]\n${lines.join("\n")}\n`, { mode: 0o600 });
  const { pulumiCommand, envVars } = stack.workspace;
  const { PULUMI_CONFIG_PASSPHRASE: _, ...environment } = envVars;
  const assignments = Object.entries(environment).map(([key, value]) => `${key}=${value}`);
  print("", "It goes on running. To look around, from the repository's folder:", "");
  for (const { privateKeyFile, knownHostsFile, port, user, host } of nodes) {
    const options = `-i ${shown(privateKeyFile)} -o UserKnownHostsFile=${shown(knownHostsFile)} -p ${port}`;
    print(`  ssh ${options} ${user}@${host}`);
  }
  print(`  mysql --defaults-file=${shown(mysql.defaultsFile)}      # the administrator`);
  print(`  mysql --defaults-file=${shown(userFile)}      # the product's user`);
  print(`  export ${assignments.join(" ")}`);
  print(`  export PULUMI_CONFIG_PASSPHRASE="$(cat ${shown(path.join(demoFolder, "passphrase"))})"`);
  print(`  ${pulumiCommand.command} stack --cwd ${shown(demoFolder)} --stack ${stack.name}`);
  print("", "  npm run demo -- --down      # ends it and removes its files", "");
}

/** Relative to the repository where that is shorter to read and still right. */
function shown(file: string): string {
  return file.startsWith(demoFolder) ? path.relative(path.dirname(demoFolder), file) : file;
}

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
