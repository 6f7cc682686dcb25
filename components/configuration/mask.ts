import type { ClusterDescription } from "./description";
import { mapSecrets } from "./mapSecrets";

/**
 * The description with every secret in it replaced, so that what is rendered from it can be shown. A secret that is
 * not given stays not given: the masked text differs from the real one in the secrets alone.
 */
export function maskSecrets(description: ClusterDescription): ClusterDescription {
  return mapSecrets(description, () => "********");
}
