import { describe, expect, it } from "vitest";
import { firstBoot } from "../../components/aws/firstBoot";
import { sshKeyPair } from "../../components/aws/sshKeyPair";

const keys = sshKeyPair();
const volume = { volumeId: "vol-0a1b2c3d", mountPoint: "/opt/wso2" };
const written: [string, string][] = [
  ["a node", firstBoot(keys, volume)],
  ["a node with a JDK", firstBoot(keys, { ...volume, javaHome: "/opt/jdk8" })],
  ["a bastion", firstBoot(keys)],
];

describe("user data", () => {
  // As in schema-cloud-config-v1.json of cloud-init 22.4, which knows more keys than these.
  it.each(written)("keeps to cloud-init's schema, for %s", (_, text) => {
    const [first, ...rest] = text.split("\n");
    expect(first).toBe("#cloud-config");
    const config = JSON.parse(rest.join("\n")) as Record<string, unknown>;
    const { ssh_deletekeys, ssh_keys, write_files = [], runcmd = [], ...others } = config;
    expect(others).toEqual({});
    expect(typeof ssh_deletekeys).toBe("boolean");
    expect(Object.keys(ssh_keys as object).join()).toMatch(/^ed25519_private,ed25519_public$/);
    for (const file of write_files as object[]) {
      expect(file).toEqual({
        path: expect.any(String),
        permissions: expect.any(String),
        content: expect.any(String),
      });
    }
    for (const words of runcmd as string[][])
      expect(words.every((word) => typeof word === "string")).toBe(true);
  });

  it("has no empty list, of which the schema has none that may be", () => {
    for (const [, text] of written) expect(text).not.toMatch(/\[\s*\]/);
  });
});
