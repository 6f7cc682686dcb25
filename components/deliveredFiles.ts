import type {
  ClusterDescription,
  FileDescription,
  SvnLibrariesDescription,
} from "./configuration/description";
import type { RequestLine } from "./remoteScript";

/** A file of this machine that is copied to the nodes before a script there takes it over. */
export interface LocalFile {
  path: string;
  /** Its name in the folder where it arrives. */
  name: string;
}

/** `com.trilead:trilead-ssh2:1.0.0-build215`; SVNKit as WSO2 builds it is on no public registry. */
const sshClient: FileDescription = {
  url: "https://repo1.maven.org/maven2/com/trilead/trilead-ssh2/1.0.0-build215/trilead-ssh2-1.0.0-build215.jar",
  sha256: "b87252c3ff5c52c2e4582d95fd2e97089c0e489aee06790226a822fbf56de9a7",
};

interface Library extends FileDescription {
  /** Where it belongs in the home. (README of WSO2's puppet-das, "Deployment synchronization".) */
  folder: string;
  jar: string;
}

/** A description, or the arguments it comes from: the files are plain in both. */
interface LibraryOwner {
  deploymentSynchronizer?: { libraries?: SvnLibrariesDescription };
}

/** The client libraries of the deployment synchronizer, where it is their user who brings them. */
function libraries({ deploymentSynchronizer }: LibraryOwner): Library[] {
  const given = deploymentSynchronizer?.libraries;
  if (given === undefined) return [];
  return [
    { ...given.svnKit, folder: "repository/components/dropins", jar: "svnkit-all-1.8.7.wso2v1.jar" },
    {
      ...(given.sshClient ?? sshClient),
      folder: "repository/components/lib",
      jar: "trilead-ssh2-1.0.0-build215.jar",
    },
  ];
}

/** Those that come from this machine. */
export function localLibraries(description: LibraryOwner): LocalFile[] {
  return libraries(description).flatMap(({ path, jar }) => (path === undefined ? [] : [{ path, name: jar }]));
}

/** The lines about them in a request to `remote/prepare.sh`; they arrive in that folder of the login user's home. */
export function libraryLines(description: ClusterDescription, folderOfCopies: string): RequestLine[] {
  return libraries(description).map(({ folder, jar, sha256, path, url = "" }) => [
    "library",
    folder,
    jar,
    sha256,
    path === undefined ? url : `${folderOfCopies}/${jar}`,
  ]);
}

/** Where files for a home arrive: a folder in the login user's home, one for each home on the host. */
export function incomingFolder(home: string): string {
  return `.wso2-analytics/${home.replaceAll("/", "_").slice(1)}`;
}

/** The same in a request; whose home it is, as the script may run as root. */
export function incomingLine(home: string, user: string | undefined): RequestLine {
  return ["incoming", user ?? "root", incomingFolder(home)];
}
