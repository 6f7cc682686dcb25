import { basename } from "node:path";
import { type ClusterDescription, DescriptionError } from "../../description";
import {
  type Detection,
  detectProfile,
  findProfile,
  type ProductProfile,
  profiles,
  validate,
} from "../../product";
import { attributeOf, findElements } from "../edit/xmlSelector";
import { Sources } from "../files/sources";
import { listDistribution, readDistribution } from "./readDistribution";

const plugins = "repository/components/plugins";
const bundle = /^org\.wso2\.carbon\.event\.processor\.manager\.core_(\d+\.\d+\.\d+)\b.*\.jar$/;

/** A description with the profile in it. */
export interface ProfiledDescription extends Detection {
  description: ClusterDescription;
}

/**
 * The description with the profile of its distribution, where it names none.
 *
 * @throws DescriptionError also with what is wrong for the profile that was found
 */
export async function withProfile(given: ClusterDescription, location: string): Promise<ProfiledDescription> {
  const { product } = given;
  const detection = await identifyProduct(location, findProfile(product.profile));
  const description = { ...given, product: { ...product, profile: detection.profile.id } };
  const problems = product.profile === undefined ? validate(description) : [];
  if (problems.length > 0) throw new DescriptionError(problems);
  return { ...detection, description };
}

/**
 * The profile of a distribution, by what is in it.
 *
 * @param given the profile that the description names
 * @throws DescriptionError if the two contradict, or if nothing tells which version it is
 */
export async function identifyProduct(
  location: string,
  given: ProductProfile | undefined,
): Promise<Detection> {
  const { folder, names } = await listDistribution(location, plugins);
  // The same in every profile.
  const { carbon, eventProcessor } = (given ?? profiles[0])?.files ?? { carbon: "", eventProcessor: "" };
  const sources = new Sources(await readDistribution(location, [carbon, eventProcessor]));
  const texts = (path: string, elements: string) => {
    const document = sources.readable(path);
    return document === undefined ? [] : findElements(document, elements);
  };
  const evidence = {
    folder: basename(folder),
    bundles: names.flatMap((name) => bundle.exec(name)?.[1] ?? []),
    serverKey: texts(carbon, "/Server/ServerKey")[0]?.text.trim(),
    modes: texts(eventProcessor, "/eventProcessorConfiguration/mode").flatMap(
      (mode) => attributeOf(mode, "name")?.value ?? [],
    ),
  };
  return detectProfile(evidence, given);
}
