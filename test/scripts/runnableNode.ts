import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import {
  actionRequest,
  factsRequest,
  type NodeActionArgs,
  type NodeActionKind,
  type NodeActionResult,
  type NodeFacts,
  type ProductDatabases,
} from "../../components/node";
import {
  base64,
  RemoteScript,
  type RequestLine,
  scriptWithRequest,
} from "../../components/node/remoteScript";
import { nodeIdPlaces } from "../../components/product";
import type { RenderedFile } from "../../components/render/renderCluster";
import { createRevision, type Revision } from "../../components/render/revision";
import { requireProfile } from "../support/sampleProduct";
import { collected, commandInstead, Home, runShell, type Session, startShell } from "./nodeShell";
import { sha256 } from "./preparedNode";

/** The product's own script as far as a node's scripts see it: a process that names the home and notes its number. */
const wso2server = `#!/bin/sh
home=$(cd "$(dirname "$0")/.." && pwd)
[ ! -e "$home/broken" ] || { cat "$home/broken"; exit 1; }
case $1 in
  start)
    echo start >>"$home/calls"
    tail -f "$home/repository/conf/carbon.xml" >/dev/null 2>&1 &
    printf %s "$!" >"$home/wso2carbon.pid"
    ;;
  stop)
    echo stop >>"$home/calls"
    kill "$(cat "$home/wso2carbon.pid")"
    ;;
esac
`;

export const secret = "a-secret-password";

/** A home whose product can be started and stopped, on a host with a Java that has no `jjs`. */
export class RunnableNode extends Home {
  /** The places of its id, the one that counts first. */
  nodeIdFiles: readonly string[] = nodeIdPlaces(requireProfile("apim-analytics-2.1.0"));
  readonly java = path.join(mkdtempSync(path.join(tmpdir(), "java-")), "jdk");

  /** @param parent the folder in which the home is made */
  constructor(files: Record<string, string> = {}, parent?: string) {
    super(
      {
        "repository/conf/carbon.xml": "stock",
        "repository/components/lib/mysql-connector-java-5.1.49.jar": "",
        ...files,
      },
      parent,
    );
    this.write("bin/wso2server.sh", wso2server, 0o755);
    const version = `#!/bin/sh\necho 'java version "1.8.0_402"' >&2\n`;
    mkdirSync(path.join(this.java, "bin"), { recursive: true });
    writeFileSync(path.join(this.java, "bin/java"), version, { mode: 0o755 });
  }

  /** A revision that can be run, beside a peer with these ports. */
  revision(files: readonly RenderedFile[], peerPorts = "1", together = ""): Revision {
    const service = [
      "address 127.0.0.1",
      "port thrift 1",
      `peer node2 127.0.0.1 ${peerPorts}`,
      "spark 127.0.0.1",
      `java ${this.java}`,
      "heap -",
      "manager script",
    ];
    const texts = { service: service.map((line) => `${line}\n`).join(""), together };
    return createRevision(files, texts, "node1");
  }

  async stage(shell: string, revision: Revision, environment = process.env): Promise<void> {
    const lines = revision.files.map(
      ({ mode, digest, base, path, text }): RequestLine => [
        "file",
        mode,
        digest,
        base,
        path,
        base64(text, "latin1"),
      ],
    );
    const entries = Object.entries(revision.extraEntries).flatMap(([name, text]): RequestLine[] =>
      text === "" ? [] : [["also", name, base64(text, "latin1")]],
    );
    const request: RequestLine[] = [
      ["home", this.path],
      ["node", "node1"],
      ["overwrite", "no"],
    ];
    const script = scriptWithRequest(RemoteScript.Stage, [
      ...request,
      ["set", revision.digest],
      ...lines,
      ...entries,
    ]);
    const { code, output } = await runShell(shell, script, { environment });
    if (code !== 0) throw new Error(output);
  }

  request(action: NodeActionKind, args: Partial<NodeActionArgs> & { staged: string }) {
    return actionRequest({
      home: this.path,
      node: "node1",
      action,
      overwrite: false,
      isGuarded: false,
      stopSeconds: 5,
      nodeIdFiles: this.nodeIdFiles,
      secrets: [secret],
      ...args,
    });
  }

  /** Does it in a session that lasts. */
  async act(
    shell: string,
    action: NodeActionKind,
    args: Partial<NodeActionArgs> & { staged: string },
    session: Session = {},
  ): Promise<{ result: NodeActionResult | undefined; output: string }> {
    const { script, parse } = this.request(action, args);
    const { output } = await collected(startShell(shell, script, session));
    return { result: parse(output), output };
  }

  /** Begins it in a session that the test may cut. */
  begin(
    shell: string,
    action: NodeActionKind,
    args: Partial<NodeActionArgs> & { staged: string },
    session: Session = {},
  ) {
    return startShell(shell, this.request(action, args).script, session);
  }

  async facts(shell: string, database?: ProductDatabases, environment = process.env): Promise<NodeFacts> {
    const { script, parse } = factsRequest(this.path, [secret], this.nodeIdFiles, database);
    const { output } = await runShell(shell, script, { environment });
    const facts = parse(output);
    if (facts === undefined) throw new Error(output);
    return facts;
  }

  /** What the product's script was called with so far. */
  get calls(): string[] {
    return (this.read("calls") ?? "").trimEnd().split("\n").filter(Boolean);
  }

  get isRunning(): boolean {
    const pid = this.read("wso2carbon.pid");
    // Of a host that lost its power it may be empty.
    if (!pid) return false;
    const stat = `/proc/${pid}/stat`;
    // Zombies don't count as alive.
    return existsSync(stat) && !/\) Z /.test(readFileSync(stat, "utf8"));
  }

  /** Gives a staged revision another text that says how the product is run. */
  rewriteService(digest: string, text: string): void {
    const set = path.join(this.state, "sets", digest);
    writeFileSync(path.join(set, "service"), text);
    const sums = readFileSync(path.join(set, "sums"), "utf8");
    writeFileSync(path.join(set, "sums"), sums.replace(/^\S+(?= {2}\.\/service$)/m, sha256(text)));
  }

  /** A file of the state beside the home. */
  beside(name: string): string | undefined {
    const file = path.join(this.state, name);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  /** Ends the process that a test has left. */
  end(): void {
    const pid = Number(this.read("wso2carbon.pid"));
    if (this.isRunning) process.kill(pid, "SIGKILL");
  }
}

/**
 * Something that listens on loopback, as a peer and MySQL do.
 *
 * @param word what it says at once; without one it says nothing, as a server that hangs
 */
export async function listening(word = "a greeting"): Promise<{ port: string; server: Server }> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    if (word !== "") socket.end(word);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { port: String(typeof address === "object" ? address?.port : undefined), server };
}

/** Lets what a script waits for take a second at most. */
export function impatient(): NodeJS.ProcessEnv {
  return commandInstead("timeout", 'shift; exec /usr/bin/timeout 1 "$@"\n');
}
