import { EditError } from "../edit/editError";
import { parseXml, type XmlDocument } from "../edit/xmlDocument";

/** Files of the distribution by path in the product home, decoded as latin1: one character per byte. */
export type DistributionText = ReadonlyMap<string, string>;

/** The distribution's files; each XML file is parsed once for both nodes. */
export class Sources {
  private readonly distribution: DistributionText;
  private readonly documents = new Map<string, XmlDocument>();

  constructor(distribution: DistributionText) {
    this.distribution = distribution;
  }

  find(path: string): string | undefined {
    return this.distribution.get(path);
  }

  text(path: string): string {
    const text = this.find(path);
    if (text === undefined) {
      throw new EditError(path, "", "expected the file in the distribution, found none");
    }
    return text;
  }

  xml(path: string): XmlDocument {
    const document = this.documents.get(path) ?? parseXml(path, this.text(path));
    this.documents.set(path, document);
    return document;
  }
}
