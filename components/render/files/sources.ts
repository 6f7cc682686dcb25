import { WantedFiles } from "../distribution/wantedFiles";
import { EditError } from "../edit/editError";
import { parseXml, type XmlDocument } from "../edit/xmlDocument";

/** Files of the distribution by path in the product home, decoded as latin1: one character per byte. */
export type DistributionText = ReadonlyMap<string, string>;

/** The files of a home; each XML file is parsed once, for both nodes too. */
export class Sources {
  private readonly files: DistributionText;
  private readonly documents: Map<string, XmlDocument[]>;

  /** @param documents what is parsed already, of any home */
  constructor(files: DistributionText, documents: Map<string, XmlDocument[]> = new Map()) {
    this.files = files;
    this.documents = documents;
  }

  /** The home with other files laid over it. */
  with(files: readonly { path: string; text: string }[]): Sources {
    const changed = files.map(({ path, text }) => [path, text] as const);
    return new Sources(new Map([...this.files, ...changed]), this.documents);
  }

  get paths(): string[] {
    return [...this.files.keys()];
  }

  find(path: string): string | undefined {
    return this.files.get(path);
  }

  text(path: string): string {
    const text = this.find(path);
    if (text === undefined) {
      throw new EditError(path, "", "expected the file in the distribution, found none");
    }
    return text;
  }

  xml(path: string): XmlDocument {
    const text = this.text(path);
    const parsed = this.documents.get(path) ?? [];
    const found = parsed.find(({ source }) => source === text);
    if (found !== undefined) return found;
    const document = parseXml(path, text);
    this.documents.set(path, [...parsed, document]);
    return document;
  }

  /** As `xml`; undefined if the file is missing or malformed, which is somebody else's finding. */
  readable(path: string): XmlDocument | undefined {
    try {
      return this.xml(path);
    } catch (reason) {
      if (reason instanceof EditError) return undefined;
      throw reason;
    }
  }

  /** The paths that a pattern such as `repository/conf/datasources/*-datasources.xml` stands for. */
  matching(pattern: string): string[] {
    const wanted = new WantedFiles([pattern]);
    return this.paths.filter((path) => wanted.has(path)).sort();
  }
}
