import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Change, RunningCluster, serverName } from "../endToEnd/runningCluster";
import { touched } from "../endToEnd/touched";
import { sshOf } from "../endToEnd/workplace";

const carbon = "repository/conf/carbon.xml";
const registry = "repository/conf/registry.xml";
const cluster = new RunningCluster();
/** Names a script that node2's host does not run, with success. */
const dropped = path.join(cluster.workplace.folder, "dropped");

/** A forced command that runs everything but the script in `dropped`: of that one only the functions. */
function forcedCommand(): string {
  const file = path.join(cluster.workplace.folder, "forced-command");
  const lines = [
    "#!/bin/sh",
    `[ -e ${dropped} ] || exec sh -c "$SSH_ORIGINAL_COMMAND"`,
    `sed -u "/^$(cat ${dropped}) <</Q" | sh -s`,
  ];
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o755 });
  return `ForceCommand ${file}`;
}

beforeAll(() => cluster.start((node) => ({ settings: node === "node2" ? [forcedCommand()] : [] })));
afterAll(() => cluster.end());

const preview = cluster.preview.bind(cluster);

/** What a preview says of the nodes. */
function linesOf(output: string): string[] {
  return [...output.matchAll(/\b(node[12]: .*)$/gm)].map(([, line = ""]) => line.trim());
}

async function databases(): Promise<string[]> {
  const rows = await cluster.query("SHOW DATABASES LIKE '%db'");
  return rows.flatMap((row) => Object.values(row) as string[]);
}

describe("hosts that are not nodes", () => {
  it("are refused before anything is created, in the preview too, with what they say", async () => {
    const { workplace } = cluster;
    const forced = await workplace.startSshServer("forced", {
      settings: ['ForceCommand echo "Please login as the user ec2-user rather than root."'],
    });
    const change: Change = (args) => {
      args.nodes[1] = { ...args.nodes[1], address: cluster.addresses[1] ?? "", ssh: sshOf(forced) };
    };
    for (const run of [preview, cluster.up.bind(cluster)]) {
      const { failed, errors, output } = await run(change);
      expect(failed, output).toBe(true);
      expect(errors.join("\n")).toContain(
        "node2: it does not run our commands; it says: Please login as the user ec2-user rather than root. (WA102)",
      );
    }
    expect(await databases()).toEqual([]);
    expect(cluster.roles()).toEqual(["stopped", "stopped"]);
  });

  it("are refused where another key than the given one is met", async () => {
    const hostKey = cluster.nodes[0]?.ssh.hostKey;
    const change: Change = (args) => {
      args.nodes[1] = {
        ...args.nodes[1],
        address: cluster.addresses[1] ?? "",
        ssh: { ...args.nodes[1]?.ssh, hostKey },
      };
    };
    const { failed, errors } = await preview(change);
    expect(failed).toBe(true);
    expect(errors.join("\n")).toMatch(
      /node2: \S+ has another host key, SHA256:\S+, than the one given for it, SHA256:\S+; .* \(WA102\)/,
    );
  });

  it("that let nobody in are a warning in the preview and no change; the update fails before it creates anything", async () => {
    const change: Change = (args) => {
      for (const node of args.nodes) {
        node.ssh = { ...node.ssh, privateKey: undefined, agentSocketPath: "/nonexistent", timeoutSeconds: 2 };
      }
    };
    const seen = await preview(change);
    expect(seen.failed, seen.output).toBe(false);
    expect(linesOf(seen.output).filter((line) => line.includes("cannot be reached by SSH"))).toHaveLength(2);
    const { failed, errors } = await cluster.up(change);
    expect(failed).toBe(true);
    expect(errors.join("\n")).toMatch(/node1: .*cannot be reached by SSH.*\nnode2: /);
    expect(await databases()).toEqual([]);
  });
});

