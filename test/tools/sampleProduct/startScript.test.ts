import { type ExecFileException, execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { makeSampleJdk } from "../../../tools/sample-server/sampleJdk";
import { type SampleNode, useSampleCluster } from "./sampleCluster";

const cluster = useSampleCluster();
const up = "WSO2 Carbon started in";
let node: SampleNode;

beforeEach(async () => {
  [node] = await cluster().nodes();
});

interface Result {
  code: number;
  output: string;
}

/** Runs the start script to its end. */
function script(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Result> {
  const env = { PATH: process.env.PATH, JAVA_HOME: node.jdk, ...environment };
  return new Promise((resolve) => {
    const finished = (error: ExecFileException | null, stdout: string, stderr: string) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    execFile("sh", [path.join(node.home, "bin/wso2server.sh"), ...words], { env }, finished);
  });
}

test("start returns at once, says when it runs already; stop ends it and does not wait", async () => {
  expect(await script(["start"])).toEqual({ code: 0, output: "" });
  await node.logs(up);
  expect(await script(["start"])).toEqual({ code: 0, output: "Process is already running\n" });
  node.misbehave("slow-stop:1");
  expect(await script(["stop"])).toEqual({ code: 0, output: "" });
  expect(node.isRunning()).toBe(true);
  await expect.poll(() => node.isRunning(), { timeout: 20_000 }).toBe(false);
});

test("restart waits for the end before it starts", async () => {
  await script(["start"]);
  await node.logs(up);
  expect((await script(["restart"])).code).toBe(0);
  await expect.poll(() => node.log().split(up).length, { timeout: 20_000 }).toBe(3);
  expect(node.log()).toMatch(/Halting JVM[\s\S]*Starting WSO2 Carbon[\s\S]*WSO2 Carbon started in/);
});

test("a pid file of a process that is gone does not keep it from starting", async () => {
  writeFileSync(path.join(node.home, "wso2carbon.pid"), "4194305\n");
  await script(["start"]);
  await node.logs(up);
});

test("the pid file holds the server's id and unused bytes after it", async () => {
  await script(["start"]);
  await node.logs(up);
  const text = readFileSync(path.join(node.home, "wso2carbon.pid"), "latin1");
  expect(text).toMatch(/^\d+\n\0+$/);
  expect(text).toHaveLength(100);
  expect(node.isRunning()).toBe(true);
});

test("needs a JDK", async () => {
  const { code, output } = await script([], { JAVA_HOME: undefined, PATH: "/usr/bin:/bin" });
  expect(code).toBe(1);
  expect(output).toContain("Error: JAVA_HOME is not defined correctly.");
});

test("complains of a JDK that is too new, and goes on", async () => {
  const jdk = makeSampleJdk(path.join(node.home, "../jdk17"), "17.0.9");
  const run = script([], { JAVA_HOME: jdk });
  await node.logs(up);
  node.signal("SIGTERM");
  const { code, output } = await run;
  expect(output).toContain("[ERROR] CARBON is supported only on JDK 1.7 and 1.8");
  expect(output).toContain(up);
  // The product's script, too, ends in the assignment of the status.
  expect(code).toBe(0);
});

test("TERM ends the server with 143", async () => {
  const java = path.join(node.jdk, "bin/java");
  const server = execFile(java, [`-Dcarbon.home=${node.home}`]);
  await node.logs(up);
  server.kill("SIGTERM");
  expect(await new Promise((resolve) => server.once("exit", resolve))).toBe(143);
});

test("empties tmp, takes JAVA_OPTS and what follows, and finds its home through a link", async () => {
  const left = path.join(node.home, "tmp/left-over");
  mkdirSync(left, { recursive: true });
  const link = path.join(node.home, "../started-here.sh");
  symlinkSync(path.join(node.home, "bin/wso2server.sh"), link);
  const env = { PATH: process.env.PATH, JAVA_HOME: node.jdk, JAVA_OPTS: "-Xmx512m -DportOffset=7" };
  const run = execFile("sh", [link, "-DportOffset=9"], { env });
  await node.logs(`:${9443 + 9}/carbon/`);
  expect(existsSync(left)).toBe(false);
  node.signal("SIGTERM");
  await new Promise((resolve) => run.once("exit", resolve));
  rmSync(link);
});

test("tells its version", async () => {
  expect((await script(["--version"])).output).toContain("v2.1.0\nWSO2 Carbon Framework v4.4.11\n");
});
