import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { MySqlServer, MySqlServerOptions } from "../machine/mysqlServer";
import { endServer, logFile, startServer, withPort } from "../machine/serverProcess";

const run = promisify(execFile);
const adminUser = "root";
/** `loose-`, as no release knows both. */
const smallFiles = ["--user=root", "--loose-innodb-log-file-size=8M", "--loose-innodb-redo-log-capacity=16M"];

export interface MySqlProgramOptions {
  /** The words that run it. */
  command: readonly string[];
  /** Options that tell where its own files are. */
  places: readonly string[];
  environment?: Record<string, string>;
  /** The folder of the data that its servers begin with. */
  template: string;
}

/** A mysqld of MySQL 8.0 or later. Its servers have the server's own defaults, and the administrator's account alone. */
export class MySqlProgram {
  private readonly command: readonly string[];
  private readonly environment: Record<string, string>;
  private readonly template: string;

  constructor({ command, places, environment = {}, template }: MySqlProgramOptions) {
    this.command = [...command, "--no-defaults", ...places, ...smallFiles];
    this.environment = environment;
    this.template = template;
  }

  async start({
    folder,
    address = "127.0.0.1",
    port = 0,
    ...options
  }: MySqlServerOptions): Promise<MySqlServer> {
    this.copyTemplate(folder);
    const adminPassword = administratorPassword(folder);
    const accounts = path.join(folder, "accounts.sql");
    writeFileSync(accounts, accountStatements(options.administratorHost ?? "127.0.0.1", adminPassword), {
      mode: 0o600,
    });
    return withPort(address, port, async (free) => {
      const pid = await startServer({
        name: "mysqld",
        folder,
        command: [...this.command, ...serverOptions(folder, address, free), ...(options.options ?? [])],
        environment: this.environment,
        ready: /mysqld: ready for connections/,
      });
      rmSync(accounts);
      const defaultsFile = path.join(folder, "client.cnf");
      const login = `[client]\nhost=${address}\nport=${free}\nuser=${adminUser}\npassword=${adminPassword}\n`;
      writeFileSync(defaultsFile, login, { mode: 0o600 });
      return {
        host: address,
        port: free,
        adminUser,
        adminPassword,
        socket: path.join(folder, "mysql.sock"),
        defaultsFile,
        logFile: logFile(folder),
        pid,
        stop: () => endServer(folder),
      };
    });
  }

  /** Makes the data that its servers begin with, which takes seconds. */
  async initialize(): Promise<void> {
    const unfinished = `${this.template}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    const [program = "", ...words] = this.command;
    await run(program, [...words, "--initialize-insecure", `--datadir=${unfinished}`], {
      env: { ...process.env, ...this.environment },
    });
    // Each server makes its own id, keys and certificates.
    for (const file of readdirSync(unfinished)) {
      if (file === "auto.cnf" || file.endsWith(".pem")) rmSync(path.join(unfinished, file));
    }
    renameSync(unfinished, this.template);
  }

  isInitialized(): boolean {
    return existsSync(this.template);
  }

  private copyTemplate(folder: string): void {
    const data = path.join(folder, "data");
    if (existsSync(data)) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmSync(`${data}.new`, { recursive: true, force: true });
    cpSync(this.template, `${data}.new`, { recursive: true });
    renameSync(`${data}.new`, data);
  }
}

function administratorPassword(folder: string): string {
  const file = path.join(folder, "administrator-password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** One statement a line, as --init-file wants it. */
function accountStatements(host: string, password: string): string {
  return [
    `CREATE USER IF NOT EXISTS '${adminUser}'@'${host}' IDENTIFIED BY '${password}';`,
    `GRANT ALL ON *.* TO '${adminUser}'@'${host}' WITH GRANT OPTION;`,
    `DROP USER IF EXISTS '${adminUser}'@'localhost';`,
    "",
  ].join("\n");
}

function serverOptions(folder: string, address: string, port: number): string[] {
  return [
    `--datadir=${folder}/data`,
    // Relative to the data folder, because a socket's path may have 107 characters only.
    "--socket=../mysql.sock",
    "--pid-file=../mysqld.pid",
    `--bind-address=${address}`,
    `--port=${port}`,
    "--mysqlx=OFF",
    "--skip-name-resolve",
    // Debian's default is a folder that is not here.
    "--secure-file-priv=",
    `--init-file=${folder}/accounts.sql`,
    // Data of a test: speed before durability, and little memory.
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=32M",
    "--performance-schema=OFF",
    "--skip-log-bin",
  ];
}