describe("nodes", () => {
  it("are looked at in every preview", async () => {
    expect(linesOf((await preview()).output)).toEqual([
      "node1: nothing is deployed there yet (WA205)",
      "node2: nothing is deployed there yet (WA205)",
    ]);
    const { failed, output } = await cluster.up();
    expect(failed, output).toBe(false);
    const { changes, output: text } = await preview();
    expect(Object.keys(changes)).toEqual(["same"]);
    expect(linesOf(text).map((line) => line.replace(/revision \w{8}/, "revision R"))).toEqual([
      expect.stringMatching(/^node1: (active|passive, synced), revision R$/),
      expect.stringMatching(/^node2: (active|passive, synced), revision R$/),
    ]);
  });

  it.each([
    { nodes: "that are stopped", told: "it is stopped (WA302)" },
    { nodes: "that are stopped again", told: "it is stopped (WA302)" },
    { nodes: "with the number of another process", told: "another program (WA303)" },
  ])(
    "$nodes are a change in the preview, and run after an update without another change",
    async ({ told }) => {
      const { active } = cluster;
      const passive = active === 0 ? 1 : 0;
      const served = cluster.pid(active);
      const other = spawn("sleep", ["600"]);
      cluster.kill(passive, "SIGKILL");
      if (told.includes("another")) {
        writeFileSync(path.join(cluster.home(passive), "wso2carbon.pid"), String(other.pid));
      }
      const seen = await preview();
      expect(touched(seen), seen.output).toEqual(["analytics-contact", "analytics-rollout"]);
      expect(seen.output).toContain(`node${passive + 1}: revision`);
      expect(seen.output).toContain(told);
      const { failed, output } = await cluster.up();
      expect(failed, output).toBe(false);
      expect(cluster.role(passive)).toBe("passive");
      expect(cluster.pid(active)).toBe(served);
      expect(other.exitCode).toBeNull();
      other.kill();
    },
  );

  it("with a file that somebody changed show it", async () => {
    const good = cluster.read(0, registry);
    appendFileSync(path.join(cluster.home(0), registry), "<!-- by hand -->\n");
    const seen = await preview();
    expect(touched(seen)).toEqual(["analytics-contact", "analytics-rollout"]);
    expect(seen.output).toContain(`files differ from what was installed: ${registry} (changed) (WA202)`);
    writeFileSync(path.join(cluster.home(0), registry), good, "latin1");
  });

  describe("show in a preview the lines that an update changes", () => {
    /** The text about the files, as it stands in the output. */
    const changesIn = (output: string) =>
      /^\S+ on node[\s\S]*?(?=^\s+[-+~] \w|^Resources:|^ {4}--outputs)/m
        .exec(output)?.[0]
        .trimEnd()
        .split("\n") ?? [];
    const unreachable: Change = (args) => {
      for (const node of args.nodes) node.ssh = { ...node.ssh, port: 1, timeoutSeconds: 1 };
    };

    it("of a changed value, exactly those, once for both nodes", async () => {
      const { failed, output } = await preview((args) => {
        args.clustering = { ...args.clustering, failureDetectionSeconds: 60 };
        args.overrides = [{ file: carbon, path: "/Server/Name", value: "Another \u202e name" }];
      });
      expect(failed, output).toBe(false);
      expect(changesIn(output)).toEqual([
        expect.stringMatching(`^${carbon} on node1 and node2, compared with the distribution:$`),
        expect.stringMatching(/^@@ -\d+,1 \+\d+,1 @@$/),
        expect.stringMatching(/^- +<Name>.*<\/Name>$/),
        expect.stringMatching(/^\+ +<Name>Another &#8238; name<\/Name>$/),
        "repository/conf/hazelcast.properties on node1 and node2, compared with the distribution:",
        "@@ -0,0 +1,1 @@",
        "+hazelcast.max.no.heartbeat.seconds=60",
      ]);
    });

    it("of a changed password, masked on both sides", async () => {
      const { failed, output } = await preview((args) => {
        args.clustering = { ...args.clustering, groupPassword: "another-group-password" };
      });
      expect(failed, output).toBe(false);
      expect(changesIn(output)).toEqual([
        "repository/conf/axis2/axis2.xml on node1 and node2:",
        expect.stringMatching(/^@@ /),
        expect.stringMatching(/^ /),
        expect.stringMatching(/^ .*"domain"/),
        '-        <parameter name="groupPassword">********</parameter>',
        '+        <parameter name="groupPassword">********</parameter>',
        expect.stringMatching(/^ /),
        expect.stringMatching(/^ /),
      ]);
      expect(output).not.toContain("a-group-password");
      expect(output).not.toContain("another-group-password");
    });

    it("of what somebody changed on one node, against what is there", async () => {
      const good = cluster.read(1, registry);
      const password = "<!-- <password>of-somebody</password> -->\n";
      writeFileSync(path.join(cluster.home(1), registry), `${good}${password}`, "latin1");
      const { output } = await preview();
      writeFileSync(path.join(cluster.home(1), registry), good, "latin1");
      const changes = changesIn(output);
      expect(changes[0]).toBe(`${registry} on node2:`);
      expect(changes).toContain("-********");
      expect(output).not.toContain("of-somebody");
    });

    it("against the distribution where nobody could be asked, and none if nothing changes", async () => {
      const same = await preview(unreachable);
      expect(same.failed, same.output).toBe(false);
      expect(changesIn(same.output)).toEqual([]);
      const { output } = await preview((args) => {
        unreachable(args);
        args.clustering = { ...args.clustering, failureDetectionSeconds: 60 };
      });
      const headings = changesIn(output).filter((line) => line.startsWith("repository/"));
      expect(headings).toContain(
        "repository/conf/hazelcast.properties on node1 and node2, compared with the distribution:",
      );
      for (const heading of headings) expect(heading).toMatch(/, compared with the distribution:$/);
    });

    it("none if nothing changes", async () => {
      const { changes, output } = await preview();
      expect(Object.keys(changes)).toEqual(["same"]);
      expect(changesIn(output)).toEqual([]);
    });
  });

  it("with a file that replaces what the deployment sets are refused, in the preview too", async () => {
    const file = path.join(cluster.home(1), "repository/conf/etc/hazelcast.xml");
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, "<hazelcast/>");
    const { failed, errors } = await preview();
    rmSync(file);
    expect(failed).toBe(true);
    expect(errors.join("\n")).toMatch(
      /node2: \S*hazelcast\.xml: replaces the clustering section .* \(WA114\)/,
    );
  });

  it("whose next start would fail show it as advice, which is no change", async () => {
    const release = path.join(cluster.jdk, "release");
    writeFileSync(release, 'JAVA_VERSION="11.0.21"\n');
    const { changes, output } = await preview();
    rmSync(release);
    expect(output).toContain("its next start would use Java 11.0.21");
    expect(Object.keys(changes), output).toEqual(["same"]);
  });

  it("are not dialled in a preview that is told so", async () => {
    const seen = await preview((args) => {
      args.rollout = { observeInPreviews: false };
    });
    // The component, of which an argument changes.
    expect(touched(seen), seen.output).toEqual(["analytics"]);
    expect(linesOf(seen.output)).toEqual(["node1: not observed", "node2: not observed"]);
  });

  it("that do not run a script, and report success, fail the update, and the next one runs it", async () => {
    writeFileSync(dropped, "stage");
    const change = serverName("after a lost script");
    const lost = await cluster.up(change);
    rmSync(dropped);
    expect(lost.failed, lost.output).toBe(true);
    expect(lost.output).toContain(
      "the host did not run this script to its end, although it reports no error",
    );
    expect(lost.operations["analytics-rollout"]).toBeUndefined();
    const { failed, output } = await cluster.up(change);
    expect(failed, output).toBe(false);
    expect(cluster.read(1, "repository/conf/carbon.xml")).toContain("after a lost script");
    expect(Object.keys((await preview(change)).changes)).toEqual(["same"]);
  });

  it("that did not run one run it when they are no longer held", async () => {
    const change =
      (hold?: "node1" | "node2"): Change =>
      (args) => {
        serverName("after a lost script")(args);
        args.rerunTrigger = "2";
        args.rollout = { ...args.rollout, hold };
      };
    writeFileSync(dropped, "prepare");
    expect((await cluster.up(change())).failed).toBe(true);
    rmSync(dropped);
    expect((await cluster.up(change("node2"))).failed).toBe(false);
    const released = await cluster.up(change());
    expect(released.failed, released.output).toBe(false);
    expect(released.operations["analytics-rollout"]).toBe("update");
    expect(released.output).toContain("node2: prepared ");
    expect(Object.keys((await preview(change())).changes)).toEqual(["same"]);
  });
});
