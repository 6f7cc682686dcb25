import { spawn } from "node:child_process";

/** The MySQL that stands for every database: what the nodes and the mysql plugin are told instead of RDS's endpoint. */
const endpointVariable = "OFFLINE_AWS_DATABASE";
/** An options file of the mysql client with a login that may make users there. */
const loginVariable = "OFFLINE_AWS_DATABASE_LOGIN";

export function standInEndpoint(): { address: string; port: number } | undefined {
  const [address, port] = process.env[endpointVariable]?.split(":") ?? [];
  return address === undefined ? undefined : { address, port: Number(port) };
}

/** Lets the master user in with that password, as RDS does; nothing where no MySQL stands for RDS. */
export async function setMasterUser(username: string, password: string): Promise<void> {
  const login = process.env[loginVariable];
  if (login === undefined) return;
  const account = `${quoted(username)}@'127.0.0.1'`;
  await statements(
    login,
    `GRANT ALL PRIVILEGES ON *.* TO ${account} IDENTIFIED BY ${quoted(password)} WITH GRANT OPTION;\n`,
  );
}

/** On standard input, where nobody else reads the password. */
function statements(login: string, sql: string): Promise<void> {
  const client = spawn("mysql", [`--defaults-file=${login}`], { stdio: ["pipe", "ignore", "pipe"] });
  let complaint = "";
  client.stderr.on("data", (data) => {
    complaint += String(data);
  });
  client.stdin.end(sql);
  return new Promise((resolve, reject) => {
    client.on("error", reject);
    client.on("close", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`the MySQL that stands for RDS refused: ${complaint.trim()}`)),
    );
  });
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
