import { ProblemCode } from "../../description";
import { registryTargets } from "../../product";
import { attributeOf, findElements } from "../edit/xmlSelector";
import { childAt } from "./datasources";
import { error, type Finding } from "./finding";
import type { Inspected } from "./homeFindings";

/** A mount that leads elsewhere in the distribution would be pointed away from what is stored there. */
export function mountTargets({ description, profile, before }: Inspected): Finding[] {
  const file = profile.files.registry;
  const document = before.files.readable(file);
  if (document === undefined) return [];
  const mounts = findElements(document, "/wso2registry/mount");
  return registryTargets(description).flatMap(({ argument, path, target, isGiven }) => {
    const mount = mounts.find((each) => attributeOf(each, "path")?.value === path);
    const found = mount && childAt(mount, "targetPath")?.text.trim();
    if (isGiven || found === undefined || found === target) return [];
    const problem = `leads to ${found} in the distribution; led to ${target}, the registry would lose sight of what is stored there`;
    const remedy = `give ${argument}: ${found} to keep it, or ${argument}: ${target} to start with another, empty one`;
    return [
      error(ProblemCode.SharedRegistry, `${file} /wso2registry/mount[@path='${path}']`, problem, remedy),
    ];
  });
}
