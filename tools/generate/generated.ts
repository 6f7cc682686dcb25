import { readFileSync } from "node:fs";
import manifest from "../../package.json";
import { objectsOf } from "./argumentModel";
import { changingThings } from "./changeTable";
import { configurationKeys, projectFile } from "./configuration";
import { errorPage } from "./errorPage";
import type { Library } from "./library";
import { packageSchema } from "./packageSchema";
import { productTable } from "./productTable";
import { referenceIndex, referencePages } from "./reference";
import { secretModule } from "./secretArguments";
import { shapeModule } from "./shapes";
import { withTables } from "./tables";

/** Everything that is generated, most of it from the interfaces of the arguments: path to text. */
export function generated({ cluster, awsCluster, databases }: Library): Map<string, string> {
  const components = [cluster, awsCluster, databases];
  const [onHosts, onAws] = [cluster.args, awsCluster.args];
  return new Map([
    [
      "components/description/generated/argumentShapes.ts",
      shapeModule({
        folder: "components/description/",
        root: onHosts,
        foreign: "",
        imports: [
          'import * as formats from "../validation/formats";',
          'import { flag, list, map, number, optional, path, record, required, text } from "../validation/shape";',
          'import { oneOf, wholeNumber } from "../validation/values";',
        ],
      }),
    ],
    [
      "components/aws/generated/argumentShapes.ts",
      shapeModule({
        folder: "components/aws/",
        root: onAws,
        foreign: "argumentShapes",
        imports: [
          'import { argumentShapes, flag, list, map, number, oneOf, optional, path, record, required, text, wholeNumber } from "../../description";',
          'import * as formats from "../validation/formats";',
        ],
      }),
    ],
    ["components/stack/generated/configurationKeys.ts", configurationKeys(onHosts, onAws)],
    ["Pulumi.yaml", projectFile(readFileSync("Pulumi.yaml", "utf8"), onHosts, onAws)],
    [
      "components/description/generated/secretArguments.ts",
      secretModule([...objectsOf(onHosts), ...objectsOf(onAws)]),
    ],
    ["schema.json", packageSchema(components, manifest.version)],
    [
      "docs/changing-things.md",
      changingThings(readFileSync("docs/changing-things.md", "utf8"), onHosts, onAws),
    ],
    ["docs/products.md", withTables(readFileSync("docs/products.md", "utf8"), [productTable()])],
    ["docs/errors.md", errorPage()],
    ["docs/reference/README.md", referenceIndex(components)],
    ...referencePages(components),
  ]);
}
