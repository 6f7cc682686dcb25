import { type ClusterDescription, isSecretParameter, statisticsDatabaseOf } from "../../description";
import type { NodeSettings, ProductFiles } from "../../product";
import type { XmlDocument } from "../edit/xmlDocument";
import { analyticsConfiguration } from "./analyticsConfiguration";
import { analyticsDatasources } from "./analyticsDatasources";
import { axis2 } from "./axis2";
import { carbon } from "./carbon";
import { eventProcessor } from "./eventProcessor";
import { hazelcastProperties } from "./hazelcastProperties";
import { masterDatasources } from "./masterDatasources";
import { registry } from "./registry";
import { sparkDefaults } from "./sparkDefaults";
import { sparkEnvironment } from "./sparkEnvironment";
import { statisticsDatasources } from "./statisticsDatasources";
import { userManagement } from "./userManagement";

/** A file of the product home that the deployment edits or checks: an XML document or plain text. */
export interface ConfigurationFile {
  name: keyof ProductFiles;
  xml?: (document: XmlDocument, settings: NodeSettings) => string;
  text?: (text: string, settings: NodeSettings) => string;
  /** Whether the description asks for it; always when left out. A file that the version does not have never is. */
  wanted?: (description: ClusterDescription) => boolean;
  /** Whether a secret is written into it; never when left out. */
  secret?: (description: ClusterDescription) => boolean;
  /** Whether it is made where the distribution has none. */
  optional?: boolean;
}

export const configurationFiles: readonly ConfigurationFile[] = [
  { name: "masterDatasources", xml: masterDatasources, secret: () => true },
  { name: "analyticsDatasources", xml: analyticsDatasources, secret: () => true },
  {
    name: "statisticsDatasources",
    xml: statisticsDatasources,
    wanted: (description) => statisticsDatabaseOf(description) !== undefined,
    secret: () => true,
  },
  { name: "userManagement", xml: userManagement },
  {
    name: "registry",
    xml: registry,
    // The cache id repeats the JDBC URL with its parameters.
    secret: ({ database }) => Object.keys(database.jdbcParameters ?? {}).some(isSecretParameter),
  },
  {
    name: "axis2",
    xml: axis2,
    secret: ({ clustering }) => clustering?.groupPassword !== undefined,
  },
  { name: "eventProcessor", xml: eventProcessor },
  { name: "analyticsConfiguration", xml: analyticsConfiguration },
  { name: "sparkDefaults", text: sparkDefaults },
  { name: "sparkEnvironment", text: sparkEnvironment },
  {
    name: "carbon",
    xml: carbon,
    secret: ({ deploymentSynchronizer }) => deploymentSynchronizer?.svnPassword !== undefined,
  },
  {
    name: "hazelcastProperties",
    text: hazelcastProperties,
    wanted: ({ clustering }) => clustering?.failureDetectionSeconds !== undefined,
    // No version ships one, and all of them read it.
    optional: true,
  },
];
