import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AuditedStack } from "../../../tools/audit/auditedStack";
import { MarkedSecrets } from "../../../tools/audit/markedSecrets";
import { refuseOpenFiles } from "../../../tools/audit/nodeFiles";
import { Watch } from "../../../tools/audit/watch";

const kind = "password of a test";
let folder: string;
let secrets: MarkedSecrets;
let secret: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "planted-"));
  secrets = new MarkedSecrets();
  secret = secrets.makeWithMetacharacters(kind);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What makes the audit end, which must not be the secret itself. */
async function leakOf(work: () => unknown): Promise<string> {
  const message = await (async () => work())().then(
    () => "nothing was found",
    (error: Error) => error.message,
  );
  secrets.refuseIn(message, "the audit's own message");
  return message;
}

const wrapped = (text: string) => text.replaceAll(/.{19}/g, "$&\n");

describe("a secret is found in a text", () => {
  it.each<[string, (secret: string) => string]>([
    ["as it is", (text) => text],
    [
      "escaped for XML",
      (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
    ],
    ["escaped for a shell", (text) => text.replaceAll(/[^a-z0-9]/g, "\\$&")],
    ["escaped for a URL", encodeURIComponent],
    ["escaped for JSON", (text) => JSON.stringify(JSON.stringify({ text }))],
    ["in hexadecimal", (text) => Buffer.from(text).toString("hex")],
    ["in base64", (text) => Buffer.from(text).toString("base64")],
    ["in base64, two characters further", (text) => Buffer.from(`ab${text}`).toString("base64")],
    ["in lines of base64", (text) => wrapped(Buffer.from(`a file\n${text}\nwith more`).toString("base64"))],
    ["in lines of base64 in JSON", (text) => JSON.stringify(wrapped(Buffer.from(text).toString("base64")))],
  ])("%s", async (_, encode) => {
    expect(await leakOf(() => secrets.refuseIn(`before ${encode(secret)} after`, "a text"))).toBe(
      `the ${kind} shows in a text`,
    );
  });

  it("when it is a private key, by what no other key has", async () => {
    const key = (body: string) => `-----BEGIN KEY-----\nAAAAB3NzaC1\n${body}\nAAAE\n-----END KEY-----\n`;
    secrets.addPrivateKey("key", key("c29tZXRoaW5nIHJhbmRvbSBhbmQgbG9uZw"));
    expect(await leakOf(() => secrets.refuseIn(key("another"), "another key"))).toBe("nothing was found");
    const ours = JSON.stringify(key("c29tZXRoaW5nIHJhbmRvbSBhbmQgbG9uZw"));
    expect(await leakOf(() => secrets.refuseIn(ours, "a text"))).toBe("the key shows in a text");
  });
});

describe("a secret is found while something runs", () => {
  let watch: Watch;
  beforeEach(async () => {
    for (const name of ["closed/deep", "home"]) mkdirSync(path.join(folder, name), { recursive: true });
    watch = new Watch(secrets, [
      { folder: path.join(folder, "closed"), mayHold: false, deep: true },
      { folder: path.join(folder, "home"), mayHold: true, deep: true },
    ]);
    await watch.check();
  });
  afterEach(() => watch.end().catch(() => undefined));

  it.each([
    ["the command line", true],
    ["the environment", false],
  ])("in %s of a process", async (where, isWord) => {
    const process = spawn("sh", ["-c", "echo started; sleep 30; :", ...(isWord ? [secret] : [])], {
      stdio: ["ignore", "pipe", "ignore"],
      detached: true,
      env: { PATH: globalThis.process.env.PATH, ...(isWord ? {} : { LEAKING: secret }) },
    });
    await once(process.stdout, "data");
    const leak = await leakOf(() => watch.check());
    if (process.pid !== undefined) globalThis.process.kill(-process.pid);
    expect(leak).toMatch(new RegExp(`^the ${kind} shows in ${where} of process \\d+ \\(sh\\)$`));
  });

  it("in a file that none may be in", async () => {
    const file = path.join(folder, "closed/deep/job.log");
    writeFileSync(file, `a log with ${secret}`, { mode: 0o600 });
    expect(await leakOf(() => watch.check())).toBe(`the ${kind} shows in ${file}`);
  });

  it("in a file that others can read, and in no other", async () => {
    const file = path.join(folder, "home/carbon.xml");
    writeFileSync(file, `<Password>${secret}</Password>`, { mode: 0o600 });
    expect(await leakOf(() => watch.check())).toBe("nothing was found");
    chmodSync(file, 0o640);
    expect(await leakOf(() => watch.check())).toBe(`the ${kind} shows in ${file}, with mode 640`);
  });
});

describe("a secret is found on a node", () => {
  const look = (home: string, belonging = [kind]) =>
    refuseOpenFiles([home], secrets.needles, new Set(belonging));

  it.each([
    ["in a log of the product", "home/repository/logs/wso2carbon.log"],
    ["in the log of a job", "home.deployment/job.log"],
    ["in a file that holds none", "home/repository/conf/event-processor.xml"],
  ])("%s", async (_, place) => {
    const home = makeHome();
    const file = path.join(folder, place);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, secret, { mode: 0o600 });
    expect(await leakOf(() => look(home))).toBe(`the ${kind} shows in ${file}`);
  });

  it("in a file of its own that others can read", async () => {
    const home = makeHome();
    const file = path.join(home, "repository/conf/carbon.xml");
    writeFileSync(file, secret, { mode: 0o640 });
    expect(await leakOf(() => look(home))).toContain(`${file}, with mode 640`);
  });

  it("in a file of its own where it is none that the product needs", async () => {
    const home = makeHome();
    const file = path.join(home, "repository/conf/carbon.xml");
    writeFileSync(file, secret, { mode: 0o600 });
    expect(await leakOf(() => look(home))).toBe("nothing was found");
    expect(await leakOf(() => look(home, []))).toBe(`the ${kind} shows in ${file}`);
  });

  it("where others can look into what lies beside the home", async () => {
    const home = makeHome();
    chmodSync(`${home}.deployment`, 0o755);
    expect(await leakOf(() => look(home))).toContain("has the mode 755");
  });

  function makeHome(): string {
    mkdirSync(path.join(folder, "home/repository/conf"), { recursive: true });
    mkdirSync(path.join(folder, "home.deployment"), { mode: 0o700 });
    return path.join(folder, "home");
  }
});

