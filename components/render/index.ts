/**
 * Settings and a distribution become text: edits in place, one module per configuration file (`files/`), and the revision that a
 * node gets. Pure, but for `distribution/`, which reads a zip or a folder and other local files. Not here: facts about the product (`product/`).
 */
export { type FileChange, fileDifference } from "./difference/fileDifference";
export { largestFile, readBoundedFile, UnfitFileError } from "./distribution/boundedFile";
export { errorCode } from "./distribution/distributionError";
export { fileDigest } from "./distribution/fileDigest";
export { identifyProduct } from "./distribution/identifyProduct";
export { readProduct } from "./distribution/readProduct";
export { readTrustStore } from "./distribution/readTrustStore";
export { signsOfUse } from "./distribution/signsOfUse";
export { parseXml, type XmlElement } from "./edit/xmlDocument";
export { decodeXml } from "./edit/xmlEncoding";
export { Severity, warningLines } from "./findings/finding";
export { hostedFindings, hostedPaths } from "./findings/hostedFindings";
export { maskSecrets, secretsOf } from "./mask";
export { portOffset, type RenderedFile, renderCluster } from "./renderCluster";
export { createRevision, type Revision, type RevisionFile, sha256 } from "./revision";
