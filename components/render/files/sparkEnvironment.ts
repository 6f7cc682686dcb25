import type { NodeSettings } from "../../product";
import { setExportedVariable } from "../edit/shellFile";

/** Spec step 6: the address that Spark uses; without it Spark takes that of the first network interface. */
export function sparkEnvironment(text: string, { sparkAddress }: NodeSettings): string {
  return setExportedVariable(text, "SPARK_LOCAL_IP", sparkAddress);
}