describe("a secret is found in an operation of the engine", () => {
  let watch: Watch;
  let stack: AuditedStack;
  beforeEach(async () => {
    watch = new Watch(secrets, [{ folder: path.join(folder, "deployer"), mayHold: false, deep: true }]);
    mkdirSync(path.join(folder, "deployer/tmp"), { recursive: true });
    stack = await AuditedStack.create(path.join(folder, "deployer"), secrets, watch);
  });
  afterEach(() => watch.end().catch(() => undefined));

  it.each<[string, (secret: string) => unknown, RegExp]>([
    ["that prints it", (text) => pulumi.log.info(text), /the output of an update/],
    [
      "that tells it at debug severity",
      (text) => pulumi.log.debug(text),
      /the event log of .* in a debug diag/,
    ],
    [
      "that fails with it",
      (text) => {
        throw new pulumi.RunError(text);
      },
      /the output of an update/,
    ],
    ["that exports it in clear", (text) => ({ text }), /the output of an update/],
  ])("%s", async (_, program, where) => {
    expect(await leakOf(() => stack.up("an update", () => program(secret)))).toMatch(where);
  });

  it("whose state has it", async () => {
    const state = path.join(folder, "deployer/stack/state/planted.json");
    const plant = () => writeFileSync(state, JSON.stringify({ secret }));
    expect(await leakOf(() => stack.up("an update", plant))).toBe(`the ${kind} shows in ${state}`);
  });

  it("and not where it was exported as a secret", async () => {
    await stack.up("an update", () => ({ text: pulumi.secret(secret) }));
    await stack.pulumi("stack", "export");
    stack.refuseOpenState();
  });
});
