import { RolloutLimit } from "../clusterDescription";
import type { Problem } from "../problem";
import { ProblemCode } from "../problemKinds";
import type { Known } from "./known";

/** What asks for something that is done only while the product is run from here; it would be dropped in silence. */
export function checkUnmanaged(known: Known): Problem[] {
  if (known.description.service?.manage !== false) return [];
  return unsupportedOptions(known).flatMap(([place, isGiven, instead]) =>
    isGiven
      ? [
          {
            place,
            code: ProblemCode.NoEffect,
            problem: "has no effect with service.manage false, as the product is not run from here",
            remedy: `${instead}, or leave service.manage out`,
          },
        ]
      : [],
  );
}

type UnsupportedOption = readonly [place: string, isGiven: boolean, instead: string];

function unsupportedOptions({ description, isUnknown }: Known): UnsupportedOption[] {
  const { nodes = [], directories = [], database, eventProcessing, spark, service } = description;
  const makesLink = !isUnknown("spark.makeSymbolicLink") && spark?.makeSymbolicLink !== false;
  const makesTables = isUnknown("database.administrator") || database?.administrator !== undefined;
  const unused = "leave it out";
  return [
    ...nodes.map((node, index): UnsupportedOption => {
      const instead = "write it to repository/conf/analytics/my-node-id.dat on the node";
      return [`nodes[${index}].nodeId`, node?.nodeId !== undefined, instead];
    }),
    ["directories", directories.length > 0, "move the folders on the nodes yourself"],
    [
      "eventProcessing.pruneStatePersistence",
      eventProcessing?.pruneStatePersistence === true,
      "give false and delete the old files yourself",
    ],
    // Where tables are made it brings the mysql client for them.
    ["installPackages", description.installPackages === true && !makesTables, "install a JDK yourself"],
    [
      "spark.symbolicLink",
      makesLink && spark?.symbolicLink !== undefined,
      "make the link yourself and give spark.makeSymbolicLink false",
    ],
    [
      "deploymentSynchronizer.libraries",
      description.deploymentSynchronizer?.libraries !== undefined,
      "put the libraries into the product home yourself",
    ],
    ["carbonApps", description.carbonApps !== undefined, "deploy them yourself"],
    ["service.manager", service?.manager !== undefined, unused],
    ["service.heapMegabytes", service?.heapMegabytes !== undefined, unused],
    ["service.stopOnDestroy", service?.stopOnDestroy === true, unused],
    ["rollout.limit", description.rollout?.limit === RolloutLimit.FullStop, unused],
    ["rollout.force", description.rollout?.force === true, unused],
    ["allowFullStop", description.allowFullStop === true, unused],
    ["force", description.force === true, unused],
  ];
}
