import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  type RequirePulumiVersionRequest,
  RequirePulumiVersionResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { afterEach, describe, expect, it } from "vitest";
import { requireEngine } from "../../components/program";

type Answer = (
  call: ServerUnaryCall<RequirePulumiVersionRequest, RequirePulumiVersionResponse>,
  done: sendUnaryData<RequirePulumiVersionResponse>,
) => void;

let engine: Server | undefined;

afterEach(() => engine?.forceShutdown());

/** Makes this the engine that the program runs with. */
async function runWith(requirePulumiVersion?: Answer): Promise<void> {
  const server = new Server();
  engine = server;
  server.addService(EngineService, requirePulumiVersion === undefined ? {} : { requirePulumiVersion });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  pulumi.runtime.resetOptions("project", "stack", 1, `127.0.0.1:${port}`, "", true, "");
}

describe("the Pulumi CLI that runs a deployment", () => {
  it("is asked for what the library needs", async () => {
    const ranges: string[] = [];
    await runWith((call, done) => {
      ranges.push(call.request.getPulumiVersionRange());
      done(null, new RequirePulumiVersionResponse());
    });
    await requireEngine("analytics");
    expect(ranges).toEqual([">=3.218.0"]);
  });

  it("is refused where it is older, with the version to install", async () => {
    const details = 'Pulumi CLI version 3.217.1 does not satisfy the version range ">=3.218.0"';
    await runWith((_, done) => done({ code: status.UNKNOWN, details }));
    const error = await requireEngine("analytics").catch((reason: unknown) => reason);
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(String(error)).toContain(`analytics: the Pulumi CLI 3.218.0 or newer is needed (${details})`);
  });

  it("is refused where it is too old to be asked", async () => {
    await runWith();
    await expect(requireEngine("analytics")).rejects.toThrow(
      /3\.218\.0 or newer is needed .*install a newer one/,
    );
  });

  it("is not blamed where it is gone", async () => {
    await runWith((_, done) => done({ code: status.UNAVAILABLE, details: "the engine is gone" }));
    await expect(requireEngine("analytics")).rejects.not.toThrow(/is needed/);
  });

  it("takes no messages of a second copy of the SDK", async () => {
    await runWith((_, done) => done(null, new RequirePulumiVersionResponse()));
    const other = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
    await pulumi.runtime.setMocks(other, "project", "stack", true);
    expect(() => requireEngine("analytics")).toThrow(
      /analytics: this program has two copies of @pulumi\/pulumi/,
    );
  });
});
