/**
 * The configuration of the ready-made stack (`Pulumi.yaml`, the repository's `index.ts`), read into the arguments of the components.
 * Not here: what an argument means or may be (`description/`). `awsStackConfig.ts` is part of the `/aws` entry, so that a stack on
 * other hosts does without @pulumi/aws.
 */
export { clusterArgsFromConfig, clusterDescriptionFromConfig, targetFromConfig } from "./stackConfig";
