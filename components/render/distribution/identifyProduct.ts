import { basename } from "node:path";
import { type Detection, detectProfile, type ProductProfile, profiles } from "../../product";
import { attributeOf, findElements } from "../edit/xmlSelector";
import { Sources } from "../files/sources";
import { readDistribution } from "./readDistribution";
import { WantedFiles } from "./wantedFiles";

const plugins = "repository/components/plugins";
const bundle = /^org\.wso2\.carbon\.event\.processor\.manager\.core_(\d+\.\d+\.\d+)\b.*\.jar$/;

/** A distribution of a known product. */
export interface IdentifiedDistribution extends Detection {
  /** The texts of the wanted files by their paths in the home. */
  distribution: Map<string, string>;
}

/**
 * The profile of a distribution, by what is in it, and the files of it that are wanted.
 *
 * @param given the profile that the description names
 * @param wanted the paths that are wanted of a product with this profile, as for `readDistribution`
 * @throws DescriptionError if the two contradict, or if nothing tells which version it is
 */
export async function identifyProduct(
  location: string,
  given: ProductProfile | undefined,
  wanted: (profile: ProductProfile) => readonly string[],
): Promise<IdentifiedDistribution> {
  const possible = given === undefined ? profiles : [given];
  // The same in every profile.
  const { carbon, eventProcessor } = possible[0]?.files ?? { carbon: "", eventProcessor: "" };
  const paths = [carbon, eventProcessor, ...possible.flatMap(wanted)];
  const read = await readDistribution(location, paths, plugins);
  const sources = new Sources(read.texts);
  const texts = (path: string, elements: string) => {
    const document = sources.readable(path);
    return document === undefined ? [] : findElements(document, elements);
  };
  const evidence = {
    folder: basename(read.folder),
    bundles: read.names.flatMap((name) => bundle.exec(name)?.[1] ?? []),
    serverKey: texts(carbon, "/Server/ServerKey")[0]?.text.trim(),
    modes: texts(eventProcessor, "/eventProcessorConfiguration/mode").flatMap(
      (mode) => attributeOf(mode, "name")?.value ?? [],
    ),
  };
  const detection = detectProfile(evidence, given);
  const ofProfile = new WantedFiles(wanted(detection.profile));
  const distribution = new Map([...read.texts].filter(([path]) => ofProfile.has(path)));
  return { ...detection, distribution };
}
