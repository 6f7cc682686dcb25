import { chmodSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { utils } from "ssh2";
import { expect, it } from "vitest";
import { sshKeyPair } from "../../components/aws/sshKeyPair";
import { hostKey, privateKey } from "../../components/description/validation/secrets";
import { output, temporaryFolder } from "./awsDescription";

it("makes a key that OpenSSH reads, with its public half", () => {
  for (let round = 0; round < 5; round++) {
    const pair = sshKeyPair();
    const file = path.join(temporaryFolder(), "key");
    writeFileSync(file, pair.privateKey);
    chmodSync(file, 0o600);
    expect(output("ssh-keygen", ["-y", "-f", file]).trim()).toBe(pair.publicKey);
  }
});

it("makes a key that other SSH implementations read, and that signs what its public half verifies", () => {
  const pair = sshKeyPair();
  const secret = utils.parseKey(pair.privateKey);
  const open = utils.parseKey(pair.publicKey);
  if (secret instanceof Error || open instanceof Error) throw new Error("not read");
  const signature = secret.sign("data");
  if (signature instanceof Error) throw signature;
  expect(open.verify("data", signature)).toBe(true);
  expect(open.verify("other", signature)).toBe(false);
});

it("makes another key every time, in the form that the core accepts", () => {
  const [one, other] = [sshKeyPair(), sshKeyPair()];
  expect(one.publicKey).not.toBe(other.publicKey);
  expect(privateKey(one.privateKey)).toBeUndefined();
  expect(hostKey(`${one.publicKey} analytics-vm1/default-image`)).toBeUndefined();
});
