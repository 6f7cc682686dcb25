import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { readTrustStore } from "../../components/render/distribution/readTrustStore";
import { trustStore } from "../../components/render/trustStore";
import { caBundle, output, temporaryFolder } from "../aws/awsDescription";

const bundle = readFileSync(caBundle, "utf8");
const certificates = bundle.split(/(?<=-----END CERTIFICATE-----\n)/).map((pem) => new X509Certificate(pem));

/** A program of the machine's JDK, run without an installed configuration. */
const hasJava = spawnSync("java", ["--version"]).status === 0;

/** Opens a trust store as Connector/J does: by its type, with a password of no characters. */
const reader = `import java.io.*; import java.security.*; import java.util.*;
class Reader { public static void main(String[] args) throws Exception {
  KeyStore store = KeyStore.getInstance("JKS");
  try (InputStream in = new FileInputStream(args[0])) { store.load(in, new char[0]); }
  for (String alias : new TreeSet<>(Collections.list(store.aliases())))
    System.out.println(store.isCertificateEntry(alias) + " " +
      ((java.security.cert.X509Certificate) store.getCertificate(alias)).getSubjectX500Principal());
} }`;

describe("the trust store", () => {
  it("holds every certificate of the bundle, in its order, and nothing else", () => {
    const bytes = trustStore(bundle);
    expect(bytes.readUInt32BE(0)).toBe(0xfeedfeed);
    expect(bytes.readUInt32BE(8)).toBe(2);
    const places = certificates.map(({ raw }) => bytes.indexOf(raw));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(trustStore(bundle).equals(bytes)).toBe(true);
  });

  it.skipIf(!hasJava)(
    "is opened by Java with the empty password that Connector/J uses when it has none",
    () => {
      const folder = temporaryFolder();
      writeFileSync(path.join(folder, "store.jks"), trustStore(`text before\n${bundle}\ntext after`));
      writeFileSync(path.join(folder, "Reader.java"), reader);
      const lines = output("java", [path.join(folder, "Reader.java"), path.join(folder, "store.jks")]);
      expect(lines.trim().split("\n")).toEqual(["true CN=Sample RDS Root 1", "true CN=Sample RDS Root 2"]);
    },
  );

  it("is not made of a text without certificates", () => {
    expect(() => trustStore("certificates")).toThrow("no certificate in it");
    expect(() => trustStore("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")).toThrow();
  });

  it("is not made of a certificate that breaks off", () => {
    const begun = `${bundle}-----BEGIN CERTIFICATE-----\n`;
    expect(() => trustStore(begun)).toThrow("has no end");
  });

  it("is made of a file of moderate size alone", async () => {
    const file = path.join(temporaryFolder(), "ca.pem");
    writeFileSync(file, bundle.padEnd(3 * 1024 * 1024));
    await expect(readTrustStore(file)).rejects.toThrow(
      `database.caBundle: ${file} cannot be used: it has 3145728 bytes, more than the 2 MiB that are read`,
    );
    await expect(readTrustStore(path.dirname(file))).rejects.toThrow("it is something else than a file");
  });
});
