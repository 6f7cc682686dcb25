import { createHash } from "node:crypto";
import { DescriptionError, fileName, ProblemCode, printable } from "../../description";
import {
  decodeXml,
  errorCode,
  largestFile,
  parseXml,
  readBoundedFile,
  UnfitFileError,
  type XmlElement,
} from "../../render";
import { carbonAppEntries, largestEntry } from "./carbonAppEntries";

/** A C-App as it is put on the nodes. */
export interface CarbonApp {
  /** Where it is on this machine. */
  path: string;
  /** Its file name here and on the nodes. */
  name: string;
  sha256: string;
  /** The name under which the product reports it: `NAME_VERSION`. */
  deployedAs: string;
  /** The XML files that hold `event.duplicated.in.cluster`, those of archives in it included. */
  ignoredKeys: string[];
}

const remedy = "give the .car file as it was built";

/**
 * @param place the argument, for messages
 * @throws DescriptionError where the file is no C-App
 */
export async function readCarbonApp(path: string, place: string): Promise<CarbonApp> {
  try {
    const bytes = await readBoundedFile(path, largestEntry);
    return {
      path,
      name: fileName(path),
      sha256: createHash("sha256").update(bytes).digest("hex"),
      ...(await readContent(bytes)),
    };
  } catch (error) {
    throw new DescriptionError([{ place, ...unreadable(path, error) }]);
  }
}

async function readContent(bytes: Buffer): Promise<Pick<CarbonApp, "deployedAs" | "ignoredKeys">> {
  let deployedAs: string | undefined;
  const ignoredKeys: string[] = [];
  for await (const { name, content } of carbonAppEntries(bytes)) {
    if (name === "artifacts.xml") deployedAs = applicationName(content);
    else if (hasIgnoredKey(name, content)) ignoredKeys.push(name);
  }
  if (deployedAs === undefined) throw new Error("it has no artifacts.xml that names a carbon/application");
  return { deployedAs, ignoredKeys };
}

/** `<artifact name="alerts" version="1.0.0" type="carbon/application">`: the product takes the first one of that type. */
function applicationName(artifacts: Buffer): string | undefined {
  if (artifacts.length > largestFile) throw new Error("its artifacts.xml is too large");
  const { root } = parseXml("artifacts.xml", decodeXml(artifacts));
  const application = root.children.find(
    (child) => child.name === "artifact" && attribute(child, "type") === "carbon/application",
  );
  const name = application && attribute(application, "name");
  const version = application && attribute(application, "version");
  const deployedAs = `${name}_${version}`;
  const isPlain = !/\s/.test(deployedAs) && printable(deployedAs) === deployedAs;
  return name && version && isPlain ? deployedAs : undefined;
}

function attribute(element: XmlElement, tag: string): string | undefined {
  return element.attributes.find((each) => each.tag === tag)?.value;
}

/** A file that the product cannot read either is left to it: only a warning hangs on this. */
function hasIgnoredKey(name: string, content: Buffer): boolean {
  if (!/\.xml$/i.test(name) || content.length > largestFile) return false;
  try {
    return holdsIgnoredKey(parseXml(name, decodeXml(content)).root);
  } catch {
    return false;
  }
}

function holdsIgnoredKey({ attributes, children }: XmlElement): boolean {
  return (
    attributes.some(({ value }) => value === "event.duplicated.in.cluster") || children.some(holdsIgnoredKey)
  );
}

function unreadable(path: string, error: unknown) {
  const code = errorCode(error);
  if (code === "ENOENT")
    return { code: ProblemCode.UnusableFile, problem: `${path} does not exist`, remedy: "correct the path" };
  if (code !== undefined && /^E[A-Z]+$/.test(code)) {
    return {
      code: ProblemCode.UnusableFile,
      problem: `${path} cannot be read (${code})`,
      remedy: "let it be read by this user",
    };
  }
  if (error instanceof UnfitFileError)
    return { code: ProblemCode.UnfitFile, problem: `${path} ${error.message}`, remedy };
  const reason = error instanceof Error ? error.message : String(error);
  return { code: ProblemCode.UnfitFile, problem: `${path} is no C-App (${reason})`, remedy };
}
