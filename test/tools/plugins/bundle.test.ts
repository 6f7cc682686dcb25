import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundlePlugins } from "../../../tools/plugins/bundle";
import { type PropertyMap, secret, unknownValue } from "../../../tools/plugins/protocol/propertyValue";

const home = mkdtempSync(path.join(tmpdir(), "plugins home-"));
const command = path.join(home, "plugins", "resource-command-v1.2.1");
const mysql = path.join(home, "plugins", "resource-mysql-v3.3.2");
const started: ChildProcess[] = [];

beforeAll(() => bundlePlugins(home), 60_000);
afterAll(() => {
  for (const plugin of started) plugin.kill();
  rmSync(home, { recursive: true, force: true });
});

describe("the plugins' folder", () => {
  test("has each plugin under the version that the engine looks for, and nothing half-made", () => {
    expect(readdirSync(path.join(home, "plugins")).sort()).toEqual([
      "resource-command-v1.2.1",
      "resource-mysql-v3.3.2",
    ]);
    expect(statSync(path.join(command, "pulumi-resource-command")).mode & 0o111).not.toBe(0);
  });

  test("is left alone when it is up to date, and mended when it is not", async () => {
    const file = path.join(mysql, "plugin.cjs");
    const before = statSync(file).ino;
    await bundlePlugins(home);
    expect(statSync(file).ino).toBe(before);
    writeFileSync(path.join(mysql, "digest"), "of an older version");
    await bundlePlugins(home);
    expect(statSync(file).ino).not.toBe(before);
  }, 60_000);

  test("may be asked for twice at once", async () => {
    rmSync(path.join(home, "plugins"), { recursive: true });
    await Promise.all([bundlePlugins(home), bundlePlugins(home)]);
    expect(readdirSync(path.join(home, "plugins")).sort()).toEqual([
      "resource-command-v1.2.1",
      "resource-mysql-v3.3.2",
    ]);
  }, 60_000);
});

describe("a started plugin", () => {
  test("gives its version", async () => {
    const { client } = await start(path.join(mysql, "pulumi-resource-mysql"));
    const info = await new Promise<string>((resolve, reject) => {
      client.getPluginInfo(new Empty(), (error, response) =>
        error ? reject(error) : resolve(response.getVersion()),
      );
    });
    expect(info).toBe("3.3.2");
  }, 30_000);

  test("keeps secrets and unknowns through check, diff and preview", async () => {
    const { client } = await start(path.join(command, "pulumi-resource-command"));
    const urn = "urn:pulumi:s::p::a:b:C$command:remote:Command::a::b";
    const connection = { host: unknownValue, privateKey: "k" };
    const checked = await check(client, urn, { create: "cat", stdin: secret("hidden"), connection });
    expect(checked.failures).toEqual([]);
    expect(checked.inputs.stdin).toEqual(secret("hidden"));
    expect(checked.inputs.connection).toEqual(
      secret({
        host: unknownValue,
        privateKey: secret("k"),
        user: "root",
        port: 22,
        dialErrorLimit: 10,
        perDialTimeout: 15,
      }),
    );
    const created = await new Promise<messages.CreateResponse>((resolve, reject) => {
      const request = new messages.CreateRequest()
        .setUrn(urn)
        .setPreview(true)
        .setProperties(struct(checked.inputs));
      client.create(request, (error, response) => (error ? reject(error) : resolve(response)));
    });
    expect(created.getId()).toMatch(/^a::b[0-9a-f]{8}$/);
    expect(created.getProperties()?.toJavaScript()).toEqual({
      ...checked.inputs,
      stdout: unknownValue,
      stderr: unknownValue,
    });
  }, 30_000);

  test("ends when the engine that started it is gone", async () => {
    const engine = createServer();
    const connected = new Promise<ServerHttp2Session>((resolve) => engine.once("session", resolve));
    await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
    const { port } = engine.address() as AddressInfo;
    const { plugin } = await start(path.join(command, "pulumi-resource-command"), `127.0.0.1:${port}`);
    const ended = new Promise((resolve) => plugin.once("exit", resolve));
    const session = await connected;
    // Twice there and back: the plugin has then taken the connection for established.
    await new Promise<void>((resolve) => session.ping(() => session.ping(() => resolve())));
    expect(plugin.exitCode).toBeNull();
    session.destroy();
    engine.close();
    await ended;
  }, 30_000);

  test("names what it has not", async () => {
    const { client } = await start(path.join(command, "pulumi-resource-command"));
    const urn = "urn:pulumi:s::p::command:local:Command::a";
    await expect(check(client, urn, { create: "true" })).rejects.toThrow(
      "the offline plugin command has no resource command:local:Command",
    );
  }, 30_000);

  test("refuses wrong provider arguments in the real plugin's words", async () => {
    const { client } = await start(path.join(mysql, "pulumi-resource-mysql"));
    const reasons = (news: PropertyMap) =>
      new Promise<string[]>((resolve, reject) => {
        const request = new messages.CheckRequest().setNews(struct(news));
        client.checkConfig(request, (error: ServiceError | null, response: messages.CheckResponse) =>
          error ? reject(error) : resolve(response.getFailuresList().map((failure) => failure.getReason())),
        );
      });
    const prefix = "could not validate provider configuration: ";
    expect(await reasons({ endpoint: unknownValue, username: "u", proxy: "socks5://h:1" })).toEqual([]);
    expect(await reasons({ endpoint: "", username: "u", proxy: "http://h:1", tls: "maybe" })).toEqual([
      `${prefix}Endpoint must not be an empty string`,
      `${prefix}invalid value for proxy (The proxy URL is not a valid socks url.)`,
      `${prefix}expected tls to be one of [true false skip-verify], got maybe`,
    ]);
  }, 30_000);
});

interface StartedPlugin {
  plugin: ChildProcess;
  client: ResourceProviderClient;
}

async function start(executable: string, engine = "127.0.0.1:1"): Promise<StartedPlugin> {
  const plugin = spawn(executable, [engine], { stdio: ["ignore", "pipe", "inherit"] });
  started.push(plugin);
  for await (const line of createInterface(plugin.stdout)) {
    return { plugin, client: new ResourceProviderClient(`127.0.0.1:${line}`, credentials.createInsecure()) };
  }
  throw new Error(`${executable} ended without a port`);
}

function check(client: ResourceProviderClient, urn: string, news: PropertyMap) {
  const request = new messages.CheckRequest().setUrn(urn).setNews(struct(news));
  return new Promise<{ inputs: PropertyMap; failures: string[] }>((resolve, reject) => {
    client.check(request, (error, response) => {
      if (error) return reject(error);
      const inputs = response.getInputs()?.toJavaScript() as PropertyMap;
      resolve({ inputs, failures: response.getFailuresList().map((failure) => failure.getReason()) });
    });
  });
}

function struct(value: PropertyMap): Struct {
  return Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
}
