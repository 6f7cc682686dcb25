import type { FileDescription } from "../clusterDescription";
import type { Problem } from "../problem";
import { ProblemCode } from "../problemKinds";
import type { DeepPartial, Known } from "./known";
import { quoted, type Rule } from "./shape";
import { plainText } from "./values";

/** A file on the machine that runs Pulumi, which keeps its name on the nodes. */
export const localFile: Rule<string> = (value) => {
  const name = fileName(value);
  return (
    plainText(value) ??
    (/^[A-Za-z0-9_][A-Za-z0-9._+-]*$/.test(name)
      ? undefined
      : {
          code: ProblemCode.InvalidValue,
          problem: `${quoted(name)} is no name for a file on the nodes`,
          remedy: "use only A-Z a-z 0-9 . _ + -",
        })
  );
};

export const carbonApp: Rule<string> = (value) =>
  localFile(value) ??
  (value.endsWith(".car")
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} is no C-App`,
        remedy: "give a .car file; the product deploys no other",
      });

/** Rules for files that are brought to the nodes, and for what cleans up there. */
export function checkFiles(known: Known): Problem[] {
  const { svnKit, sshClient } = known.description.deploymentSynchronizer?.libraries ?? {};
  return [
    ...checkSource(known, "deploymentSynchronizer.libraries.svnKit", svnKit),
    ...checkSource(known, "deploymentSynchronizer.libraries.sshClient", sshClient),
    ...checkCarbonApps(known),
    ...checkPruning(known),
  ];
}

function checkSource(known: Known, place: string, file: DeepPartial<FileDescription> | undefined): Problem[] {
  if (file === undefined || known.isUnknown(`${place}.path`) || known.isUnknown(`${place}.url`)) return [];
  const given = [file.path, file.url].filter((source) => source !== undefined).length;
  if (given === 1) return [];
  const problem = given === 0 ? "has neither path nor url" : "has both path and url";
  return [{ place, code: ProblemCode.Contradiction, problem, remedy: "give one of the two" }];
}

/** Both would be the same file on the nodes. */
function checkCarbonApps({ description }: Known): Problem[] {
  const names = (description.carbonApps?.files ?? []).map((file) => file && fileName(file));
  return names.flatMap((name, index) =>
    name !== undefined && names.indexOf(name) < index
      ? [
          {
            place: `carbonApps.files[${index}]`,
            code: ProblemCode.Duplicate,
            problem: `${quoted(name)} is the name of files[${names.indexOf(name)}] too`,
            remedy: "name each differently",
          },
        ]
      : [],
  );
}

function checkPruning({ description: { eventProcessing } }: Known): Problem[] {
  if (eventProcessing?.pruneStatePersistence !== true || eventProcessing.statePersistence !== false)
    return [];
  return [
    {
      place: "eventProcessing.pruneStatePersistence",
      code: ProblemCode.Contradiction,
      problem: "is true, but nothing is persisted with statePersistence false",
      remedy: "leave one of the two out",
    },
  ];
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
