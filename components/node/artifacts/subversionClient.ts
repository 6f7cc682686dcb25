import type { FileDescription, SvnLibrariesDescription } from "../../description";
import type { LocalFile } from "./artifact";

/** `com.trilead:trilead-ssh2:1.0.0-build215`; SVNKit as WSO2 builds it is on no public registry. */
const sshClient: FileDescription = {
  url: "https://repo1.maven.org/maven2/com/trilead/trilead-ssh2/1.0.0-build215/trilead-ssh2-1.0.0-build215.jar",
  sha256: "b87252c3ff5c52c2e4582d95fd2e97089c0e489aee06790226a822fbf56de9a7",
};

export interface Library extends FileDescription {
  /** Where it belongs in the home. (README of WSO2's puppet-das, "Deployment synchronization".) */
  folder: string;
  jar: string;
}

/** A description, or the arguments it comes from: the files are plain in both. */
interface LibraryOwner {
  deploymentSynchronizer?: { libraries?: SvnLibrariesDescription };
}

/** The client libraries of the deployment synchronizer, where it is their user who brings them. */
export function libraries({ deploymentSynchronizer }: LibraryOwner): Library[] {
  const given = deploymentSynchronizer?.libraries;
  if (given === undefined) return [];
  const files = [
    { ...given.svnKit, folder: "repository/components/dropins", jar: "svnkit-all-1.8.7.wso2v1.jar" },
    {
      ...(given.sshClient ?? sshClient),
      folder: "repository/components/lib",
      jar: "trilead-ssh2-1.0.0-build215.jar",
    },
  ];
  return files.map((file) => ({ ...file, sha256: file.sha256.toLowerCase() }));
}

/** Those that come from this machine. */
export function localLibraries(description: LibraryOwner): LocalFile[] {
  return libraries(description).flatMap(({ path, jar, sha256 }) =>
    path === undefined ? [] : [{ path, name: jar, sha256 }],
  );
}
