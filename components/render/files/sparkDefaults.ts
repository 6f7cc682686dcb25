import type { NodeSettings } from "../../product";
import { setProperty } from "../edit/propertiesFile";

/**
 * Spec step 4: a Spark cluster within the product, one master active and one standing by. `local` with clustering on
 * means that cluster; the product logs that the name is deprecated.
 */
export function sparkDefaults(text: string, { symbolicLink }: NodeSettings): string {
  const master = setProperty(text, "carbon.spark.master", "local");
  const masters = setProperty(master, "carbon.spark.master.count", "2");
  return symbolicLink === undefined
    ? masters
    : setProperty(masters, "carbon.das.symbolic.link", symbolicLink);
}
