import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { AnalyticsClusterArgs } from "../../components";
import type { Change, ReplaceableSecrets } from "./auditedCluster";
import type { AuditedMachine } from "./auditedMachine";
import type { MarkedSecrets } from "./markedSecrets";

/** An update that is to fail. */
export interface Failure {
  name: string;
  change: Change;
  /** Whether it brings new secrets, so that the old ones, which the nodes still have, must not show either. */
  rotates: boolean;
  /** What its errors say. */
  says: RegExp;
  /** What goes wrong outside the program, and how it is put right again. */
  cause?: (given: ReplaceableSecrets) => void | Promise<void>;
  cure?: (given: ReplaceableSecrets) => void | Promise<void>;
}

/** Those that come before anything is on the nodes. */
export function earlyFailures(machine: AuditedMachine, secrets: MarkedSecrets): Failure[] {
  const { bastion, nodes } = machine;
  const wrong = secrets.make("password that is refused");
  return [
    {
      name: "an update with an invalid password",
      change: ({ database }) => {
        database.password = `it's${wrong}`;
      },
      rotates: true,
      says: /database\.password: has '/,
    },
    {
      name: "an update with a node whose host key has changed",
      change: (args) => changeSsh(args, 0, { hostKey: bastion.hostKey }),
      rotates: true,
      says: /node1: \S+ has another host key/,
    },
    {
      name: "an update through a bastion whose host key has changed",
      change: (args) => {
        const known = args.nodes[1]?.ssh?.bastion;
        if (known !== undefined) changeSsh(args, 1, { bastion: { ...known, hostKey: nodes[0]?.hostKey } });
      },
      rotates: true,
      says: /node2: \S+ has another host key/,
    },
    {
      name: "an update with a key that the node refuses",
      change: (args) => changeSsh(args, 0, { privateKey: bastion.privateKey, privateKeyPassword: undefined }),
      rotates: true,
      says: /node1: .*authentication methods failed/,
    },
    {
      name: "an update with another passphrase than the key's",
      change: (args) => changeSsh(args, 0, { privateKeyPassword: wrong }),
      rotates: true,
      says: /decrypt|passphrase|password/,
    },
    {
      name: "an update with a wrong password of the databases' administrator",
      change: (args) => changeAdministrator(args, { password: secrets.make("password that MySQL refuses") }),
      rotates: true,
      says: /database\.administrator: .*Access denied/,
    },
    {
      name: "an update with a SOCKS proxy that does not answer",
      change: (args) => {
        const password = secrets.make("password of the SOCKS proxy");
        changeAdministrator(args, { proxy: `socks5://deployer:${password}@127.0.0.1:9` });
      },
      rotates: true,
      says: /database\.administrator: .* through the proxy .*refused/i,
    },
  ];
}

/** Those of a deployment that runs. */
export function lateFailures(machine: AuditedMachine, secrets: MarkedSecrets): Failure[] {
  const { javaHome } = machine;
  const carbon = path.join(machine.homes[0] ?? "", "repository/conf/carbon.xml");
  const misbehave = machine.homes.map((home) => path.join(home, "misbehave"));
  const setPassword = (password: string) =>
    machine.query("SET PASSWORD FOR wso2analytics@'127.%' = PASSWORD(?)", [password]);
  let good = "";
  return [
    {
      name: "an update with a database password that somebody has changed in MySQL",
      change: (args) => {
        args.rerunTrigger = "the password was changed by hand";
      },
      rotates: false,
      says: /Access denied/,
      cause: () => setPassword(secrets.make("password set by hand")),
      cure: ({ database }) => setPassword(database),
    },
    {
      name: "an update with a file that somebody has changed on a node",
      change: () => undefined,
      rotates: true,
      says: /changed on the node since the last update[\s\S]*by hand/,
      cause: () => {
        good = readFileSync(carbon, "latin1");
        writeFileSync(carbon, good.replaceAll(/^.*<ServerKey>.*$/gm, "$&<!-- by hand -->"), "latin1");
      },
      cure: () => writeFileSync(carbon, good, "latin1"),
    },
    {
      name: "an update with a Java that is not there",
      change: (args) => {
        args.service = { ...args.service, javaHome: `${javaHome}-of-nobody` };
      },
      rotates: true,
      says: /of-nobody/,
    },
    {
      name: "an update with a product that does not become healthy",
      change: () => undefined,
      rotates: true,
      says: /did not become healthy/,
      cause: () => {
        for (const file of misbehave) writeFileSync(file, "dies-after-start");
      },
      cure: () => {
        for (const file of misbehave) rmSync(file);
      },
    },
  ];
}

function changeSsh(
  args: AnalyticsClusterArgs,
  index: 0 | 1,
  changes: NonNullable<AnalyticsClusterArgs["nodes"][number]["ssh"]>,
): void {
  const node = args.nodes[index];
  if (node !== undefined) node.ssh = { ...node.ssh, ...changes, timeoutSeconds: 10 };
}

function changeAdministrator(
  { database }: AnalyticsClusterArgs,
  changes: Partial<NonNullable<AnalyticsClusterArgs["database"]["administrator"]>>,
): void {
  if (database.administrator !== undefined) {
    database.administrator = { ...database.administrator, ...changes };
  }
}
