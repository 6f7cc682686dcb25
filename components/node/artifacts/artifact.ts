import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import {
  DescriptionError,
  type InstallDescription,
  type JdbcDriverDescription,
  ProblemCode,
  type ProductDescription,
} from "../../description";
import { errorCode, fileDigest, signsOfUse } from "../../render";

/** A file that comes to a node: the node downloads it, or it is copied there from here. */
export interface Artifact {
  sha256: string;
  name: string;
  /** Undefined for a local file. */
  url?: string;
}

/** A file of this machine that is copied to a node, where a script takes it over (`scripts/delivered.sh`). */
export interface LocalFile {
  path: pulumi.Input<string>;
  /** By which its copy is found there; with another one it is sent again. */
  sha256: pulumi.Input<string>;
  /** Part of the name of the resource that copies it. */
  name: string;
}

/** What a node is given of the product besides its configuration. */
export interface ProductArtifacts {
  /** The product's zip, where it is installed from here. */
  distribution?: Artifact;
  /** Undefined where the product's own driver, if it has one, is left in place. */
  driver?: Artifact;
}

/** Connector/J from Maven Central, the last one of the line that the product is made for. */
export const defaultDriver: JdbcDriverDescription = {
  url: "https://repo1.maven.org/maven2/mysql/mysql-connector-java/5.1.49/mysql-connector-java-5.1.49.jar",
  sha256: "5bba9ff50e5e637a0996a730619dee19ccae274883a4d28c890d945252bb0e12",
};

/** The driver that is wanted: what is installed from here gets the default one, a home of others keeps its own. */
export function desiredDriver<Install, Driver>(product: {
  install?: Install;
  jdbcDriver?: Driver;
}): Driver | JdbcDriverDescription | undefined {
  return product.jdbcDriver ?? (product.install === undefined ? undefined : defaultDriver);
}

/** @throws DescriptionError where a local file cannot be read, or is another one than its checksum says */
export async function productArtifacts(product: ProductDescription): Promise<ProductArtifacts> {
  const { install } = product;
  const driver = desiredDriver(product);
  return {
    ...(install && { distribution: await zipArtifact(install, product.distribution ?? "") }),
    ...(driver && { driver: await artifact("product.jdbcDriver", driver, driver.file ?? "", "file") }),
  };
}

async function zipArtifact(install: InstallDescription, distribution: string): Promise<Artifact> {
  if (install.url === undefined && !distribution.endsWith(".zip")) {
    throw new DescriptionError([
      {
        place: "product.install",
        code: ProblemCode.MissingCompanion,
        problem: `has no url, and product.distribution ${distribution} is no .zip that could be sent to the nodes`,
        remedy: "name the product's zip there, or give product.install.url",
      },
    ]);
  }
  if (install.url !== undefined && distribution.endsWith(".zip"))
    await refuseOther(distribution, install.sha256?.toLowerCase());
  const zip = await artifact("product.install", install, distribution, undefined);
  if (distribution.endsWith(".zip")) await refuseUsed(distribution);
  return zip;
}

/** Both nodes would have one id, and the databases and events of another node. */
async function refuseUsed(distribution: string): Promise<void> {
  const signs = await signsOfUse(distribution);
  if (signs.length === 0) return;
  const listed = signs.slice(0, 5).join(", ");
  const others = signs.length > 5 ? ` and ${signs.length - 5} more` : "";
  throw new DescriptionError([
    {
      place: "product.distribution",
      code: ProblemCode.UsedHome,
      problem: `${distribution} is a home that has run: it holds ${listed}${others}`,
      remedy:
        "give the zip as it was downloaded, or delete these from a copy of this one (docs/installing.md)",
    },
  ]);
}

/** The files would be made from the texts of another zip than the nodes install. */
async function refuseOther(distribution: string, installed: string | undefined): Promise<void> {
  const sha256 = await fileDigest(distribution).catch(refuseUnreadable("product.distribution", distribution));
  if (sha256 === installed) return;
  throw new DescriptionError([
    {
      place: "product.distribution",
      code: ProblemCode.OtherDigest,
      problem: `${distribution} has the checksum ${sha256}, and the nodes install another zip (product.install.sha256)`,
      remedy: "name the zip that is at product.install.url, or correct product.install",
    },
  ]);
}

function refuseUnreadable(place: string, file: string): (error: unknown) => never {
  return (error) => {
    const problem = `${file} cannot be read (${errorCode(error) ?? "unknown error"})`;
    throw new DescriptionError([
      { place, code: ProblemCode.UnusableFile, problem, remedy: "correct the path" },
    ]);
  };
}

/** @param key of the argument below `place` that names the file; undefined: product.distribution does */
async function artifact(
  place: string,
  { url, sha256: given }: { url?: string; sha256?: string },
  file: string,
  key: string | undefined,
): Promise<Artifact> {
  const expected = given?.toLowerCase();
  // Never without one: a rule of the description.
  if (url !== undefined) return { url, name: nameIn(url), sha256: expected ?? "" };
  const named = key === undefined ? "product.distribution" : `${place}.${key}`;
  const sha256 = await fileDigest(file).catch(refuseUnreadable(named, file));
  if (expected !== undefined && expected !== sha256) {
    const problem = `is not the checksum of ${file}, which is ${sha256}`;
    throw new DescriptionError([
      {
        place: `${place}.sha256`,
        code: ProblemCode.OtherDigest,
        problem,
        remedy: "take the file that is meant, or correct the checksum",
      },
    ]);
  }
  return { name: path.basename(file), sha256 };
}

/** The last part of a URL's path. */
export function nameIn(url: string): string {
  return path.posix.basename(new URL(url).pathname);
}

/** The entry `product` of a revision, for `scripts/product.sh` and `exchange.sh`: what differs restarts the node. */
export function productText({ distribution, driver }: ProductArtifacts): Record<string, string> {
  const lines = [
    ...(distribution === undefined ? [] : [`distribution ${distribution.sha256}\n`]),
    ...(driver === undefined ? [] : [`driver ${driver.name} ${driver.sha256}\n`]),
  ];
  return lines.length === 0 ? {} : { product: lines.join("") };
}
