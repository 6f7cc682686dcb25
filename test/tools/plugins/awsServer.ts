import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, vi } from "vitest";
import { type MotoServer, provideMoto, startMotoServer } from "../../../tools/machine/motoServer";
import { type AwsClients, awsClients } from "../../../tools/plugins/aws/awsClients";
import { type AwsResource, awsResource } from "../../../tools/plugins/aws/awsResource";
import type { OldResource, ResourceKind } from "../../../tools/plugins/protocol/plugin";
import type { PropertyMap } from "../../../tools/plugins/protocol/propertyValue";
import { operation } from "./operation";

export interface AwsFixture {
  aws: AwsClients;
  kind<Args>(resource: AwsResource<Args>): ResourceKind;
  /** Checks and creates it, as an update does. */
  make<Args>(resource: AwsResource<Args>, news: PropertyMap): Promise<OldResource>;
  remove<Args>(resource: AwsResource<Args>, old: OldResource): Promise<void>;
}

/** An AWS of the test file's own; `aws()` is there once its tests run. */
export function useAws(): () => AwsFixture {
  let fixture: AwsFixture | undefined;
  let server: MotoServer | undefined;
  const folder = mkdtempSync(path.join(tmpdir(), "plugins-aws-"));
  beforeAll(async () => {
    await provideMoto(() => undefined);
    server = await startMotoServer({ folder });
    vi.stubEnv("AWS_ENDPOINT_URL", server.url);
    vi.stubEnv("OFFLINE_AWS_MODELS", server.models);
    const clients = awsClients();
    const provider = { clients, region: () => "eu-west-1" };
    const kind = <Args>(resource: AwsResource<Args>) => awsResource("aws:test:Test", resource, provider);
    fixture = {
      aws: clients("eu-west-1"),
      kind,
      async make(resource, news) {
        const { inputs, failures = [] } = kind(resource).check({ name: "it", olds: {}, news });
        if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
        const made = await kind(resource).create({ ...operation(), inputs, preview: false });
        return { ...made, inputs };
      },
      async remove(resource, old) {
        await kind(resource).delete?.({ ...operation(), old });
      },
    };
  }, 600_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (fixture === undefined) throw new Error("the moto server is not started yet");
    return fixture;
  };
}
