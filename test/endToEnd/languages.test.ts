import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AnalyticsClusterArgs } from "../../components";
import { PythonProgram } from "./pythonProgram";
import { RunningCluster, serverName } from "./runningCluster";
import { YamlProgram } from "./yamlProgram";

describe("a program in YAML", () => {
  const cluster = new RunningCluster();
  let program: YamlProgram;
  let isPossible = false;

  beforeAll(async () => {
    isPossible = await YamlProgram.isPossible();
    if (!isPossible) return;
    await cluster.start();
    program = new YamlProgram(path.join(cluster.workplace.folder, "program"), cluster.stack);
    await program.prepare();
  });

  beforeEach(({ skip }) => skip(!isPossible, "pulumi-language-yaml is neither beside the CLI nor built"));

  afterAll(() => cluster.end());

  /** With a path relative to the program, and databases that a destroy takes with it. */
  function given(args = cluster.args()): AnalyticsClusterArgs {
    const distribution = path.relative(program.folder, cluster.distribution);
    const product = { ...args.product, distribution };
    return { ...args, product, database: { ...args.database, retain: false } };
  }

  /** The databases of one component, and the cluster of another one, which learns from the first how to reach them. */
  function resources(described = cluster.args()) {
    const args = given(described);
    const { administrator, ...database } = args.database;
    return {
      databases: {
        type: "wso2-analytics:AnalyticsDatabases",
        properties: {
          ...args,
          database: { ...database, administrator: { "fn::secret": administrator } },
        },
      },
      analytics: {
        type: "wso2-analytics:AnalyticsCluster",
        properties: {
          ...args,
          database: {
            "fn::secret": {
              ...database,
              host: from("databases.connection.host"),
              password: from("databases.connection.password"),
            },
          },
        },
      },
    };
  }

  it("previews the example", async () => {
    const secret = "a-password";
    const { output, failed } = await program.previewExample("yaml", {
      distribution: cluster.distribution,
      privateKey: String(cluster.args().nodes[0]?.ssh?.privateKey),
      databasePassword: secret,
      mysqlPassword: secret,
      groupPassword: secret,
    });
    expect(failed, output).toBe(false);
    expect(output).toContain("{tcp://10.0.1.10:7612|tcp://10.0.2.10:7612}");
  });

  it("previews what will be done", async () => {
    const { output, failed } = await program.preview(resources());
    expect(failed, output).toBe(false);
    expect(output).toContain("node2 has nothing deployed: it will be started");
  });

  it("deploys the pair, and tells how it goes", async () => {
    const { output, failed } = await program.up(resources());
    expect(failed, output).toBe(false);
    expect(output).toContain("node1: starting");
    expect(output).toMatch(/node2: passive, synced, revision/);
    expect(output).toContain(`https://${cluster.addresses[0]}:9444/carbon/`);
    expect(cluster.roles()).toEqual(["active", "passive"]);
  });

  it("keeps secrets secret in the state", () => {
    const state = cluster.stack.state();
    const { database, nodes } = cluster.args();
    const keys = nodes.map(({ ssh }) => String(ssh?.privateKey).split("\n")[1]);
    const secrets = [database.password, database.administrator?.password, "a-group-password", ...keys];
    for (const secret of secrets) {
      expect(secret).toBeTypeOf("string");
      expect(state).not.toContain(secret);
    }
    expect(state).toContain("analytics-rollout");
  });

  it("changes nothing where nothing has changed", async () => {
    const { output, failed } = await program.up(resources());
    expect(failed, output).toBe(false);
    expect(output).toMatch(/Resources:\n +\d+ unchanged\n/);
    expect(cluster.starts(0)).toBe(1);
  });

  it("starts a node again that fell", async () => {
    cluster.kill(1, "SIGKILL");
    const { output, failed } = await program.up(resources());
    expect(failed, output).toBe(false);
    expect(cluster.roles().toSorted()).toEqual(["active", "passive"]);
  });

  it("rolls a changed value out", async () => {
    const { output, failed } = await program.up(resources(cluster.args(serverName("changed"))));
    expect(failed, output).toBe(false);
    for (const node of [0, 1] as const) {
      expect(cluster.read(node, "repository/conf/carbon.xml")).toContain("<Name>changed</Name>");
    }
    expect(cluster.roles().toSorted()).toEqual(["active", "passive"]);
  });

  it("fails with what is to be corrected, and without a stack trace", async () => {
    const path = "/Server/Nmae";
    const args = cluster.args((args) => {
      args.overrides = [{ file: "repository/conf/carbon.xml", path, value: "x" }];
    });
    const { output, failed } = await program.up(resources(args));
    expect(failed).toBe(true);
    expect(output).toContain(`carbon.xml ${path}: expected exactly one element, found none`);
    expect(output).not.toMatch(/^ +at /m);
  });

  it("fails with what the rollout says, and goes on with the next update", async () => {
    const { active } = cluster;
    const passive = active === 0 ? 1 : 0;
    cluster.misbehave(passive, "never-ready");
    const { output, failed } = await program.up(resources(cluster.args(serverName("never"))));
    expect(failed).toBe(true);
    expect(output).toContain(`node${passive + 1} did not become healthy`);
    expect(cluster.role(active)).toBe("active");
    cluster.misbehave(passive, undefined);
    const next = await program.up(resources(cluster.args(serverName("changed"))));
    expect(next.failed, next.output).toBe(false);
    expect(cluster.roles().toSorted()).toEqual(["active", "passive"]);
  });

  describe("and one in Python, of the same stack", () => {
    let python: PythonProgram;
    const hasPython = PythonProgram.isPossible();

    beforeAll(async () => {
      if (!isPossible || !hasPython) return;
      python = new PythonProgram(path.join(cluster.workplace.folder, "python"), cluster.stack);
      await python.prepare(path.join(program.folder, "plugin"));
    });

    beforeEach(({ skip }) => skip(!hasPython, "there is no Python with Pulumi's SDK, or no Go"));

    it("changes nothing where it describes the same", async () => {
      const { output, failed } = await python.up(given(cluster.args(serverName("changed"))));
      expect(failed, output).toBe(false);
      expect(output).toMatch(/Resources:\n +\d+ unchanged\n/);
    });

    it("fails with what is to be corrected", async () => {
      const wrong = serverName("changed\u0000");
      const { output, failed } = await python.up(given(cluster.args(wrong)));
      expect(failed).toBe(true);
      expect(output).toContain("overrides[0].value");
    });

    it("rolls a changed value out", async () => {
      const { output, failed } = await python.up(given(cluster.args(serverName("python"))));
      expect(failed, output).toBe(false);
      expect(output).toContain("node1: stopping");
      for (const node of [0, 1] as const) {
        expect(cluster.read(node, "repository/conf/carbon.xml")).toContain("<Name>python</Name>");
      }
    });

    it("destroys the deployment, and deploys it again", async () => {
      const destroyed = await python.destroy();
      expect(destroyed.failed, destroyed.output).toBe(false);
      expect(cluster.stack.resources()).toEqual([]);
      const { output, failed } = await python.up(given());
      expect(failed, output).toBe(false);
      expect(cluster.roles().toSorted()).toEqual(["active", "passive"]);
    });
  });

  it("destroys the deployment", async () => {
    const { output, failed } = await program.destroy();
    expect(failed, output).toBe(false);
    expect(cluster.stack.resources()).toEqual([]);
  });
});

/** An interpolation of Pulumi YAML. */
function from(place: string): string {
  return `\${${place}}`;
}
