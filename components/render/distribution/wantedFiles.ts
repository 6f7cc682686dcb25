/** The wanted files of a distribution: paths, and patterns such as `repository/conf/datasources/*-datasources.xml`. */
export class WantedFiles {
  /** Paths that are named in full. */
  readonly paths: readonly string[];
  /** Folders of which every file with that ending is wanted. */
  readonly patterns: readonly { folder: string; ending: string }[];
  private readonly named: ReadonlySet<string>;

  constructor(wanted: readonly string[]) {
    const isPattern = (path: string) => path.includes("/*");
    this.paths = wanted.filter((path) => !isPattern(path));
    this.named = new Set(this.paths);
    this.patterns = wanted.filter(isPattern).map((path) => {
      const [folder = "", ending = ""] = path.split("/*");
      return { folder, ending };
    });
  }

  has(path: string): boolean {
    return this.named.has(path) || this.patterns.some(({ folder, ending }) => isIn(path, folder, ending));
  }
}

function isIn(path: string, folder: string, ending: string): boolean {
  return path.startsWith(`${folder}/`) && path.endsWith(ending) && !path.includes("/", folder.length + 1);
}
